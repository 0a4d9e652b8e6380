"""Two databases of a PostgreSQL server that are emptied rather than made anew for every example."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import sqlalchemy as sa

SCHEMAS = ("public", "s", 'Odd "s" %')

_EXTENSIONS = {
    "public": ("citext", "hstore", "pg_trgm", "btree_gist", "btree_gin", "vector"),
    "ext": ("ltree", "cube", "seg", "isn", "intarray", "lo", "bloom"),
}

_ENVIRONMENT = """
create schema s;
create schema "Odd ""s"" %";
create schema ext;
create collation s.xx from "POSIX";
create collation "my C" from "C";
create function s.f(int) returns int language sql immutable as 'select $1 + 1';
create function s.norm(text) returns text language sql immutable as 'select lower($1)';
create function "Odd ""s"" %"."f :x"(text) returns text language sql immutable as 'select $1'
"""

_EMPTY = """
do $$
declare it record;
begin
  for it in select c.oid, format('%I.%I', nspname, relname) as path,
              case c.relkind when 'v' then 'view' when 'm' then 'materialized view'
              when 'S' then 'sequence' when 'c' then 'type' when 'f' then 'foreign table' else 'table' end as kind
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
              and c.relkind in ('r', 'p', 'v', 'm', 'S', 'c', 'f')
              and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
            order by c.relkind in ('S', 'c') loop
    if exists (select from pg_class where oid = it.oid) then
      execute format('drop %s if exists %s cascade', it.kind, it.path);
    end if;
  end loop;
  for it in select t.oid, format('%I.%I', nspname, typname) as path from pg_type t join pg_namespace n on n.oid = t.typnamespace
            where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and t.typtype in ('e', 'd', 'r')
              and not exists (select from pg_depend d where d.objid = t.oid and d.deptype = 'e') loop
    if exists (select from pg_type where oid = it.oid) then
      execute format('drop type if exists %s cascade', it.path);
    end if;
  end loop;
end $$
"""


class Scratch:
    """A database that can be emptied, and filled with those of many statements that the server takes."""

    def __init__(self, url: sa.URL) -> None:
        self.url = url.render_as_string(hide_password=False)
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._connection: psycopg.Connection[Any] = psycopg.connect(plain)
        self._connection.execute("set client_min_messages = error")
        self._try(_ENVIRONMENT.split(";\n"))
        for schema, names in _EXTENSIONS.items():
            self._try(f'create extension "{name}" schema {schema} cascade' for name in names)
        self._connection.commit()

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()

    def empty(self) -> None:
        """Drop everything but what is there from the start."""
        self._connection.execute(_EMPTY)
        self._connection.commit()

    def fill(self, statements: Iterable[str]) -> list[str]:
        """Run the statements; those that the server took."""
        taken = self._try(statements)
        self._connection.commit()
        return taken

    def _try(self, statements: Iterable[str]) -> list[str]:
        with self._connection.transaction():
            return [sql for sql in statements if self._takes(sql)]

    def _takes(self, sql: str) -> bool:
        try:
            with self._connection.transaction():
                self._connection.execute(sql.encode())
        except psycopg.DatabaseError:
            return False
        return True


@contextmanager
def scratch_pair(server: sa.URL, prefix: str) -> Iterator[tuple[Scratch, Scratch]]:
    """Two databases of the same environment, dropped afterwards."""
    names = [f"{re.sub(r'[^a-z0-9]', '_', prefix)}_{number}" for number in (1, 2)]
    engine = sa.create_engine(server, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        for name in names:
            connection.exec_driver_sql(f"create database {name} template template0 encoding 'UTF8'")
        try:
            one, other = (Scratch(server.set(database=name)) for name in names)
            yield one, other
            one.close()
            other.close()
        finally:
            for name in names:
                connection.exec_driver_sql(f"drop database {name} with (force)")
