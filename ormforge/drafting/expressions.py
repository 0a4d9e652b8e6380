"""Python expressions as immutable values: the source, and the imports and helpers that it needs.

Expressions are compact: one line, double quotes, no trailing comma but in a tuple of one. A formatter decides later
where lines end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ormforge.draft.literals import string_literal
from ormforge.draft.model import Import, Imports

SQLALCHEMY = "sqlalchemy"
ORM = "sqlalchemy.orm"

Keywords = Mapping[str, "Expression"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """Python source on one line, and what must be imported or brought along for it."""

    text: str
    imports: Imports = frozenset()
    helpers: frozenset[str] = frozenset()


@lru_cache(maxsize=1024)
def name(module: str, bound: str) -> Expression:
    """The name, imported from the module."""
    return Expression(text=bound, imports=frozenset({Import(module, bound)}))


def helper(bound: str) -> Expression:
    """The name of a helper that the generated module brings along."""
    return Expression(text=bound, helpers=frozenset({bound}))


def local(bound: str) -> Expression:
    """A name that the generated module binds by itself, such as an enum's."""
    return Expression(text=bound)


def literal(value: object) -> Expression:
    """The value as a Python literal; strings and numbers, None, and lists, tuples and dicts of them.

    Raises TypeError for anything else: no other value of a database may reach source.
    """
    if isinstance(value, str):
        return Expression(text=string_literal(value))
    if value is None or isinstance(value, bool | int | float):
        return Expression(text=repr(value).replace("e+", "e"))
    if isinstance(value, tuple):
        return sequence([literal(item) for item in value], "(", ")")
    if isinstance(value, list):
        return sequence([literal(item) for item in value], "[", "]")
    if isinstance(value, dict):
        return dictionary({str(key): literal(item) for key, item in value.items()})
    raise TypeError(f"no literal for {type(value).__name__}")


def sequence(items: Iterable[Expression], opening: str, closing: str) -> Expression:
    """The expressions as a tuple or list, by its brackets."""
    parts = tuple(items)
    comma = "," if opening == "(" and len(parts) == 1 else ""
    return combine(parts, lambda texts: f"{opening}{', '.join(texts)}{comma}{closing}")


def dictionary(items: Keywords) -> Expression:
    """The expressions as a dict with these keys."""
    keys = [string_literal(key) for key in items]

    def print_items(texts: list[str]) -> str:
        return (
            "{" + ", ".join(f"{key}: {text}" for key, text in zip(keys, texts, strict=True)) + "}"
        )

    return combine(items.values(), print_items)


def call(
    function: Expression, arguments: Iterable[Expression] = (), keywords: Keywords | None = None
) -> Expression:
    """A call of the function."""
    positional, named = tuple(arguments), dict(keywords or {})
    prefixes = ["" for _ in positional] + [f"{word}=" for word in named]

    def print_call(texts: list[str]) -> str:
        parts = (prefix + text for prefix, text in zip(prefixes, texts[1:], strict=True))
        return f"{texts[0]}({', '.join(parts)})"

    return combine((function, *positional, *named.values()), print_call)


def keyword(word: str, value: Expression) -> Expression:
    """The expression as an argument by keyword: `word=value`."""
    return combine([value], lambda texts: f"{word}={texts[0]}")


def subscript(base: Expression, *arguments: Expression) -> Expression:
    """The base with the arguments in square brackets: `list[str]`."""
    return combine((base, *arguments), lambda texts: f"{texts[0]}[{', '.join(texts[1:])}]")


def combine(parts: Iterable[Expression], source: Callable[[list[str]], str]) -> Expression:
    """One expression of several: `source` makes its text of theirs; it needs what they all need."""
    known = tuple(parts)
    return Expression(
        text=source([part.text for part in known]),
        imports=frozenset().union(*(part.imports for part in known)),
        helpers=frozenset().union(*(part.helpers for part in known)),
    )
