"""Server defaults, generated columns and identity."""

from __future__ import annotations

import re

from ormforge.catalog.model import Column, ColumnType, Generated, Identity, SequenceOptions, Table
from ormforge.drafting.expressions import SQLALCHEMY, Expression, call, literal, name
from ormforge.drafting.plain_wording import plain_wording
from ormforge.drafting.sql_text import string_argument, text_argument
from ormforge.drafting.types_postgresql import bare_name, cast_name

_CAST_STRING = re.compile(r"'(?P<text>(?:[^']|'')*)'::(?P<type>.+)", re.S)
_SIMPLE_STRING = re.compile(r"'[^'\\]+'")
_TEXTUAL = re.compile(r"(?:var)?char|(?:tiny|medium|long)?text|enum|set", re.I)
_NEXTVAL = re.compile(r"nextval\('(?:[^']|'')+'::regclass\)")
_WITHOUT_EQUALITY = frozenset(
    {"json", "xml", "point", "polygon", "jsonpath", "refcursor", "txid_snapshot", "pg_snapshot"}
)
_NUMBER = re.compile(r"-?[0-9.]+")
_PIECE = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|[()]""", re.S)


def server_default(column: Column, dialect: str) -> Expression | None:
    """The argument of `server_default=`: a plain string where the default is a string, else `text("...")`."""
    if column.default is None:
        return None
    string = _plain_string(column, column.default, dialect)
    if string is not None:
        return literal(string)
    if dialect == "postgresql" and _NEXTVAL.fullmatch(column.default):
        # The server adds the cast by itself, and alembic takes it off before it compares: with it, it would call
        # nextval() twice on every run and report a change.
        return text_argument(column.default.replace("::regclass)", ")"))
    if dialect == "sqlite" and _lacks_brackets(column.default):
        # SQLite takes an expression in brackets only, and SQLAlchemy adds none where it sees a quote or bracket first.
        return text_argument(f"({column.default})")
    return text_argument(column.default)


def computed(generated: Generated, table: Table, dialect: str) -> Expression:
    """`Computed("price * 2", persisted=True)`."""
    named = {"persisted": literal(generated.stored)}
    argument = string_argument(plain_wording(generated.expression, table, dialect))
    return call(name(SQLALCHEMY, "Computed"), [argument], named)


def identity(value: Identity) -> Expression:
    """`Identity(always=True)` with the options that are not the server's own choice."""
    named = {"always": literal(True)} if value.always else {}
    return call(name(SQLALCHEMY, "Identity"), (), {**named, **sequence_options(value.options)})


def sequence_options(options: SequenceOptions) -> dict[str, Expression]:
    """The options of a sequence as the keywords that SQLAlchemy has for them, but for the data type."""
    values = {
        "start": options.start,
        "increment": options.increment,
        "minvalue": options.minimum,
        "maxvalue": options.maximum,
        "cycle": True if options.cycle else None,
        "cache": options.cache,
    }
    return {word: literal(value) for word, value in values.items() if value is not None}


def cast_string(default: str, column_type: ColumnType) -> str | None:
    """The string in a default of PostgreSQL where the server adds the cast behind it by itself: to the type's own."""
    cast = _CAST_STRING.fullmatch(default)
    own = cast_name(column_type.sql)
    if cast is None or cast["type"] not in (own, bare_name(own)):
        return None
    return cast["text"].replace("''", "'")


def _plain_string(column: Column, default: str, dialect: str) -> str | None:
    """What the default is as a string, where giving just the string has the server store this very default.

    That is not enough. In some columns alembic's autogenerate would compare by invalid SQL (`compare_server_default` in
    `alembic.ddl.postgresql`), which ends its run. Outside PostgreSQL, it would report a change on every run for an empty
    string, for one with a quote or backslash in it, and with MariaDB for one that stands for a number or a date
    (`compare_server_default` in `alembic.ddl.mysql` and `alembic.ddl.sqlite`).
    """
    if dialect == "postgresql":
        string = cast_string(default, column.type)
        return None if string is None or _alembic_misreads(string, column) else string
    if not _SIMPLE_STRING.fullmatch(default):
        return None
    if dialect in ("mysql", "mariadb") and not _TEXTUAL.match(column.type.sql):
        return None
    return default[1:-1]


def _alembic_misreads(string: str, column: Column) -> bool:
    """Whether its comparison of the two defaults by `=` would be invalid SQL."""
    base = column.type.sql.removesuffix("[]")
    unknown = column.type.user_type is None and "." in base
    numeric = base.startswith(("numeric", "real", "double precision"))
    not_a_number = numeric and not _NUMBER.fullmatch(string)
    return "'" in string or base in _WITHOUT_EQUALITY or unknown or not_a_number


def _lacks_brackets(sql: str) -> bool:
    """Whether the SQL begins as a string or bracket, and goes on after its end."""
    depth = 0
    for piece in _PIECE.finditer(sql):
        depth += {"(": 1, ")": -1}.get(piece.group(), 0)
        if not depth:
            return sql[0] in "'\"(" and piece.end() < len(sql)
    return False
