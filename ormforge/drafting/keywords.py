"""Words of the database's grammar that SQLAlchemy does not quote by itself."""

from __future__ import annotations

_RESERVED = frozenset({"collation", "concurrently", "lateral", "tablesample"})
"""https://www.postgresql.org/docs/current/sql-keywords-appendix.html, less RESERVED_WORDS of SQLAlchemy's dialect."""


def lacks_quotes(name: str, dialect: str) -> bool:
    """Whether the name of a table or column needs quotes that SQLAlchemy would not give it."""
    return dialect == "postgresql" and name in _RESERVED
