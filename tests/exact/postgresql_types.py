"""The types of PostgreSQL that random tables are made of, each with values that fit it."""

from __future__ import annotations

from tests.exact.names import TEXTS


def quoted(name: str) -> str:
    """The name as a quoted identifier."""
    return '"' + name.replace('"', '""') + '"'


def string(value: str) -> str:
    """The value as a string literal."""
    text = value.replace("\\", "\\\\").replace("'", "''")
    return f"E'{text}'" if "\\" in value else f"'{text}'"


Values = tuple[str, ...]
"""Defaults as SQL; what a type does not take, the server refuses."""

STRINGS: Values = (
    *map(string, TEXTS),
    "'a' || 'b:c'",
    "'x'::varchar(1)",
    "current_user",
    "lower('A')",
    "null",
    "chr(37)",
    "format('%s-%s', 1, ':x')",
    "concat('a', ':b', 1)",
    "(now())::text",
    "to_char(now(), 'HH24:MI:SS')",
    "case when true then 'a:b' else '%' end",
    "coalesce(null, 'x')",
    "repeat('%', 3)",
    "s.norm('A')",
    "regexp_replace('a', '\\d{2,}', '%')",
)
NUMBERS: Values = ("0", "1", "-1", "42", "1.5", "-0.5", "null", "1 + 1", "abs(-3)", "'7'")
NUMBERS += ("(random() * 100)::int", "s.f(1)", "1e3", "- (-2)", "2 ^ 3", "12345", "length(':x')")
MOMENTS: Values = ("now()", "current_timestamp", "current_date", "localtimestamp", "'infinity'")
MOMENTS += ("'2020-01-01'", "'2020-01-01 10:00:00'", "'10:00'", "'2020-01-01 10:00+02'", "null")
MOMENTS += ("now() + interval '1 day'", "timezone('utc', now())", "(now() at time zone 'utc')")
MOMENTS += ("clock_timestamp()", "'epoch'", "date_trunc('day', now())", "current_time(2)")
MOMENTS += ("current_timestamp(3)", "'now'::text::timestamp", "make_date(2020, 1, 2)")
JSON: Values = (
    "'{}'",
    "'[]'",
    '\'{"a": 1, "b:c": "%"}\'',
    "'null'",
    "jsonb_build_object('a', ':b')",
)
JSON += ("'{}'::jsonb || '{\"a\": 1}'::jsonb", "'\"it''s\"'", "null", "'{\"a\\\\nb\": 1}'")
NONE: Values = ("null",)

_PRECISIONS = ("", "(0)", "(3)", "(6)")
_FIELDS: Values = ("year", "month", "day", "hour", "minute", "second", "second(3)", "year to month")
_FIELDS += ("day to hour", "day to minute", "day to second", "day to second(0)", "hour to minute")
_FIELDS += ("hour to second", "minute to second", "minute to second(6)")

