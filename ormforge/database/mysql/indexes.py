"""The keys and indexes of a MariaDB or MySQL table, from the rows of information_schema.statistics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from ormforge.catalog.model import (
    ForeignKey,
    Index,
    IndexElement,
    PrimaryKey,
    RawConstraint,
    Statement,
    Unique,
)
from ormforge.database.mysql.rows import Row
from ormforge.database.mysql.sql_text import literal, quoted, unescaped

_KINDS = frozenset({"FULLTEXT", "SPATIAL"})


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPart:
    """One element: a column or an expression, with its prefix and direction."""

    column: str | None
    expression: str | None = None
    length: int | None = None
    descending: bool = False

    @property
    def plain(self) -> bool:
        """Whether it is a column and nothing else."""
        return self.column is not None and self.length is None and not self.descending

    @property
    def sql(self) -> str:
        """The element in full."""
        if self.column is None:
            return f"({self.expression}){' DESC' if self.descending else ''}"
        length = "" if self.length is None else f"({self.length})"
        return f"{quoted(self.column)}{length}{' DESC' if self.descending else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key of a table, whatever its kind."""

    name: str
    unique: bool
    kind: str | None
    method: str | None
    comment: str | None
    hidden: str | None
    parts: tuple[KeyPart, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns; an expression has none."""
        return tuple(part.column for part in self.parts if part.column is not None)

    @property
    def plain(self) -> bool:
        """Whether its columns say all of it."""
        return all(part.plain for part in self.parts) and self.method is None

    @property
    def elements(self) -> str:
        """The elements, as they stand between the brackets of a statement."""
        return ", ".join(part.sql for part in self.parts)

    @property
    def definition(self) -> str:
        """The definition within CREATE TABLE or after ADD."""
        if self.name == "PRIMARY":
            return f"PRIMARY KEY ({self.elements})"
        kind = self.kind or ("UNIQUE" if self.unique else None)
        head = f"{kind} KEY" if kind else "KEY"
        using = f" USING {self.method}" if self.method else ""
        comment = f" COMMENT {literal(self.comment)}" if self.comment else ""
        return f"{head} {quoted(self.name)} ({self.elements}){using}{comment}"


def read_keys(rows: Iterable[Row], engine: str) -> tuple[Key, ...]:
    """The keys of a table, by name; the rows are ordered by name and position."""
    return tuple(
        _key(name, list(group), engine)
        for name, group in groupby(rows, key=lambda row: str(row["index_name"]))
    )


def primary_key(keys: Iterable[Key], without: frozenset[str] = frozenset()) -> PrimaryKey | None:
    """The primary key; `without` are columns that the server itself adds to it."""
    key = next((key for key in keys if key.name == "PRIMARY"), None)
    if key is None:
        return None
    parts = tuple(part for part in key.parts if part.column not in without)
    plain = all(part.plain for part in parts)
    return PrimaryKey(
        columns=tuple(part.column for part in parts if part.column is not None),
        options=(("mysql_using", key.method),) if key.method and plain else (),
        sql=None if plain else f"PRIMARY KEY ({', '.join(part.sql for part in parts)})",
    )


def is_constraint(key: Key) -> bool:
    """Whether a UniqueConstraint says all of the key."""
    return key.unique and key.name != "PRIMARY" and key.plain


def unique(key: Key) -> Unique:
    """The key as a constraint. The server names an unnamed one after its first column."""
    return Unique(columns=key.columns, name=key.name, name_is_default=key.name == key.columns[0])


def index(key: Key) -> Index:
    """The key as an index."""
    prefixes = all(part.column is not None and not part.descending for part in key.parts)
    lengths = tuple((p.column, p.length) for p in key.parts if p.column and p.length is not None)
    elements = tuple(
        IndexElement(
            sql=quoted(part.column) if prefixes and part.column else part.sql,
            column=part.column,
            plain=part.plain or prefixes,
        )
        for part in key.parts
    )
    return Index(
        name=key.name,
        elements=elements,
        unique=key.unique,
        method=key.method,
        kind=key.kind,
        lengths=lengths if prefixes else (),
    )


def inside_create_table(key: Key) -> RawConstraint:
    """The key as a clause of CREATE TABLE, which AUTO_INCREMENT needs from the start."""
    return RawConstraint(sql=key.definition, columns=key.columns)


def afterwards(table: str, path: str, keys: Iterable[Key]) -> tuple[Statement, ...]:
    """The statements for what CREATE INDEX cannot say: comments, and hidden indexes."""
    found = []
    for key in keys:
        name = quoted(key.name)
        if key.comment:
            drop = "DROP PRIMARY KEY" if key.name == "PRIMARY" else f"DROP KEY {name}"
            sql = f"ALTER TABLE {table} {drop}, ADD {key.definition}"
            found.append(Statement(sql=sql, about=f"comment of index {path}.{key.name}"))
        if key.hidden:
            verb = "ALTER KEY" if key.hidden in ("IGNORED", "NOT IGNORED") else "ALTER INDEX"
            sql = f"ALTER TABLE {table} {verb} {name} {key.hidden}"
            found.append(Statement(sql=sql, about=f"{key.hidden.lower()} index {path}.{key.name}"))
    return tuple(found)


def made_by_foreign_keys(keys: Sequence[Key], foreign_keys: Sequence[ForeignKey]) -> frozenset[str]:
    """The indexes that the server makes again by itself, because a foreign key of that name needs them.

    A second index or key over the same leading columns would keep it from being made, and so would a second foreign
    key; a foreign key without a name of its own leaves the name to the server. InnoDB's rule:
    https://mariadb.com/kb/en/foreign-keys/
    """
    found = set()
    for key in keys:
        same = [f for f in foreign_keys if f.columns == key.columns[: len(f.columns)]]
        others = [k for k in keys if k.columns[: len(key.columns)] == key.columns]
        if (
            len(same) == 1
            and len(others) == 1
            and same[0].name == key.name
            and same[0].columns == key.columns
            and not same[0].name_is_default
            and _is_ordinary(key)
        ):
            found.add(key.name)
    return frozenset(found)


def _is_ordinary(key: Key) -> bool:
    return key.plain and not (key.unique or key.kind or key.comment or key.hidden)


def _key(name: str, rows: list[Row], engine: str) -> Key:
    first = rows[0]
    index_type = str(first["index_type"] or "").upper()
    kind = index_type if index_type in _KINDS else None
    return Key(
        name=name,
        unique=not int(first["non_unique"]),
        kind=kind,
        method=_method(index_type, engine),
        comment=str(first["index_comment"]) if first["index_comment"] else None,
        hidden=_hidden(first),
        parts=tuple(_part(row, kind) for row in rows),
    )


def _method(index_type: str, engine: str) -> str | None:
    """The method where it was chosen: only MEMORY lets one choose, and hashes by default.

    Elsewhere HASH is how MariaDB keeps a unique key over a long column, which is nothing to ask for.
    """
    return "BTREE" if engine.upper() == "MEMORY" and index_type == "BTREE" else None


def _hidden(row: Row) -> str | None:
    if row.get("ignored") == "YES":
        return "IGNORED"
    return "INVISIBLE" if row.get("is_visible") == "NO" else None


def _part(row: Row, kind: str | None) -> KeyPart:
    expression = row.get("expression")
    return KeyPart(
        column=row["column_name"],
        expression=None if expression is None else unescaped(str(expression)),
        length=None if row["sub_part"] is None or kind is not None else int(row["sub_part"]),
        descending=row["collation"] == "D",
    )
