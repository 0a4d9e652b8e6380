"""Server defaults of PostgreSQL, in the words in which alembic sees no change."""

from __future__ import annotations

import pytest

from ormforge.catalog.model import Column, ColumnType
from ormforge.drafting.defaults import server_default

CASES = [
    ("bigint", "nextval('q'::regclass)", "text(\"nextval('q')\")"),
    ("bigint", "nextval('s.\"Odd ''q\"'::regclass)", "text('nextval(\\'s.\"Odd \\'\\'q\"\\')')"),
    (
        "bigint",
        "(nextval('q'::regclass) + 1)",
        "text(\"(nextval('q'::regclass) + 1)\")",
    ),
    ("text", "'plain'::text", '"plain"'),
    ("numeric(3,1)", "'-1.5'::numeric", '"-1.5"'),
    ("double precision", "'NaN'::double precision", "text(\"'NaN'::double precision\")"),
    ("point", "'(1,2)'::point", "text(\"'(1,2)'::point\")"),
    ("json", "'{}'::json", "text(\"'{}'::json\")"),
    ("jsonb", "'{}'::jsonb", '"{}"'),
    ("ext.cube", "'(1)'::ext.cube", "text(\"'(1)'::ext.cube\")"),
    ("text", "'it''s'::text", "text(\"'it''s'::text\")"),
]


@pytest.mark.parametrize(("sql", "default", "expected"), CASES)
def test_server_default(sql: str, default: str, expected: str) -> None:
    column = Column(name="a", type=ColumnType(sql=sql), nullable=True, default=default)
    found = server_default(column, "postgresql")
    assert found is not None
    assert eval(found.text, {"text": str}) == eval(expected, {"text": str})
    assert found.text.startswith("text(") == expected.startswith("text(")
