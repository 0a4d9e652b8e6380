"""The files of a project in the hands of a person: what stands where, and imports that follow what is moved."""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from tests.merge.fuzz.page import Page, Spot, parsed

Texts = dict[PurePosixPath, "str | None"]


class Desk:
    """The texts of a project, and words that never stood in it before (`mark`)."""

    def __init__(self, texts: Mapping[PurePosixPath, str], rng: random.Random, prefix: str) -> None:
        self.texts = dict(texts)
        self.rng = rng
        self.prefix = prefix
        self.count = 0

    def mark(self) -> str:
        """A name that is nowhere else."""
        self.count += 1
        return f"hand_{self.prefix}_{self.count}"

    def page(self, path: PurePosixPath) -> Page:
        """One of the files."""
        return Page(self.texts[path], self.rng, self.prefix)

    def python(self) -> list[PurePosixPath]:
        """The Python files that anything stands in."""
        return [path for path, text in self.texts.items() if path.suffix == ".py" and text.strip()]

    def models(self) -> list[PurePosixPath]:
        """The files with mapped classes in them."""
        return [path for path in self.python() if any(self.classes(path))]

    def classes(self, path: PurePosixPath) -> Iterator[Spot]:
        """The mapped classes of a file that stand on lines of their own."""
        page = self.page(path)
        for spot in page.spots():
            if isinstance(spot.node, ast.ClassDef) and "__tablename__ = " in page.source(spot):
                yield spot

    def siblings(self, path: PurePosixPath) -> list[PurePosixPath]:
        """The other modules of a file's folder, without the one that stands for the folder."""
        return [
            other
            for other in self.python()
            if other.parent == path.parent and other != path and other.name != "__init__.py"
        ]


@dataclass(frozen=True)
class Import:
    """One name that a statement imports; `module` is empty for a plain `import`."""

    module: str
    name: str
    bound: str
    typing: bool

    def __str__(self) -> str:
        name = self.name if self.bound == self.name else f"{self.name} as {self.bound}"
        return f"from {self.module} import {name}" if self.module else f"import {name}"


def imports_of(text: str) -> Iterator[Import]:
    """What a module imports at its top, and for type checkers."""
    for node in parsed(text).body:
        typing = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for each in node.body if isinstance(node, ast.If) and typing else [node]:
            if isinstance(each, ast.Import | ast.ImportFrom):
                module = "." * getattr(each, "level", 0) + (getattr(each, "module", "") or "")
                for alias in each.names:
                    yield Import(module, alias.name, alias.asname or alias.name, typing)


def with_import(text: str, wanted: Import) -> str:
    """The text with an import behind its last one at the top; for type checkers in a block of its own."""
    lines = text.split("\n")
    last = max(
        (
            node.end_lineno or 0
            for node in parsed(text).body
            if isinstance(node, ast.Import | ast.ImportFrom)
        ),
        default=0,
    )
    new = [str(wanted)]
    if wanted.typing:
        new = ["", "if TYPE_CHECKING:", f"    {wanted}"]
        if not re.search(r"^from typing import .*\bTYPE_CHECKING\b", text, re.M):
            new.insert(0, "from typing import TYPE_CHECKING")
    return "\n".join([*lines[:last], *new, *lines[last:]])


def redirected(
    text: str, module: str, name: str | None, target: Callable[[ast.alias], str | None]
) -> str:
    """The text that imports a name (or all) of a module from elsewhere, or not at all, where `target` says None."""
    lines = text.split("\n")
    found = [node for node in ast.walk(parsed(text)) if isinstance(node, ast.ImportFrom)]
    for node in sorted(found, key=lambda node: -node.lineno):
        if "." * node.level + (node.module or "") != module:
            continue
        if name is not None and all(alias.name != name for alias in node.names):
            continue
        pad = lines[node.lineno - 1][: node.col_offset]
        statements = []
        for alias in node.names:
            place = target(alias) if name in (None, alias.name) else module
            if place is not None:
                statements.append(f"{pad}from {place} import {ast.unparse(alias)}")
        if not statements and pad:
            statements = [f"{pad}pass"]
        lines[node.lineno - 1 : node.end_lineno] = statements
    return "\n".join(lines)
