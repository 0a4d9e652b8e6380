"""A file in the hands of a person: where its statements are, and putting lines into it."""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Spot:
    """A statement of a module or of a class body; lines count from 0, `stop` is the line behind it."""

    start: int
    stop: int
    node: ast.stmt
    owner: ast.ClassDef | None
    pad: str


class Page:
    """A text, and words that never stood in it before (`mark`)."""

    def __init__(self, text: str, rng: random.Random, prefix: str) -> None:
        self.text = text
        self.rng = rng
        self.prefix = prefix
        self.count = 0
        self.lines = _LINE.findall(text)
        self.end = "\r\n" if "\r\n" in text else "\r" if "\r" in text else "\n"
        self.tree = parsed(text)

    def mark(self) -> str:
        """A name that is nowhere else."""
        self.count += 1
        return f"hand_{self.prefix}_{self.count}"

    def spots(self) -> Iterator[Spot]:
        """Every statement of the module and of its classes that stands on lines of its own."""
        for node in self.tree.body:
            yield self._spot(node, None)
            if isinstance(node, ast.ClassDef) and node.body[0].lineno > node.lineno:
                yield from (self._spot(member, node) for member in node.body)

    def _spot(self, node: ast.stmt, owner: ast.ClassDef | None) -> Spot:
        decorators: Sequence[ast.expr] = getattr(node, "decorator_list", [])
        start = min([node.lineno, *(item.lineno for item in decorators)]) - 1
        line = self.lines[start]
        pad = line[: len(line) - len(line.lstrip(" \t\f"))]
        return Spot(start, node.end_lineno or node.lineno, node, owner, pad)

    def pick(
        self,
        kind: type[ast.stmt] | tuple[type[ast.stmt], ...] = ast.stmt,
        *,
        member: bool | None = None,
        fits: Callable[[Spot], bool] | None = None,
    ) -> Spot | None:
        """Any statement of a kind; `member`: of a class body, or of the module."""
        found = [
            spot
            for spot in self.spots()
            if isinstance(spot.node, kind)
            and (member is None or member == (spot.owner is not None))
            and (fits is None or fits(spot))
        ]
        return self.rng.choice(found) if found else None

    def mapped_class(self) -> Spot | None:
        """Any class with a table."""
        return self.pick(
            ast.ClassDef, member=False, fits=lambda spot: "__tablename__" in self.source(spot)
        )

    def open_class(self) -> Spot | None:
        """Any class with a table whose members stand on lines of their own."""
        return self.pick(
            ast.ClassDef,
            member=False,
            fits=lambda spot: "\n" in self.source(spot).partition("__tablename__")[0],
        )

    def column(self) -> Spot | None:
        """Any column of a class."""
        return self.pick(
            ast.AnnAssign, member=True, fits=lambda s: "relationship(" not in self.source(s)
        )

    def source(self, spot: Spot) -> str:
        """The statement's lines."""
        return "".join(self.lines[spot.start : spot.stop])

    def put(self, line: int, new: Sequence[str]) -> str:
        """The text with lines put in; they are given without their ends."""
        lines = list(self.lines)
        if line == len(lines) and lines and not lines[-1].endswith(("\n", "\r")):
            lines[-1] += self.end
        return "".join([*lines[:line], *(item + self.end for item in new), *lines[line:]])

    def without(self, spot: Spot) -> str:
        """The text without a statement."""
        return "".join([*self.lines[: spot.start], *self.lines[spot.stop :]])

    def exchanged(self, spot: Spot, source: str) -> str:
        """The text with another source in a statement's place."""
        return "".join([*self.lines[: spot.start], source, *self.lines[spot.stop :]])

    def substituted(self, pattern: str, new: str) -> str | None:
        """The text with one of the places that fit the pattern exchanged; what ormforge itself has remarked is none."""
        places = [at for at in re.finditer(pattern, self.text) if not self._is_remark(at.start())]
        if not places:
            return None
        at = self.rng.choice(places)
        return self.text[: at.start()] + at.expand(new) + self.text[at.end() :]

    def _is_remark(self, place: int) -> bool:
        """Whether a place stands in a comment of ormforge's own."""
        line = self.text[:place].rpartition("\n")[2]
        return "# ormforge:" in line


def parsed(text: str) -> ast.Module:
    """The text's syntax tree, its lines counted as Python counts them. Raises SyntaxError."""
    return ast.parse(text.replace("\r\n", "\n").replace("\r", "\n"))


Edit = Callable[[Page], "str | None"]
"""The text after an edit by hand, or None where there is nothing to edit."""
