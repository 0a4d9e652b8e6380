"""DDL events: statements in the database's own words that run when a table, or everything, is created."""

from __future__ import annotations

from ormforge.drafting.expressions import SQLALCHEMY, Expression, call, helper, literal, name
from ormforge.drafting.type_calls import dialect_named


def listen(target: Expression, moment: str, sql: str) -> Expression:
    """`event.listen(Book.__table__, "after_create", ddl("..."))`; `moment` is `before_create` or `after_create`.

    SQLAlchemy's DDL formats its text with `%`, so that each percent sign is doubled.
    """
    ddl = call(helper("ddl"), [literal(sql.replace("%", "%%"))])
    function = Expression(text="event.listen", imports=name(SQLALCHEMY, "event").imports)
    return call(function, [target, literal(moment), ddl])


def unless_present(sql: str) -> str:
    """The statement of PostgreSQL so that it does nothing where the object is there already."""
    tag = "$$"
    while tag in sql:
        tag = f"{tag[:-1]}_$"
    present = "duplicate_object OR duplicate_table"
    return f"DO {tag} BEGIN {sql}; EXCEPTION WHEN {present} THEN NULL; END {tag}"


def comment_on(kind: str, path: str, comment: str) -> str:
    """`COMMENT ON TYPE book_state IS '...'` for PostgreSQL."""
    quoted = comment.replace("'", "''")
    mark = "E" if "\\" in comment else ""
    return f"COMMENT ON {kind} {path} IS {mark}'{quoted.replace(chr(92), chr(92) * 2)}'"


def quoted_path(schema: str | None, object_name: str, dialect: str) -> str:
    """`schema.name` as SQL, each part in quotes where the dialect asks for them."""
    quote = dialect_named(dialect).identifier_preparer.quote
    return ".".join(quote(part) for part in (schema, object_name) if part is not None)
