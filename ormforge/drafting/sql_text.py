"""SQL text of the database as an argument of SQLAlchemy constructs, which read colons as bind parameters."""

from __future__ import annotations

import re
from functools import lru_cache

from sqlalchemy import text as sqlalchemy_text
from sqlalchemy.engine.default import DefaultDialect

from ormforge.drafting.expressions import SQLALCHEMY, Expression, call, literal, name

_BIND = re.compile(r"(?<![:\w\\]):(?=\w+(?!:))")
"""Where `sqlalchemy.text()` sees a bind parameter: its documentation, "specify colon as a literal"."""


def text_argument(sql: str) -> Expression:
    """`text("...")` that stands for exactly this SQL; `literal_column("...")` where no escape makes it so."""
    escaped = _escaped(sql)
    if escaped is None:
        return call(name(SQLALCHEMY, "literal_column"), [literal(sql)])
    return call(name(SQLALCHEMY, "text"), [literal(escaped)])


def string_argument(sql: str) -> Expression:
    """The SQL as an argument that SQLAlchemy itself makes a `text()` of, such as CheckConstraint's."""
    escaped = _escaped(sql)
    if escaped is None:
        return call(name(SQLALCHEMY, "literal_column"), [literal(sql)])
    return literal(escaped)


@lru_cache(maxsize=4096)
def _escaped(sql: str) -> str | None:
    """The argument of `text()` that SQLAlchemy prints as this SQL again, or None."""
    escaped = _BIND.sub(r"\\:", sql)
    compiled = sqlalchemy_text(escaped).compile(dialect=DefaultDialect(paramstyle="named"))
    return escaped if str(compiled) == sql and not compiled.params else None
