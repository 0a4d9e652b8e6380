"""Foreign keys, in a column or with the table."""

from __future__ import annotations

from collections.abc import Mapping

from ormforge.catalog.keys import Key, table_key
from ormforge.catalog.model import ForeignKey, Table
from ormforge.drafting.blueprint import Blueprint
from ormforge.drafting.expressions import SQLALCHEMY, Expression, call, literal, name
from ormforge.drafting.type_calls import dialect_named


def inline_foreign_key(foreign_key: ForeignKey, table: Table, blueprint: Blueprint) -> Expression:
    """`ForeignKey("authors.id", ondelete="CASCADE")`."""
    target = _target(foreign_key, foreign_key.referred_columns[0], blueprint)
    named = _keywords(foreign_key, table, blueprint)
    return call(name(SQLALCHEMY, "ForeignKey"), [literal(target)], named)


def table_foreign_key(foreign_key: ForeignKey, table: Table, blueprint: Blueprint) -> Expression:
    """`ForeignKeyConstraint(["a", "b"], ["t.a", "t.b"])`."""
    targets = [_target(foreign_key, column, blueprint) for column in foreign_key.referred_columns]
    named = _keywords(foreign_key, table, blueprint)
    if foreign_key.not_valid:
        # Inline in CREATE TABLE the server validates it all the same.
        named["use_alter"] = literal(True)
        named["postgresql_not_valid"] = literal(True)
    columns = literal(list(foreign_key.columns))
    return call(name(SQLALCHEMY, "ForeignKeyConstraint"), [columns, literal(targets)], named)


def _target(foreign_key: ForeignKey, column: str, blueprint: Blueprint) -> str:
    schema = blueprint.schema(foreign_key.referred_schema)
    parts = (foreign_key.referred_table, column)
    return ".".join(parts if schema is None else (schema, *parts))


def _keywords(foreign_key: ForeignKey, table: Table, blueprint: Blueprint) -> dict[str, Expression]:
    named: dict[str, Expression] = {}
    if foreign_key.name is not None and _must_be_named(foreign_key, table, blueprint):
        named["name"] = literal(foreign_key.name)
    options = {
        "onupdate": foreign_key.on_update,
        "ondelete": foreign_key.on_delete,
        "deferrable": True if foreign_key.deferrable else None,
        "initially": "DEFERRED" if foreign_key.initially_deferred else None,
        "match": foreign_key.match,
        "comment": (
            None if added_later(foreign_key, table, blueprint.circles) else foreign_key.comment
        ),
    }
    named.update({word: literal(value) for word, value in options.items() if value is not None})
    return named


def _must_be_named(foreign_key: ForeignKey, table: Table, blueprint: Blueprint) -> bool:
    """Whether the name is not the server's own choice, or `create_all` needs it.

    It adds the foreign keys of tables that refer to each other in a circle by ALTER, and those need a name, as those with
    a comment do.
    """
    needed = blueprint.always_named or foreign_key.not_valid or not foreign_key.name_is_default
    needed = needed or foreign_key.comment is not None
    if blueprint.dialect in ("mysql", "mariadb"):
        # The server numbers unnamed ones in the order in which they come: one ALTER would move all numbers.
        return needed or any(
            _is_circular(each, table, blueprint.circles) for each in table.foreign_keys
        )
    return needed or _is_circular(foreign_key, table, blueprint.circles)


def added_later(foreign_key: ForeignKey, table: Table, circles: Mapping[Key, int]) -> bool:
    """Whether `create_all` adds the foreign key by ALTER, which is after the comments on the table's constraints."""
    return foreign_key.not_valid or _is_circular(foreign_key, table, circles)


def _is_circular(foreign_key: ForeignKey, table: Table, circles: Mapping[Key, int]) -> bool:
    target = table_key(foreign_key.referred_schema, foreign_key.referred_table)
    return target != table.key and circles.get(target) == circles.get(table.key)


def points_outside(foreign_key: ForeignKey, dialect: str) -> bool:
    """Whether the server takes the foreign key although no model stands for the table it points to.

    SQLite looks for the table when rows are written; MariaDB finds it in the other database that the key names.
    """
    if dialect in ("mysql", "mariadb"):
        return foreign_key.referred_schema is not None
    return dialect == "sqlite"


def foreign_key_clause(foreign_key: ForeignKey, blueprint: Blueprint) -> str:
    """The foreign key as SQL, but for its name, where the table pointed to is unknown to the module."""
    quote = dialect_named(blueprint.dialect).identifier_preparer.quote
    schema = blueprint.schema(foreign_key.referred_schema)
    parts = (
        (foreign_key.referred_table,) if schema is None else (schema, foreign_key.referred_table)
    )
    columns = ", ".join(map(quote, foreign_key.columns))
    clause = f"FOREIGN KEY ({columns}) REFERENCES {'.'.join(map(quote, parts))}"
    if foreign_key.referred_columns:
        clause += f" ({', '.join(map(quote, foreign_key.referred_columns))})"
    options = {
        "MATCH": foreign_key.match,
        "ON DELETE": foreign_key.on_delete,
        "ON UPDATE": foreign_key.on_update,
        "DEFERRABLE": "" if foreign_key.deferrable else None,
        "INITIALLY": "DEFERRED" if foreign_key.initially_deferred else None,
    }
    words = (f" {word} {value}".rstrip() for word, value in options.items() if value is not None)
    return clause + "".join(words)
