"""Statements that are run as they are, and catalogs read where names differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from ormforge.catalog.model import Catalog
from ormforge.database import reflect
from ormforge.database.request import Request

if TYPE_CHECKING:
    from sqlalchemy import DDL, Connection


def verbatim(sql: str) -> DDL:
    """The statement as it is: no character of it is a parameter."""
    from sqlalchemy import DDL

    return DDL(sql.replace("%", "%%"))  # type: ignore[no-untyped-call]


def administer(statements: Iterable[str], connection: Connection) -> None:
    """Run statements that no transaction may hold."""
    outside = connection.execution_options(isolation_level="AUTOCOMMIT")
    for statement in statements:
        outside.execute(verbatim(statement))


def read_anew(request: Request, url: str) -> Catalog:
    """The catalog of the scratch database at the URL, of the tables that the request would let in at the source."""
    return wanted_only(reflect(everything_of(replace(request, url=url))), request)


def everything_of(request: Request) -> Request:
    """The request without its globs: they may name the source's database, which the scratch one is not."""
    return replace(request, include=("*",), exclude=())


def wanted_only(catalog: Catalog, request: Request) -> Catalog:
    """The catalog without tables that the request does not let in, in the source's own names."""
    own = catalog.default_schema or _database(request.url)
    tables = tuple(
        table for table in catalog.tables if request.wants(table.schema or own, table.name)
    )
    return replace(catalog, tables=tables)


def _database(url: str) -> str | None:
    from sqlalchemy import make_url

    target = make_url(url)
    return None if target.get_backend_name() == "sqlite" else target.database
