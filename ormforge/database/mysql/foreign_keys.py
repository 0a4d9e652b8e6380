"""The foreign keys of a MariaDB or MySQL table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ormforge.catalog.model import ForeignKey
from ormforge.database.mysql.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The real names of what foreign keys can point to.

    `schemas` maps a database to the schema under which the catalog knows it; `tables` holds the columns of every
    table of those databases, `present` those that the catalog keeps.
    """

    schemas: Mapping[str, str | None]
    tables: Mapping[tuple[str, str], Sequence[str]]
    present: frozenset[tuple[str, str]]
    folds_names: bool = False

    def table(self, database: str, table: str) -> tuple[str, str]:
        """The database and table as they are really called."""
        if (database, table) in self.tables or not self.folds_names:
            return database, table
        wanted = (database.lower(), table.lower())
        return next(
            (key for key in self.tables if (key[0].lower(), key[1].lower()) == wanted),
            (database, table),
        )

    def column(self, table: tuple[str, str], column: str) -> str:
        """The column as it is really called: their names are compared without regard to case."""
        return next(
            (name for name in self.tables.get(table, ()) if name.lower() == column.lower()), column
        )


def build_foreign_keys(
    rows: Iterable[Row], table: str, columns: Sequence[str], names: Names
) -> tuple[ForeignKey, ...]:
    """The foreign keys, by name; the rows are ordered by name and position."""
    keys = tuple(
        _foreign_key(name, list(group), names)
        for name, group in groupby(rows, key=lambda row: str(row["constraint_name"]))
    )
    if not _numbered_in_order(keys, table, columns):
        return keys
    return tuple(replace(key, name_is_default=True) for key in keys)


def _foreign_key(name: str, rows: list[Row], names: Names) -> ForeignKey:
    first = rows[0]
    database = str(first["referenced_table_schema"])
    target = names.table(database, str(first["referenced_table_name"]))
    own = (str(first["table_schema"]), str(first["table_name"]))
    return ForeignKey(
        columns=tuple(names.column(own, str(row["column_name"])) for row in rows),
        referred_schema=names.schemas.get(target[0], target[0]),
        referred_table=target[1],
        referred_columns=tuple(
            names.column(target, str(row["referenced_column_name"])) for row in rows
        ),
        name=name,
        name_is_default=False,
        on_delete=_rule(first.get("delete_rule")),
        on_update=_rule(first.get("update_rule")),
        resolved=target in names.present,
    )


def _rule(rule: object) -> str | None:
    """RESTRICT and NO ACTION are one thing in InnoDB, and what it does unasked."""
    return None if rule in (None, "RESTRICT", "NO ACTION") else str(rule)


def _numbered_in_order(keys: Sequence[ForeignKey], table: str, columns: Sequence[str]) -> bool:
    """Whether unnamed foreign keys would get these very names: `t_ibfk_1`, `t_ibfk_2`, ... in the order of columns."""
    numbered = {f"{table}_ibfk_{number}": number for number in range(1, len(keys) + 1)}
    if {key.name for key in keys} != set(numbered):
        return False
    if len(keys) == 1:
        return True
    ordered = sorted(keys, key=lambda key: numbered[key.name or ""])
    places = [columns.index(key.columns[0]) for key in ordered]
    return all(len(key.columns) == 1 for key in keys) and places == sorted(set(places))
