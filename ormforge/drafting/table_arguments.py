"""What a class or `Table` says of its table as a whole: constraints, indexes and options."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ormforge.catalog.model import Table
from ormforge.drafting.blueprint import Blueprint
from ormforge.drafting.constraints import constraint_elements, dialect_options
from ormforge.drafting.expressions import (
    SQLALCHEMY,
    Expression,
    call,
    dictionary,
    keyword,
    literal,
    name,
    sequence,
)
from ormforge.drafting.indexes import index_element
from ormforge.drafting.keywords import lacks_quotes


@dataclass(frozen=True, slots=True, kw_only=True)
class TableArguments:
    """The elements that follow a table's columns, and its options as keywords."""

    elements: tuple[Expression, ...]
    options: tuple[tuple[str, Expression], ...]

    def declarative(self) -> Expression | None:
        """The value of `__table_args__`: a tuple, or only the dict, or None where there is nothing to say."""
        options = dictionary(dict(self.options)) if self.options else None
        if not self.elements:
            return options
        return sequence((*self.elements, *([options] if options else [])), "(", ")")

    def keywords(self) -> tuple[Expression, ...]:
        """The options as arguments of `Table(...)`: `schema="s"`."""
        return tuple(keyword(word, value) for word, value in self.options)


def table_arguments(table: Table, blueprint: Blueprint) -> TableArguments:
    """What the table says beside its columns, always in the same order."""
    indexes = (index_element(index, table, blueprint.dialect) for index in table.indexes)
    return TableArguments(
        elements=(*constraint_elements(table, blueprint), *indexes),
        options=tuple(_options(table, blueprint)),
    )


def _options(table: Table, blueprint: Blueprint) -> Iterator[tuple[str, Expression]]:
    schema = blueprint.schema(table.schema)
    if schema is not None:
        yield "schema", literal(schema)
    if table.comment is not None and blueprint.comments in ("both", "comment"):
        yield "comment", literal(table.comment)
    if lacks_quotes(table.name, blueprint.dialect):
        yield "quote", literal(True)
    options = dict(table.options)
    prefixes = options.pop("prefixes", None)
    if prefixes is not None:
        yield "prefixes", literal([prefixes])
    inherits = options.pop("postgresql_inherits", None)
    if inherits is not None:
        yield "postgresql_inherits", _inherits(inherits)
    yield from dialect_options(options.items(), blueprint.dialect).items()


def _inherits(parent: str) -> Expression:
    """The parent's name; one with a schema is given as it stands, for SQLAlchemy would quote it whole."""
    if "." not in parent and '"' not in parent:
        return literal(parent)
    quoted = {"quote": literal(False)}
    return call(name(f"{SQLALCHEMY}.sql.elements", "quoted_name"), [literal(parent)], quoted)
