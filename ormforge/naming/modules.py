"""The names of modules, one for each table or schema."""

from __future__ import annotations

import keyword
from collections.abc import Iterable

from ormforge.naming import identifier


def module_names(words: Iterable[str], taken: Iterable[str]) -> tuple[str, ...]:
    """A module name for each text, in order; no two of them, and none of the taken, differ in case alone.

    Some file systems do not tell `Book.py` from `book.py`, so all names are in lower case.
    """
    used, found = set(taken), []
    for word in words:
        name = _module_name(word)
        free, number = name, 2
        while free in used:
            free, number = f"{name}_{number}", number + 1
        used.add(free)
        found.append(free)
    return tuple(found)


def _module_name(word: str) -> str:
    name = identifier(word, "table").casefold()
    if not name.isidentifier():
        name = identifier(name, "table")
    hidden = name.startswith("__")
    return f"{name}_" if hidden or keyword.iskeyword(name) or name == "test" else name
