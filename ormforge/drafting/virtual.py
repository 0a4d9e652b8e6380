"""Foreign keys that the database does not declare, which the project knows of: relationships follow them, and no
constraint is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ormforge.catalog.keys import Key
from ormforge.catalog.model import Catalog, ForeignKey, Table
from ormforge.drafting.choices import VirtualForeignKey
from ormforge.drafting.options import DraftOptions
from ormforge.drafting.paths import columns_called
from ormforge.drafting.sides import Asked
from ormforge.errors import RuleError

Virtual = tuple[ForeignKey, Asked]


def virtual_foreign_keys(
    catalog: Catalog, options: DraftOptions
) -> Mapping[Key, tuple[Virtual, ...]]:
    """The foreign keys that the options add, by the key of the table that holds them, each once.

    Raises RuleError where a rule joins columns that cannot be joined.
    """
    found: dict[Key, dict[tuple[object, ...], Virtual]] = {}
    for rule in options.virtual:
        for table, virtual in virtual_of_rule(rule, catalog):
            foreign_key = virtual[0]
            same = (
                foreign_key.columns,
                foreign_key.referred_schema,
                foreign_key.referred_table,
            )
            found.setdefault(table.key, {}).setdefault(same, virtual)
    return {key: tuple(virtual.values()) for key, virtual in found.items()}


def virtual_of_rule(rule: VirtualForeignKey, catalog: Catalog) -> Iterator[tuple[Table, Virtual]]:
    """Each foreign key that one rule adds, with its table; none that the database declares itself."""
    target = next(columns_called(rule.target, catalog), None)
    if target is None:
        return
    referred, referred_columns = target
    names = {"forward": rule.names.forward, "reverse": rule.names.reverse}
    asked = Asked(
        rule=rule.rule,
        names={part: name for part, name in names.items() if name is not None},
        viewonly=rule.viewonly,
    )
    for table, columns in columns_called(rule.source, catalog):
        if (table.key, columns) == (referred.key, referred_columns):
            continue  # a glob matches the column pointed to as well
        _check(rule, table, columns, referred_columns)
        foreign_key = ForeignKey(
            columns=columns,
            referred_schema=referred.schema,
            referred_table=referred.name,
            referred_columns=referred_columns,
        )
        if not is_declared(foreign_key, table):
            yield table, (foreign_key, asked)


def is_declared(virtual: ForeignKey, table: Table) -> bool:
    """Whether the database itself has a foreign key from these columns to that table."""
    wanted = (virtual.columns, virtual.referred_schema, virtual.referred_table)
    return any(
        (known.columns, known.referred_schema, known.referred_table) == wanted
        for known in table.foreign_keys
    )


def _check(
    rule: VirtualForeignKey, table: Table, columns: tuple[str, ...], referred: tuple[str, ...]
) -> None:
    if len(columns) != len(referred):
        raise RuleError(
            rule.rule,
            f"{table.path} points with {len(columns)} columns to {len(referred)}",
            hint="Give `from` and `to` the same number of columns, joined by commas.",
        )
