"""What stands on the page. Texts are the database's own, not escaped; an `id` holds letters, digits, `_` and `-` alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ormforge.export.diagram import Placed
from ormforge.report import CustomCode

State = Literal["", "added", "changed", "removed"]
"""What happened to something since an earlier snapshot; empty for nothing, and where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Another table by its name; `id` is its place on the page, None where it has none."""

    label: str
    id: str | None = None
    columns: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One change, and what it breaks in code that uses the models, None where it breaks nothing."""

    text: str
    breaking: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnEntry:
    """A column: `facts` are its default and the like, `attribute` and `annotation` its side in Python."""

    name: str
    type: str
    nullable: bool
    primary: bool
    unique: bool
    facts: tuple[tuple[str, str], ...]
    references: tuple[Reference, ...]
    comment: str | None
    attribute: str | None
    annotation: str | None
    state: State = ""
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """A key, an index or the like: its name, and what it says; `rest` stands behind the table it refers to."""

    name: str | None
    text: str
    reference: Reference | None = None
    rest: str = ""
    comment: str | None = None
    state: State = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRow:
    """A column in the diagram: `marks` are PK, FK, UK; `target` is what its foreign key points to."""

    name: str
    type: str
    marks: tuple[str, ...] = ()
    nullable: bool = False
    target: Reference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A table in the diagram; `more` columns are not shown. `entry` is None for a table that is not part of the export."""

    id: str
    label: str
    rows: tuple[CardRow, ...]
    more: int
    box: Placed
    tone: int
    entry: TableEntry | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A foreign key in the diagram: SVG paths of the line and of its ends, and the cards it joins."""

    source: str
    target: str
    title: str
    path: str
    ends: str
    optional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """The diagram, in CSS pixels."""

    width: int
    height: int
    cards: tuple[Card, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableEntry:
    """A table in the dictionary. `label` leaves the default schema out; `tone` is the number of its schema's colour."""

    id: str
    label: str
    schema: str
    tone: int
    kind: str
    comment: str | None
    python: str | None
    is_class: bool
    columns: tuple[ColumnEntry, ...]
    details: tuple[tuple[str, tuple[Detail, ...]], ...]
    relationships: tuple[tuple[str, str, Reference], ...]
    referenced_by: tuple[Reference, ...]
    code: tuple[CustomCode, ...]
    definition: str | None
    state: State
    changes: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeEntry:
    """An enum, a domain, a composite or range type, or a sequence."""

    id: str
    label: str
    kind: str
    labels: tuple[str, ...]
    text: str
    comment: str | None
    python: str | None
    used_by: tuple[Reference, ...]
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """A schema: its name, the number of its tables, and the number of its colour."""

    name: str
    count: int
    tone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeGroup:
    """What changed about one table, or about the rest of the database."""

    label: str
    id: str | None
    state: State
    lines: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The whole page. `since` names the snapshot that `changes` are counted from, None without one."""

    dialect: str
    counts: tuple[tuple[int, str], ...]
    schemas: tuple[Schema, ...]
    diagram: Diagram
    tables: tuple[TableEntry, ...]
    types: tuple[TypeEntry, ...]
    code: tuple[tuple[CustomCode, str | None], ...]
    since: str | None
    changes: tuple[ChangeGroup, ...]
