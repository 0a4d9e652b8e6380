"""The models rebuilt in an empty database, and what is different there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ormforge.catalog.compare import Difference, compare_catalogs
from ormforge.catalog.keys import Key
from ormforge.catalog.model import Catalog, Omission, Table
from ormforge.database import Request, reflect
from ormforge.database.scratch import Scratch, open_scratch
from ormforge.drafting.foreign_keys import points_outside
from ormforge.drafting.nameless import without_nameless
from ormforge.drafting.statements import unresolved_foreign_keys
from ormforge.pipeline.verification.alembic import alembic_findings
from ormforge.pipeline.verification.column_order import as_placed
from ormforge.report import Finding

if TYPE_CHECKING:
    from sqlalchemy import Connection, MetaData

_VIEWS = ("view", "materialized view", "foreign table")


def compare_rebuilt(
    metadata: MetaData,
    request: Request,
    scratch: str | None,
    placed: tuple[str, ...] = (),
    own_order: Set[Key] = frozenset(),
) -> Iterator[Finding]:
    """Findings on the database that the models make, compared with the one they were made from.

    `placed` are globs of columns whose place in a table is the configuration's choice: a mixin's columns cannot stand in
    the middle of every table. In the tables of `own_order` a person has chosen. That columns stand elsewhere is told, and
    is no difference.
    Views and foreign tables are not rebuilt: `create_all` cannot. Raises an OrmforgeError where a database cannot be
    reached, or no scratch place be had.
    """
    source, nameless = without_nameless(reflect(request))
    with open_scratch(request, source, scratch) as place:
        try:
            rebuilt = place.build(partial(_create_all, metadata, source))
        except CreateAllFailure as failure:
            yield Finding(subject="create_all", severity="error", message=str(failure))
            yield from _lacking(place)
            return
        said = f"An empty database takes the models: {place.where}."
        yield Finding(subject="create_all", severity="ok", message=said)
        before = place.alike(_without_left_out(source))
    before, rebuilt = _comparable(before), _comparable(rebuilt)
    rebuilt, moved = as_placed(before, rebuilt, placed, own_order)
    yield from (_moved(table, table.key in own_order) for table in moved)
    differences = compare_catalogs(before, rebuilt)
    if differences:
        yield from _lacking(place)
    yield from map(_finding, differences)
    if not differences:
        said = f"All {len(_comparable(source).tables)} tables come back as they are."
        yield Finding(subject="catalog", severity="ok", message=said)
    yield from _omitted((*source.omissions, *nameless, *unresolved_foreign_keys(source)))
    different = frozenset(_table_name(difference, source) for difference in differences)
    yield from alembic_findings(metadata, request, source, different)


class CreateAllFailure(Exception):
    """The tables cannot be created; the message is the database's own."""


def _create_all(
    metadata: MetaData, source: Catalog, connection: Connection, checkfirst: bool
) -> None:
    """Create the tables, but no views: the models have these as tables. Raises CreateAllFailure."""
    from sqlalchemy.exc import SQLAlchemyError

    views = {(t.schema, t.name) for t in source.tables if t.kind in _VIEWS}
    schema = source.default_schema
    tables = [t for t in metadata.tables.values() if (t.schema or schema, t.name) not in views]
    try:
        metadata.create_all(connection, tables=tables, checkfirst=checkfirst)
    except SQLAlchemyError as error:
        message = str(error).partition("\n[SQL")[0].replace("\n", " ")
        raise CreateAllFailure(message) from None


def _lacking(place: Scratch) -> Iterator[Finding]:
    """What the scratch database could not be given: where something is wrong, that may be why."""
    for remark in place.remarks():
        yield Finding(subject="scratch", severity="warning", message=f"left out: {remark}")


def _without_left_out(source: Catalog) -> Catalog:
    """The source without foreign keys to tables that are not among the models: no model can have them."""

    def kept(table: Table) -> Table:
        keys = (k for k in table.foreign_keys if k.resolved or points_outside(k, source.dialect))
        return replace(table, foreign_keys=tuple(keys))

    return replace(source, tables=tuple(map(kept, source.tables)))


def _comparable(catalog: Catalog) -> Catalog:
    """The catalog without what is not rebuilt, and without what says nothing: SQLite reads the names of types in any
    case (https://www.sqlite.org/datatype3.html#determination_of_column_affinity)."""
    tables = tuple(table for table in catalog.tables if table.kind not in _VIEWS)
    if catalog.dialect == "sqlite":
        tables = tuple(map(_upper_case_types, tables))
    return replace(catalog, tables=tables)


def _upper_case_types(table: Table) -> Table:
    columns = tuple(
        replace(column, type=replace(column.type, sql=column.type.sql.upper()))
        for column in table.columns
    )
    return replace(table, columns=columns)


def _moved(table: Table, by_hand: bool) -> Finding:
    order = "order of your file" if by_hand else "order that the configuration gives them"
    said = f"table {table.path}: its columns stand in the {order}."
    return Finding(subject="catalog", severity="info", message=said)


def _finding(difference: Difference) -> Finding:
    return Finding(subject="catalog", severity="error", message=str(difference))


def _table_name(difference: Difference, source: Catalog) -> str:
    """The name of the table that a difference is in; its path begins with the table's."""
    owners = [table for table in source.tables if _is_below(difference.path, table.path)]
    return max(owners, key=lambda table: len(table.path)).name if owners else difference.path


def _is_below(path: str, table: str) -> bool:
    return path == table or path.startswith((f"{table}.", f"{table} "))


def _omitted(omissions: Iterable[Omission]) -> Iterator[Finding]:
    for omission in omissions:
        yield Finding(
            subject="inexpressible",
            severity="info" if omission.hint is None else "warning",
            message=f"{omission.kind} {omission.path}: {omission.reason}",
            hint=omission.hint,
        )
