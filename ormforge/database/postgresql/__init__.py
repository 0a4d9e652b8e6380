"""The catalog of a PostgreSQL database, read from pg_catalog in bulk."""

from ormforge.database.postgresql.reader import read_postgresql

__all__ = ["read_postgresql"]
