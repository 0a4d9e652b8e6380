"""Statements that several kinds of objects share."""

from __future__ import annotations

from ormforge.catalog.model import Statement
from ormforge.database.postgresql.sql_text import quote_literal


def statement(sql: str, about: str) -> Statement:
    """The statement, and what it is about."""
    return Statement(sql=sql, about=about)


def comment_on(kind: str, ref: str, text: str) -> Statement:
    """COMMENT ON for an object that SQLAlchemy does not comment."""
    return statement(f"COMMENT ON {kind} {ref} IS {quote_literal(text)}", f"comment on {ref}")
