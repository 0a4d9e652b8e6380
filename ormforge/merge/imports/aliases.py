"""The names that import statements bind, and the words of a text."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from ormforge.source.unit import Unit

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Alias:
    """One name that an import binds: where it is from, what it is there, and what it is called here."""

    module: str
    name: str
    bound: str
    renamed: bool = False


def aliases(unit: Unit) -> tuple[Alias, ...]:
    """The names that an import statement binds."""
    node = unit.node
    if isinstance(node, ast.Import):
        return tuple(
            Alias("", item.name, item.asname or item.name, item.asname is not None)
            for item in node.names
        )
    if isinstance(node, ast.ImportFrom):
        module = "." * node.level + (node.module or "")
        return tuple(
            Alias(module, item.name, item.asname or item.name, bool(item.asname))
            for item in node.names
        )
    return ()


def is_same(one: Alias, other: Alias, path: PurePosixPath) -> bool:
    """Whether two imports of a file bring the same: `.db` and `app.db` are one module for a file in `app`."""
    modules = sorted((_whole(one.module, path), _whole(other.module, path)), key=len)
    return one.name == other.name and f".{modules[1]}".endswith(f".{modules[0]}")


def _whole(module: str, path: PurePosixPath) -> str:
    """A module as it is called from the project's root."""
    dots = len(module) - len(module.lstrip("."))
    above = path.parents[dots - 1].parts if 0 < dots <= len(path.parents) else ()
    return ".".join((*above, *filter(None, [module[dots:]])))


def words(texts: Iterable[str]) -> frozenset[str]:
    """Every word in the texts, composed as Python composes the names that it reads."""
    return frozenset(word for text in texts for word in _WORD.findall(_composed(text)))


def _composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFKC", text)