SCALARS: dict[str, Values] = {
    **dict.fromkeys(("integer", "bigint", "smallint", "real", "double precision"), NUMBERS),
    **dict.fromkeys(("numeric", "numeric(10,2)", "numeric(10)", "numeric(3,5)"), NUMBERS),
    **dict.fromkeys(("numeric(5,-2)", "money", "float(3)", "float(30)"), NUMBERS),
    **dict.fromkeys(("text", "varchar", "varchar(1)", "varchar(100)", "char", "char(3)"), STRINGS),
    **dict.fromkeys(("bpchar", "name", '"char"', "varchar(10485760)"), STRINGS),
    **dict.fromkeys(('text collate "C"', 'varchar(9) collate "POSIX"'), STRINGS),
    **dict.fromkeys(
        ("text collate s.xx", 'char(2) collate "my C"', 'name collate "POSIX"'), STRINGS
    ),
    **dict.fromkeys(
        (f"timestamp{p}{z}" for p in _PRECISIONS for z in ("", " with time zone")), MOMENTS
    ),
    **dict.fromkeys((f"time{p}{z}" for p in _PRECISIONS for z in ("", " with time zone")), MOMENTS),
    "date": MOMENTS,
    **dict.fromkeys(
        ("interval", "interval(3)", *(f"interval {words}" for words in _FIELDS)),
        (
            "'1 day'",
            "'1:30'",
            "interval '1 hour' * 2",
            "'-1 year'",
            "null",
            "make_interval(days => 3)",
        ),
    ),
    "boolean": ("true", "false", "'t'", "not true", "null", "1 = 1", "'a' like '%:a'"),
    "uuid": ("gen_random_uuid()", "'00000000-0000-0000-0000-000000000000'", "null"),
    "bytea": ("'\\x00ff'", "'abc'", "decode('00', 'hex')", "E'\\\\000'"),
    "json": JSON,
    "jsonb": JSON,
    "jsonpath": ("'$.a'", "'$.\"b:c\" ? (@ > 1)'"),
    "xml": ("'<a>:b</a>'", "null"),
    "bit": ("b'1'", "'0'"),
    "bit(5)": ("b'10101'", "'00000'", "x'1'::bit(5)"),
    "bit varying": ("b'101'", "''"),
    "bit varying(7)": ("b'101'", "'1'"),
    "inet": ("'127.0.0.1'", "'::1'", "'10.0.0.0/8'", "inet '1.2.3.4'"),
    "cidr": ("'10.0.0.0/8'", "'::/0'"),
    "macaddr": ("'08:00:2b:01:02:03'",),
    "macaddr8": ("'08:00:2b:01:02:03:04:05'",),
    "point": ("'(1,2)'", "point(1, 2)"),
    "line": ("'{1,2,3}'",),
    "lseg": ("'[(1,2),(3,4)]'",),
    "box": ("'((1,2),(3,4))'",),
    "path": ("'[(1,2)]'",),
    "polygon": ("'((1,2),(3,4))'",),
    "circle": ("'<(1,2),3>'",),
    "tsvector": ("to_tsvector('english', 'a:b')", "'a:1'", "''"),
    "tsquery": ("to_tsquery('english', 'a:*')", "'a & b'", "'a:*'"),
    **dict.fromkeys(
        ("int4range", "int8range", "numrange"), ("'[1,2)'", "'empty'", "numrange(1, 2)")
    ),
    **dict.fromkeys(
        ("daterange", "tsrange", "tstzrange"), ("'[,)'", "'empty'", "tstzrange(now(), null)")
    ),
    **dict.fromkeys(("int4multirange", "int8multirange", "nummultirange"), ("'{[1,2)}'", "'{}'")),
    **dict.fromkeys(("datemultirange", "tsmultirange", "tstzmultirange"), ("'{}'", "null")),
    **dict.fromkeys(("oid", "xid", "cid", "xid8"), ("0", "'1'", "null")),
    "regclass": ("'pg_class'", "'pg_class'::regclass"),
    "regtype": ("'int4'", "'timestamptz'::regtype"),
    "regproc": ("'now'",),
    "regconfig": ("'english'", "'simple'::regconfig"),
    **dict.fromkeys(("regnamespace", "regrole", "regdictionary", "regcollation", "regoper"), NONE),
    **dict.fromkeys(
        ("tid", "pg_lsn", "pg_snapshot", "txid_snapshot", "refcursor", "int2vector"), NONE
    ),
    **dict.fromkeys(("regprocedure", "regoperator", "oidvector", "aclitem", "gtsvector"), NONE),
}

EXTENSION_TYPES: dict[str, Values] = {
    "citext": STRINGS,
    "hstore": ("''", '\'a=>1, "b:c"=>"%"\'', "hstore('a', 'b')"),
    "ext.ltree": ("'a.b'",),
    "ext.lquery": ("'*.b'",),
    "ext.ltxtquery": ("'a & b'",),
    "ext.cube": ("'(1,2)'",),
    "ext.seg": ("'1 .. 2'",),
    "ext.isbn": ("'978-0-393-04002-9'",),
    "ext.ean13": NONE,
    "ext.issn": NONE,
    "ext.query_int": ("'1&(2|3)'",),
    "ext.lo": NONE,
    "vector": NONE,
    "vector(3)": ("'[1,2,3]'",),
}

ARRAYS: Values = ("'{}'", "'{NULL}'", "null", "array[]::text[]", '\'{"a:b","it\'\'s","50%"}\'')
ARRAYS += (
    "array['x', 'y:z']",
    "array[1, 2]",
    "'{1,2}'",
    "'{{1,2},{3,4}}'",
    "string_to_array('a,b', ',')",
)
