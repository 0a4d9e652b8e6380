"""Classes of SQLModel: mapped by SQLAlchemy and validated by pydantic.

https://sqlmodel.tiangolo.com/
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from ormforge.catalog.keys import attribute_key
from ormforge.catalog.model import Column, Table
from ormforge.draft.literals import string_literal
from ormforge.draft.model import DraftAttribute, DraftColumn, Import
from ormforge.drafting.blueprint import Blueprint
from ormforge.drafting.columns import ColumnSource
from ormforge.drafting.expressions import Expression, call, dictionary, literal, name
from ormforge.drafting.sides import Side
from ormforge.drafting.styles.declarative import ClassScope, Declarative, Member
from ormforge.drafting.styles.nulls import with_sql_nulls
from ormforge.schemas.types import is_foreign

_MODULE = "sqlmodel"
_TABLE_NAME = "__tablename__"
_CLASS_VAR = frozenset({Import("typing", "Any"), Import("typing", "ClassVar")})
_OWN_ARGUMENTS = frozenset({"primary_key", "unique"})
"""What `Field` says of a column in the same words as `Column`."""
_FOREIGN_KEY = re.compile(
    r'ForeignKey\((?P<target>"[\w.]+")(?:, ondelete=(?P<ondelete>"(?:CASCADE|SET NULL|RESTRICT)"))?\)'
)


class SqlModel(Declarative):
    """Classes with `Field(...)` and `Relationship(...)` members."""

    keywords = ("table=True",)
    in_words = True
    links_are_classes = True

    def blueprint(self, plain: Blueprint) -> Blueprint:
        """None, which most fields are until they are given a value, is SQL's NULL in JSON columns too."""
        return with_sql_nulls(plain)

    def column(self, column: Column, source: ColumnSource, scope: ClassScope) -> Member:
        """What stands behind a column's name: its exact `Column`, or less where SQLModel makes the same of less.

        What the server fills in is None before it has done so.
        """
        made = column.generated is not None or column.identity is not None
        optional = column.nullable or column.autoincrement or column.has_default or made
        default = {"default": literal(None)} if optional else {}
        arguments = _field_arguments(column, source)
        if arguments is None:
            written = None if source.python_name == column.name else column.name
            arguments = {"sa_column": source.column_call(written)}
        value = literal(None) if optional else None
        if arguments:
            value = call(name(_MODULE, "Field"), (), {**default, **arguments})
        return Member(annotation=source.value_type(optional=optional), value=value)

    def relationship(
        self, side: Side, target: str, arguments: Mapping[str, Expression], scope: ClassScope
    ) -> Member:
        """What stands behind a relationship's name; what SQLModel has no word for, in SQLAlchemy's own."""
        rest = dict(arguments)
        words = {"back_populates": rest.pop("back_populates")}
        if "secondary" in rest and rest["secondary"].text.isidentifier():
            words["link_model"] = rest.pop("secondary")
        if side.direction == "one-to-one" and not side.owns_foreign_key:
            rest["uselist"] = literal(False)
        if rest:
            words["sa_relationship_kwargs"] = dictionary(rest)
        value = call(name(_MODULE, "Relationship"), (), words)
        return Member(annotation=_target(side, target), value=value)

    def attributes(
        self, table: Table, plain: Iterable[DraftAttribute], columns: Iterable[DraftColumn]
    ) -> tuple[DraftAttribute, ...]:
        """The table's name in a type that pyright takes, and leave for pydantic to take types it does not know."""
        named = tuple(_named_table(each) if each.name == _TABLE_NAME else each for each in plain)
        if not any(is_foreign(column.python_type.imports) for column in columns):
            return named
        leave = DraftAttribute(
            key=attribute_key(table.schema, table.name, "model_config"),
            name="model_config",
            value=literal({"arbitrary_types_allowed": True}).text,
        )
        return (*named, leave)

    def table_of(self, class_name: str, table: Table, metadata: str, schema: str | None) -> str:
        """The `Table` of a class: SQLModel does not tell type checkers that classes have one."""
        full_name = table.name if schema is None else f"{schema}.{table.name}"
        return f"{metadata}.tables[{string_literal(full_name)}]"


def _named_table(attribute: DraftAttribute) -> DraftAttribute:
    """SQLModel declares the name as a function, which a plain string is not."""
    return replace(attribute, annotation="ClassVar[Any]", imports=attribute.imports | _CLASS_VAR)


def _field_arguments(column: Column, source: ColumnSource) -> dict[str, Expression] | None:
    """The arguments of `Field` that make exactly this column, if there are such."""
    named, positional = dict(source.keywords), source.arguments
    if source.python_name != column.name or not source.is_type_implied:
        return None
    if column.nullable and "primary_key" in named:
        return None
    if not named.keys() <= _OWN_ARGUMENTS or len(positional) > 1:
        return None
    if not positional:
        return named
    found = _FOREIGN_KEY.fullmatch(positional[0].text)
    if found is None or (found["ondelete"] == '"SET NULL"' and not column.nullable):
        return None
    words = {"foreign_key": found["target"], "ondelete": found["ondelete"]}
    related = {word: Expression(text=text) for word, text in words.items() if text is not None}
    return {**named, **related}


def _target(side: Side, target: str) -> Expression:
    """`list["Book"]`, `"Book"` or `Optional["Book"]`: SQLModel looks for the class's name between the brackets."""
    quoted = string_literal(target)
    if side.collection:
        return Expression(text=f"list[{quoted}]")
    if not side.optional:
        return Expression(text=quoted)
    optional = frozenset({Import("typing", "Optional")})
    return Expression(text=f"Optional[{quoted}]", imports=optional)
