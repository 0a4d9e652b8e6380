"""Units: what the merge decides on."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from ormforge.catalog.keys import Key
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
    statements of a region. `key` is known of generated units, as are the `member_keys` of a class by qualified name.
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
        parts = [line for unit in self.units for line in (*unit.gap, *unit.lead, *unit.code)]
        return "".join([*parts, *self.tail])


@dataclass(frozen=True)
class ClassParts:
    """A class statement taken apart: decorators and header, and the body.

    `inline` tells that the body stands on the header's own line; the suite is then empty.
    """

    header: tuple[str, ...]
    body: Suite
    inline: bool = False
