"""Classes that are dataclasses as well: `MappedAsDataclass`.

https://docs.sqlalchemy.org/en/20/orm/dataclasses.html#declarative-dataclass-mapping
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from ormforge.catalog.model import Column, Table
from ormforge.draft.model import Import
from ormforge.drafting.blueprint import Blueprint
from ormforge.drafting.columns import ColumnSource
from ormforge.drafting.expressions import (
    ORM,
    Expression,
    Keywords,
    call,
    helper,
    literal,
    local,
    name,
    subscript,
)
from ormforge.drafting.sides import Side
from ormforge.drafting.styles.declarative import ClassScope, Declarative, Member, quoted_target
from ormforge.drafting.styles.nulls import with_sql_nulls
from ormforge.errors import DraftError

_NOT_IN_INIT = {"init": literal(False)}
_MAY_BE_LEFT_OUT = {"default": literal(None)}


class Dataclass(Declarative):
    """Dataclasses whose `__init__` takes keywords, so that columns stay in the order of their table."""

    keywords = ("kw_only=True",)
    proxy_keywords: ClassVar[Keywords] = {"init": literal(False), "repr": literal(False)}

    def blueprint(self, plain: Blueprint) -> Blueprint:
        """None, which most columns are until they are given a value, is SQL's NULL in JSON columns too."""
        return with_sql_nulls(plain)

    def column(self, column: Column, source: ColumnSource, scope: ClassScope) -> Member:
        """What stands behind a column's name, with its part in `__init__`."""
        words = _in_init(column, scope)
        value = source.mapped_column(words)
        if value is None and column.name in scope.bound:
            value = call(name(ORM, "mapped_column"))
        return Member(annotation=source.annotation, value=value)

    def relationship(
        self, side: Side, target: str, arguments: Mapping[str, Expression], scope: ClassScope
    ) -> Member:
        """What stands behind a relationship's name; it is no part of `repr`, which would go in circles."""
        words = {**arguments, **_related(side, scope), "repr": literal(False)}
        return Member(
            annotation=subscript(name(ORM, "Mapped"), quoted_target(side, target)),
            value=call(name(ORM, "relationship"), (), words),
        )

    def link_row(self, between: str, link: Table, linked: frozenset[str], far: str) -> Expression:
        """The relationship is no argument of the dataclass, and is assigned. DraftError where other columns have to be."""
        scope = ClassScope(linked=linked)
        required = [column.name for column in link.columns if _in_init(column, scope) == {}]
        if required:
            raise DraftError(
                f"a row of {link.path} cannot be made without {', '.join(required)}, which a list does not know"
            )
        return call(helper("with_related"), [local(f"{between}()"), literal(far), local(far)])


def _in_init(column: Column, scope: ClassScope) -> dict[str, Expression]:
    """What the database or the mapper always makes by itself is no argument; what may be missing has a default.

    None means the server's default where there is one. A column that a relationship fills in may be left out, so that
    objects can be put together before any of them has a key.
    """
    linked = column.name in scope.linked
    numbered = column.autoincrement and not linked
    made = numbered or column.generated is not None or column.identity is not None
    if made or column.name == scope.discriminator:
        return _NOT_IN_INIT
    return _MAY_BE_LEFT_OUT if column.nullable or column.has_default or linked else {}


def _related(side: Side, scope: ClassScope) -> dict[str, Expression]:
    """The relationship's part in `__init__`.

    Before SQLAlchemy 2.1 a default of None is an assignment, and assigning None to the side that holds the foreign key
    empties its columns, given or not (https://docs.sqlalchemy.org/en/21/changelog/migration_21.html, "ORM Dataclass
    defaults"). So that side is no argument; nor is one that only reads.
    """
    if side.owns_foreign_key or (side.asked is not None and side.asked.viewonly):
        return _NOT_IN_INIT
    if not side.collection:
        return _MAY_BE_LEFT_OUT
    if "list" not in scope.attributes:
        return {"default_factory": Expression(text="list")}
    builtins = frozenset({Import("builtins")})
    return {"default_factory": Expression(text="builtins.list", imports=builtins)}
