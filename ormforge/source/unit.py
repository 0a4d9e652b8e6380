"""Units: what the merge decides on."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from ormforge.catalog.keys import Key
from ormforge.source.joined import Joint, rejoined
from ormforge.source.lines import indent_of, plain, reindent, split_lines

UnitKind = Literal[
    "statement", "import", "class", "docstring", "comment", "marker", "notice", "region"
]
"""`marker`: one line that begins or ends a region. `notice`: a line that ormforge itself wrote about a unit.
`comment`: own-line comments that belong to no statement. `region`: markers and everything between them."""


@dataclass(frozen=True)
class Unit:
    """One statement with the comments directly above it, or a block of comments, or a region.

    `gap` are the blank lines above, `lead` the comment lines directly above, `code` all other lines; all verbatim.
    `names` is what it binds. `identity` tells which unit of another version of the file it corresponds to, and
    `captured` the identities of mapped classes and tables that are defined somewhere inside it. `inner` are the
    statements of a region. `joint` tells of a statement that shares its line with others. `key` is known of generated units, as are the `member_keys` of a class by qualified name.
    """

    kind: UnitKind
    gap: tuple[str, ...]
    lead: tuple[str, ...]
    code: tuple[str, ...]
    line: int
    names: tuple[str, ...] = ()
    identity: str = ""
    nodes: tuple[ast.stmt, ...] = field(default=(), repr=False, compare=False)
    captured: frozenset[str] = frozenset()
    inner: tuple[Unit, ...] = ()
    joint: Joint | None = None
    key: Key | None = None
    member_keys: Mapping[str, Key] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def text(self) -> str:
        r"""The unit's lines below its lead comments, each ended by `\n`."""
        text = plain("".join(self.code))
        return text if text.endswith("\n") else text + "\n"

    @cached_property
    def bare(self) -> str:
        """The same without the indent of its first line."""
        indent = indent_of(self.text)
        return "".join(reindent(split_lines(self.text), indent, ""))

    @cached_property
    def lead_text(self) -> str:
        """The lead comments without their indent."""
        return "\n".join(line.strip() for line in self.lead)

    @property
    def lines(self) -> tuple[str, ...]:
        """The unit's lines without the blank ones above."""
        return self.lead + self.code

    @property
    def node(self) -> ast.stmt | None:
        """The statement, where the unit is exactly one."""
        return self.nodes[0] if len(self.nodes) == 1 else None


def is_table(unit: Unit) -> bool:
    """Whether a unit maps a table."""
    return unit.identity.startswith("table:")


@dataclass(frozen=True)
class Suite:
    """The units of a module or of a class body, and the blank lines after the last one.

    `indent` is what each statement's line begins with. Joined, the lines of all units and the tail are the source.
    """

    units: tuple[Unit, ...]
    tail: tuple[str, ...] = ()
    indent: str = ""

    @property
    def text(self) -> str:
        """The source that the suite was read from."""
        return "".join([*source_lines(self.units), *self.tail])


def source_lines(units: Iterable[Unit]) -> list[str]:
    """The lines that the units were read from."""
    return [
        line
        for unit, joint in rejoined(units, _intact)
        for line in (*unit.gap, *unit.lead, *(joint.lines if joint is not None else unit.code))
    ]


def _intact(unit: Unit) -> Joint | None:
    joint = unit.joint
    return joint if joint is not None and unit.code == joint.parts[joint.at] else None


@dataclass(frozen=True)
class ClassParts:
    """A class statement taken apart: decorators and header, and the body.

    `inline` tells that the body stood on the header's own line; here it has lines of its own.
    """

    header: tuple[str, ...]
    body: Suite
    inline: bool = False
