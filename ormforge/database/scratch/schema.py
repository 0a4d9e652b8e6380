"""A scratch schema in PostgreSQL's own source database, for roles that may not create a database.

All happens in one transaction that is rolled back, so that nothing of it is ever seen: not by others, and not by the
source itself should a statement of the models name one of its objects.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar, cast

from ormforge.catalog.model import Catalog
from ormforge.database.connect import run_connected
from ormforge.database.request import Request
from ormforge.database.scratch.model import Create, Scratch
from ormforge.database.scratch.statements import everything_of, verbatim, wanted_only

if TYPE_CHECKING:
    from sqlalchemy import Connection

T = TypeVar("T")

_PATH = """
select string_agg(quote_ident(name), ', ') from unnest(current_schemas(false)) with ordinality as t (name, number)
"""


@contextmanager
def schema_scratch(request: Request, source: Catalog) -> Iterator[Scratch]:
    """A schema of its own, first in the search path: the models, which do not name theirs, build there."""
    name = f"ormforge_verify_{secrets.token_hex(6)}"
    own = str(source.default_schema)
    yield Scratch(
        where="a scratch schema in the source's own database, rolled back",
        build=partial(_build, request, name, own),
        alike=partial(_without_schema, own),
    )


def _build(request: Request, name: str, own: str, create: Create) -> Catalog:
    from ormforge.database.postgresql import read_postgresql

    def work(connection: Connection) -> Catalog:
        path = connection.execute(verbatim(_PATH)).scalar()
        connection.execute(verbatim(f"create schema {name}"))
        connection.execute(
            verbatim(f"set local search_path to {', '.join(filter(None, (name, path)))}")
        )
        # What the source has is in sight, and must not pass for what is here.
        create(connection, False)
        rebuilt = replace(everything_of(request), schemas=(name,))
        return read_postgresql(connection, rebuilt)

    def in_source(text: str) -> str:
        return own if text == name else text.replace(f"{name}.", "")

    catalog = _renamed(run_connected(request.url, work), in_source)
    return wanted_only(_without_schema(own, catalog), request)


def _without_schema(own: str, catalog: Catalog) -> Catalog:
    """The catalog with no schema before the names of the source's own.

    The server prints `public.citext` where another schema is the connection's own, and `citext` where it is that one.
    """
    spelled = re.escape(own) if re.fullmatch("[a-z_][a-z0-9_$]*", own) else re.escape(_quoted(own))
    prefix = re.compile(rf"(?<![\w$\"'.]){spelled}\.")
    return _renamed(catalog, lambda text: prefix.sub("", text))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _renamed(value: T, change: Callable[[str], str]) -> T:
    """The value with every text in it changed."""
    return cast("T", _changed(value, change))


def _changed(value: object, change: Callable[[str], str]) -> object:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_changed(item, change) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        items = {item.name: getattr(value, item.name) for item in fields(value)}
        return replace(value, **{name: _changed(item, change) for name, item in items.items()})
    return value
