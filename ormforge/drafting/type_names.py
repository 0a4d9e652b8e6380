"""Which types of PostgreSQL a model has to name with their schema, whatever the search path is."""

from __future__ import annotations

from ormforge.drafting.type_calls import dialect_named

_BUILT_IN_WORDS = """
    aclitem any anyarray anycompatible anycompatiblearray anycompatiblemultirange
    anycompatiblenonarray anycompatiblerange anyelement anyenum anymultirange anynonarray anyrange
    bool box bpchar cid circle cstring event_trigger fdw_handler float4 float8 gtsvector
    index_am_handler int2 int2vector int4 int8 internal language_handler line lseg oidvector path
    point polygon record refcursor regcollation regdictionary regnamespace regoper regoperator
    regproc regprocedure regrole regtype table_am_handler tid timestamptz timetz trigger tsm_handler
    txid_snapshot unknown varbit void xid xid8 xml
"""
_BUILT_IN = frozenset(_BUILT_IN_WORDS.split())
"""The types of pg_catalog that SQLAlchemy does not know either (PostgreSQL 18)."""

_KEYWORD_WORDS = """
    between bigint bit boolean char character coalesce dec decimal exists extract float greatest
    grouping inout int integer interval json_array json_arrayagg json_exists json_object
    json_objectagg json_query json_scalar json_serialize json_table json_value least merge_action
    national nchar none normalize nullif numeric out overlay position precision real row setof
    smallint substring time timestamp treat trim values varchar xmlattributes xmlconcat xmlelement
    xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable
"""
_KEYWORDS = frozenset(_KEYWORD_WORDS.split())
"""Words that cannot be a type's name without quotes or a schema, though a column's, so that SQLAlchemy does not quote
them (https://www.postgresql.org/docs/current/sql-keywords-appendix.html: "cannot be function or type")."""


_OF_EXTENSIONS = frozenset({"citext", "hstore"})
"""Types that SQLAlchemy takes for built-in ones, and so asks for the schema of an enum or domain of the name."""


def stated_schema(schema: str | None, type_name: str, default_schema: str | None) -> str | None:
    """The type's schema as models say it: None for the connection's own, unless the bare name means something else.

    A built-in type of the name comes first on every search path.
    """
    bare = schema == default_schema and not hides(type_name) and type_name not in _OF_EXTENSIONS
    return None if bare else schema


def hides(type_name: str) -> bool:
    """Whether the bare name means something else than a type of this name in the connection's own schema."""
    known = dialect_named("postgresql").ischema_names  # type: ignore[attr-defined]
    array_of = type_name.removeprefix("_")
    return (
        array_of in _BUILT_IN
        or (array_of in known and array_of not in _OF_EXTENSIONS)
        or type_name in _KEYWORDS
        or type_name.startswith("pg_")
    )
