"""A hash of all that PostgreSQL's catalogs tell a reader."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa

from ormforge.database.postgresql.columns import COLUMNS
from ormforge.database.postgresql.constraints import CONSTRAINTS
from ormforge.database.postgresql.indexes import INDEXES
from ormforge.database.postgresql.omissions import ATTACHED, BROUGHT, NEEDED
from ormforge.database.postgresql.relations import RELATIONS
from ormforge.database.postgresql.sequences import DRAWS, SEQUENCES
from ormforge.database.postgresql.session import reading_session
from ormforge.database.postgresql.statistics import STATISTICS
from ormforge.database.postgresql.types import ATTRIBUTES, DOMAIN_CHECKS, MULTIRANGES, RANGES, TYPES
from ormforge.database.request import Request

QUERIES = (
    COLUMNS, CONSTRAINTS, INDEXES, ATTACHED, NEEDED, BROUGHT, RELATIONS, SEQUENCES, DRAWS, STATISTICS, TYPES, DOMAIN_CHECKS,
    ATTRIBUTES, RANGES, MULTIRANGES,
)  # fmt: skip
"""Every query of the reader; a test holds the two together."""

_HASHED = (
    "select md5(coalesce(string_agg(md5(q::text), '' order by q::text), '')) as hash from ({}) q"
)


def hash_catalogs(connection: sa.Connection, request: Request) -> str:
    """The hash of what the reader's queries return, made by the server, and of what is asked of it.

    Raises DatabaseError for a schema that is not there.
    """
    with reading_session(connection, request.schemas) as session:
        asked = (request.include, request.exclude, request.views, session.schemas)
        server = (session.version, session.default_schema, session.utf8)
        found = hashlib.sha256(repr((asked, server)).encode("utf-8", "surrogateescape"))
        for query in QUERIES:
            (row,) = session.rows(_HASHED.format(query))
            found.update(row.hash.encode())
    return found.hexdigest()
