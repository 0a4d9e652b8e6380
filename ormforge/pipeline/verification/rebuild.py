"""The models rebuilt in an empty database, and what is different there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from ormforge.catalog.compare import Difference, compare_catalogs
from ormforge.catalog.model import Catalog, Omission, Table
from ormforge.database import Request, reflect
from ormforge.database.scratch import scratch_database
from ormforge.drafting.nameless import without_nameless
from ormforge.pipeline.verification.alembic import alembic_findings
from ormforge.report import Finding

if TYPE_CHECKING:
    from sqlalchemy import MetaData

_VIEWS = ("view", "materialized view", "foreign table")


def compare_rebuilt(metadata: MetaData, request: Request, scratch: str | None) -> Iterator[Finding]:
    """Findings on the database that the models make, compared with the one they were made from.

    Views and foreign tables are not rebuilt: `create_all` cannot. Raises an OrmforgeError where a database does not
    """
    source, nameless = without_nameless(reflect(request))
    with scratch_database(request, source, scratch) as target:
        error = _create_all(metadata, target, source)
        if error is not None:
            yield Finding(subject="create_all", severity="error", message=error)
            return
        yield Finding(
            subject="create_all", severity="ok", message="An empty database takes the models."
        )
        rebuilt = reflect(replace(request, url=target))
    differences = compare_catalogs(_comparable(source), _comparable(rebuilt))
    yield from map(_finding, differences)
    if not differences:
        said = f"All {len(_comparable(source).tables)} tables come back as they are."
        yield Finding(subject="catalog", severity="ok", message=said)
    yield from _omitted((*source.omissions, *nameless))
    different = frozenset(_table_name(difference, source) for difference in differences)
    yield from alembic_findings(metadata, request, source, different)


def _create_all(metadata: MetaData, url: str, source: Catalog) -> str | None:
    """Why the tables cannot be created; None if they were."""
    from sqlalchemy import NullPool, create_engine
    from sqlalchemy.exc import SQLAlchemyError

    views = {(t.schema, t.name) for t in source.tables if t.kind in _VIEWS}
    schema = source.default_schema
    tables = [t for t in metadata.tables.values() if (t.schema or schema, t.name) not in views]
    engine = create_engine(url, poolclass=NullPool)
    try:
        metadata.create_all(engine, tables=tables)
    except SQLAlchemyError as error:
        return str(error).partition("\n[SQL")[0].replace("\n", " ")
    finally:
        engine.dispose()
    return None


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
        message = f"{omission.kind} {omission.path}: {omission.reason}"
        yield Finding(subject="inexpressible", severity="info", message=message)
