"""PostgreSQL's expressions in plain words: only what the server puts back is left out."""

from __future__ import annotations

import pytest

from ormforge.catalog.model import Column, ColumnType, Table
from ormforge.drafting.plain_wording import plain_wording

TYPES = {
    "v": "character varying(10)",
    "t": "text",
    "c": "character(1)",
    "n": "numeric(10,2)",
    "b": "bigint",
    "d": "date",
    "s": "public.state",
    'A "b': "text",
}
TABLE = Table(
    schema="public",
    name="x",
    columns=tuple(
        Column(name=name, type=ColumnType(sql=sql), nullable=True) for name, sql in TYPES.items()
    ),
)
ARRAY = "ARRAY['a'::character varying, 'b::c'::character varying]"
VARCHARS = "(ARRAY['a'::character varying, 'b::c'::character varying])::text[]"
CASES = [
    (f"(v)::text = ANY ({VARCHARS})", "v IN ('a', 'b::c')"),
    (f"((v)::text <> ALL ({VARCHARS})) OR (b > 0)", "(v NOT IN ('a', 'b::c')) OR (b > 0)"),
    ("t = ANY (ARRAY['a'::text, 'b'::text])", "t IN ('a', 'b')"),
    ("s = ANY (ARRAY['a'::state, 'b'::state])", "s IN ('a', 'b')"),
    ("(v)::text = 'x'::text", "v = 'x'"),
    ("(v)::text ~~ '%:x'::text", "v ~~ '%:x'"),
    ('"A ""b" <> \'x\'::text', '"A ""b" <> \'x\''),
    ("s <> 'sold out'::state", "s <> 'sold out'"),
    ("d > '2020-01-01'::date", "d > '2020-01-01'"),
    ("n >= (0)::numeric", "n >= 0"),
    ("lower((v)::text)", "lower(v)"),
    ("upper(v::text)", "upper(v)"),
    ("to_tsvector('english'::regconfig, t)", "to_tsvector('english', t)"),
    ("c = 'x'::bpchar", "c = 'x'"),
    (f"(t)::text = ANY ({VARCHARS})", f"(t)::text = ANY ({ARRAY})"),
    (f"(other.t)::text <> ALL ({VARCHARS})", f"(other.t)::text <> ALL ({ARRAY})"),
    (
        "i = ANY ((ARRAY[(1)::regproc, (2)::regproc])::oid[])",
        "i = ANY (ARRAY[(1)::regproc, (2)::regproc])",
    ),
    ("t = ANY ((ARRAY[']'::bpchar, a[1]])::text[])", "t = ANY (ARRAY[']'::bpchar, a[1]])"),
    ("t = 'ANY ((ARRAY[1])::text[])'", "t = 'ANY ((ARRAY[1])::text[])'"),
]
KEPT = [
    "t = ANY (ARRAY['a'::character varying, 'b'::character varying])",
    "t = ANY (ARRAY['a'::text])",
    "(c)::text = 'x'::text",
    "t = 'x'::character varying",
    "n >= (0)::double precision",
    "b >= (0)::numeric",
    "unknown = 'x'::text",
    "(t = 't = ''x''::text'::bpchar)",
    "lower((c)::text)",
    "other.t = 'x'::text",
    "t = 'x'::text[]",
]


@pytest.mark.parametrize(("stored", "plain"), CASES)
def test_casts_that_the_server_adds_are_left_out(stored: str, plain: str) -> None:
    assert plain_wording(stored, TABLE, "postgresql") == plain


@pytest.mark.parametrize("stored", KEPT)
def test_everything_else_is_kept(stored: str) -> None:
    assert plain_wording(stored, TABLE, "postgresql") == stored


def test_other_dialects_are_left_alone() -> None:
    assert plain_wording("t = 'x'::text", TABLE, "sqlite") == "t = 'x'::text"
