"""What PostgreSQL's tables may need and models cannot carry: schemas, extensions, collations and functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ormforge.database.failures import driver_words
from ormforge.database.scratch.statements import verbatim

if TYPE_CHECKING:
    from sqlalchemy import Connection

_SCHEMAS = """
select format('create schema if not exists %I', nspname) from pg_namespace
where nspname !~ '^pg_' and nspname <> 'information_schema' order by 1
"""
_EXTENSIONS = """
select format('create extension if not exists %I schema %I cascade', extname, nspname)
from pg_extension join pg_namespace n on n.oid = extnamespace where nspname <> 'pg_catalog' order by 1
"""
_COLLATIONS = """
select format('create collation %I.%I (provider = %s, locale = %L, deterministic = %s)', nspname, collname,
  case collprovider when 'i' then 'icu' else 'libc' end,
  coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale', to_jsonb(c) ->> 'collcollate'),
  collisdeterministic::text)
from pg_collation c join pg_namespace n on n.oid = collnamespace
where nspname !~ '^pg_' and nspname <> 'information_schema'
  and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e') order by 1
"""
_FUNCTIONS = """
select pg_get_functiondef(p.oid) from pg_proc p join pg_namespace n on n.oid = pronamespace
where nspname !~ '^pg_' and nspname <> 'information_schema' and prokind in ('f', 'p')
  and not exists (select from pg_depend d where d.objid = p.oid and d.deptype in ('e', 'i')) order by p.oid
"""


def read(connection: Connection) -> list[str]:
    """The statements that make the surroundings anew, as the source has them."""
    queries = (_SCHEMAS, _EXTENSIONS, _COLLATIONS, _FUNCTIONS)
    return [str(text) for query in queries for (text,) in connection.execute(verbatim(query))]


def search_path(connection: Connection) -> str:
    """The statement that gives a transaction the source's search path, which may come from its database or role."""
    query = "select format('set local search_path to %s', current_setting('search_path'))"
    path = str(connection.execute(verbatim(query)).scalar())
    return path if not path.endswith("to ") else f"{path}''"


def prepare(statements: Iterable[str], connection: Connection) -> Iterator[str]:
    """Run what can be run, and tell what cannot: functions over tables, for one, which only the models create."""
    from sqlalchemy.exc import DBAPIError

    connection.exec_driver_sql("set local check_function_bodies = off")
    for statement in statements:
        try:
            with connection.begin_nested():
                connection.execute(verbatim(statement))
        except DBAPIError as error:
            reason = driver_words(error).partition("\n")[0]
            yield f"{' '.join(statement.split())[:100]}: {reason}"
