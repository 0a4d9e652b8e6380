"""The wording of plain declarative classes, which the other styles change where they must."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from ormforge.catalog.model import Column, Table
from ormforge.draft.literals import string_literal
from ormforge.draft.model import DraftAttribute, DraftColumn
from ormforge.drafting.blueprint import Blueprint
from ormforge.drafting.columns import ColumnSource
from ormforge.drafting.expressions import ORM, Expression, Keywords, call, local, name, subscript
from ormforge.drafting.sides import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassScope:
    """A class that members are worded for.

    `attributes` is all that it binds. `bound` are the columns that other members refer to by their bare names, `linked`
    those that its relationships fill in, `discriminator` the one that its mapper does.
    """

    attributes: frozenset[str] = frozenset()
    bound: frozenset[str] = frozenset()
    linked: frozenset[str] = frozenset()
    discriminator: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """What stands behind a member's name; `value` is None where the annotation says it all."""

    annotation: Expression
    value: Expression | None


class Declarative:
    """Classes with `Mapped[...]` members."""

    keywords: tuple[str, ...] = ()
    """What follows a class's bases."""
    in_words = False
    """Whether relationships name columns in strings: the class body does not have them under their names."""
    links_are_classes = False
    """Whether a link table is a class, too."""
    proxy_keywords: ClassVar[Keywords] = {}
    """What an association proxy says of its part in the class."""

    def blueprint(self, plain: Blueprint) -> Blueprint:
        """The types of all columns as the style needs them."""
        return plain

    def column(self, column: Column, source: ColumnSource, scope: ClassScope) -> Member:
        """What stands behind a column's name."""
        value = source.mapped_column({}) or _bound_value(column, scope)
        return Member(annotation=source.annotation, value=value)

    def relationship(
        self, side: Side, target: str, arguments: Mapping[str, Expression], scope: ClassScope
    ) -> Member:
        """What stands behind a relationship's name; `target` is the class on the other side."""
        return Member(
            annotation=subscript(name(ORM, "Mapped"), quoted_target(side, target)),
            value=call(name(ORM, "relationship"), (), arguments),
        )

    def link_row(self, between: str, link: Table, linked: frozenset[str], far: str) -> Expression:
        """A new row of a link table's class that points to what the variable `far` holds, by its relationship `far`.

        `linked` are the columns that relationships fill in.
        """
        return local(f"{between}({far}={far})")

    def attributes(
        self, table: Table, plain: Iterable[DraftAttribute], columns: Iterable[DraftColumn]
    ) -> tuple[DraftAttribute, ...]:
        """What a class says of its table, worded as the style needs it, and what the style itself has to say."""
        return tuple(plain)

    def table_of(self, class_name: str, table: Table, metadata: str, schema: str | None) -> str:
        """The `Table` of a class, as code of the module; `schema` is None where models do not say it."""
        return f"{class_name}.__table__"


def quoted_target(side: Side, target: str) -> Expression:
    """`list["Book"]`, `"Book"` or `"Book | None"`: the other side's class may be defined later."""
    if side.collection:
        return Expression(text=f"list[{string_literal(target)}]")
    return Expression(text=string_literal(f"{target} | None" if side.optional else target))


def _bound_value(column: Column, scope: ClassScope) -> Expression | None:
    return call(name(ORM, "mapped_column")) if column.name in scope.bound else None
