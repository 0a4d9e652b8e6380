"""What the parser of SQLite's stored statements finds, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field

from ormforge.database.sqlite.lexer import Token


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPart:
    """An element of a key: the column's name, and its collation where the key says one."""

    column: str
    collation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyClause:
    """A PRIMARY KEY or UNIQUE clause; `descending`: it stands in a column and says DESC."""

    primary: bool
    parts: tuple[KeyPart, ...]
    name: str | None = None
    on_conflict: str | None = None
    autoincrement: bool = False
    descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKeyClause:
    """A REFERENCES clause; `referred_columns` is empty where the statement names none."""

    columns: tuple[str, ...]
    referred_table: str
    referred_columns: tuple[str, ...]
    name: str | None = None
    on_delete: str | None = None
    on_update: str | None = None
    match: str | None = None
    deferrable: bool = False
    initially_deferred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckClause:
    """A CHECK clause: the text between its brackets."""

    expression: str
    name: str | None = None
    on_conflict: str | None = None


@dataclass(slots=True)
class ColumnClauses:
    """What a column's definition says of the column alone."""

    default: str | None = None
    generated: str | None = None
    collation: str | None = None
    on_conflict_not_null: str | None = None


@dataclass(slots=True)
class TableClauses:
    """What a CREATE TABLE says; columns under their folded names."""

    columns: dict[str, ColumnClauses] = field(default_factory=dict)
    keys: list[KeyClause] = field(default_factory=list)
    foreign_keys: list[ForeignKeyClause] = field(default_factory=list)
    checks: list[CheckClause] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexClauses:
    """What a CREATE INDEX says: its elements in full, and its condition."""

    elements: tuple[tuple[Token, ...], ...]
    texts: tuple[str, ...]
    where: str | None = None
