"""Statements that mend a schema, in the words of its dialect; every name in them is quoted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from ormforge.catalog.model import Catalog, Column, ForeignKey, Index, Table

_QUOTES = {"mysql": ("`", "`"), "mariadb": ("`", "`"), "mssql": ("[", "]")}
_LONGEST_NAME = 63
"""Bytes: what PostgreSQL keeps of a name; the other dialects keep as much or more."""


class _Named(Protocol):
    @property
    def name(self) -> str | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sql:
    """Writes statements for one catalog. `taken` are the names that no new object may have; it grows with each."""

    dialect: str
    taken: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, catalog: Catalog) -> Sql:
        """The writer for a catalog, which knows every name in use."""
        return cls(dialect=catalog.dialect, taken=set(_names(catalog)))

    @property
    def alters(self) -> bool:
        """Whether columns and constraints of an existing table can be changed in place, in words known here."""
        return self.is_postgresql or self.is_mysql

    @property
    def is_postgresql(self) -> bool:
        """Whether PostgreSQL reads the statements."""
        return self.dialect == "postgresql"

    @property
    def is_mysql(self) -> bool:
        """Whether MariaDB or MySQL reads the statements."""
        return self.dialect in ("mysql", "mariadb")

    def quote(self, name: str) -> str:
        """The name as a quoted identifier."""
        opening, closing = _QUOTES.get(self.dialect, ('"', '"'))
        return f"{opening}{name.replace(closing, closing * 2)}{closing}"

    def columns(self, names: Iterable[str]) -> str:
        """The columns in brackets."""
        return f"({', '.join(map(self.quote, names))})"

    def table(self, schema: str | None, name: str) -> str:
        """The table's name, with its schema where it has one."""
        return self.quote(name) if schema is None else f"{self.quote(schema)}.{self.quote(name)}"

    def alter(self, table: Table, what: str) -> str:
        """`ALTER TABLE` with what it does."""
        return f"ALTER TABLE {self.table(table.schema, table.name)} {what};"

    def create_index(self, table: Table, columns: tuple[str, ...]) -> str:
        """An index over the columns, under a name that is free."""
        name, target = self.fresh_name("ix", table, columns), self.table(table.schema, table.name)
        index = self.quote(name)
        if self.dialect == "sqlite" and table.schema is not None:
            index, target = self.table(table.schema, name), self.quote(table.name)
        return f"CREATE INDEX {index} ON {target} {self.columns(columns)};"

    def drop_index(self, table: Table, index: Index) -> str:
        """The statement that drops an index."""
        if self.is_mysql or self.dialect == "mssql":
            target = self.table(table.schema, table.name)
            return f"DROP INDEX {self.quote(index.name)} ON {target};"
        return f"DROP INDEX {self.table(table.schema, index.name)};"

    def drop_unique(self, table: Table, name: str) -> str:
        """The statement that drops a unique constraint."""
        what = "INDEX" if self.is_mysql else "CONSTRAINT"
        return self.alter(table, f"DROP {what} {self.quote(name)}")

    def add_check(self, table: Table, columns: tuple[str, ...], condition: str) -> str:
        """A CHECK constraint, under a name that is free."""
        name = self.fresh_name("ck", table, columns)
        return self.alter(table, f"ADD CONSTRAINT {self.quote(name)} CHECK ({condition})")

    def replace_foreign_key(self, table: Table, key: ForeignKey, action: str) -> tuple[str, ...]:
        """The same foreign key with another ON DELETE; it must have a name."""
        assert key.name is not None
        name = self.quote(key.name)
        clauses = [
            f"FOREIGN KEY {self.columns(key.columns)}",
            f"REFERENCES {self.table(key.referred_schema, key.referred_table)}",
            self.columns(key.referred_columns),
            f"MATCH {key.match}" if key.match else "",
            f"ON DELETE {action}",
            f"ON UPDATE {key.on_update}" if key.on_update else "",
            "DEFERRABLE" if key.deferrable else "",
            "INITIALLY DEFERRED" if key.initially_deferred else "",
            "NOT VALID" if key.not_valid else "",
        ]
        added = f"ADD CONSTRAINT {name} {' '.join(filter(None, clauses))}"
        if self.is_mysql:  # which takes the name for taken within one statement
            return self.alter(table, f"DROP FOREIGN KEY {name}"), self.alter(table, added)
        return (self.alter(table, f"DROP CONSTRAINT {name}, {added}"),)

    def set_not_null(self, table: Table, column: Column) -> str | None:
        """The statement that forbids NULL; None where it cannot be said without losing what the column has."""
        if self.is_postgresql:
            return self.alter(table, f"ALTER COLUMN {self.quote(column.name)} SET NOT NULL")
        if column.generated or any(check.column == column.name for check in table.checks):
            return None
        if "INVISIBLE" in column.type.sql.split() and not column.has_default:
            return None  # an insert that does not name it would have no value for it
        words = [
            self.quote(column.name),
            column.type.sql,
            f"CHARACTER SET {column.charset}" if column.charset else "",
            f"COLLATE {column.collation}" if column.collation else "",
            "NOT NULL",
            f"DEFAULT {column.default}" if column.has_default else "",
            f"COMMENT {_mysql_string(column.comment)}" if column.comment else "",
        ]
        return self.alter(table, f"MODIFY COLUMN {' '.join(filter(None, words))}")

    def fresh_name(self, kind: str, table: Table, columns: Iterable[str]) -> str:
        """A name for a new object of the table that nothing has yet: `ix_orders_customer_id`."""
        wanted = "_".join((kind, table.name, *columns))
        number, name = 1, _shortened(wanted, "")
        while name.casefold() in self.taken:
            number += 1
            name = _shortened(wanted, f"_{number}")
        self.taken.add(name.casefold())
        return name


def _shortened(name: str, end: str) -> str:
    room = _LONGEST_NAME - len(end)
    return name.encode("utf-8", "replace")[:room].decode("utf-8", "ignore") + end


def _mysql_string(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def _names(catalog: Catalog) -> Iterator[str]:
    for table in catalog.tables:
        named: tuple[_Named | None, ...] = (
            table,
            table.primary_key,
            *table.uniques,
            *table.foreign_keys,
            *table.checks,
            *table.excludes,
            *table.indexes,
        )
        yield from (item.name.casefold() for item in named if item is not None and item.name)
    yield from (sequence.name.casefold() for sequence in catalog.sequences)
