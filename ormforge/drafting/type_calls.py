"""A SQLAlchemy type as a value: it can be printed as Python source, and it can be made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from sqlalchemy.engine import Dialect
from sqlalchemy.engine.url import URL
from sqlalchemy.types import TypeEngine

from ormforge.draft.model import PythonType
from ormforge.drafting.expressions import SQLALCHEMY, Expression, call, literal, name

Argument = str | int | bool | None


@dataclass(frozen=True, slots=True)
class TypeCall:
    """A type of SQLAlchemy with its arguments: `Numeric(10, 2)` is `TypeCall("Numeric", (10, 2))`."""

    type_name: str
    arguments: tuple[Argument, ...] = ()
    keywords: tuple[tuple[str, Argument], ...] = ()
    module: str = SQLALCHEMY

    def expression(self) -> Expression:
        """The type as source: its bare name where it has no arguments."""
        function = name(self.module, self.type_name)
        if not self.arguments and not self.keywords:
            return function
        named = {word: literal(value) for word, value in self.keywords}
        return call(function, map(literal, self.arguments), named)

    def instance(self) -> TypeEngine[object]:
        """The type itself."""
        made = getattr(import_module(self.module), self.type_name)
        type_: TypeEngine[object] = made(*self.arguments, **dict(self.keywords))
        return type_


@dataclass(frozen=True, slots=True)
class Candidate:
    """A SQLAlchemy type that a type of the database may be, and the Python type of its values."""

    call: TypeCall
    python: PythonType


@cache
def dialect_named(dialect: str) -> Dialect:
    """SQLAlchemy's dialect of this name, without its driver; it does not double percent signs.

    SQL Server is taken for a release of today: SQLAlchemy prints a `Date` as DATETIME and a `Text` as TEXT for those before
    2008 and 2012, which it asks the server for.
    """
    dialect_class: Callable[..., Dialect] = URL.create(dialect).get_dialect()
    made = dialect_class(paramstyle="named")
    if dialect == "mssql":
        made.server_version_info = (16, 0)
        made.deprecate_large_types = True  # type: ignore[attr-defined]
    return made


def given(**keywords: Argument) -> tuple[tuple[str, Argument], ...]:
    """The keywords that are neither None nor False."""
    return tuple(
        (word, value)
        for word, value in keywords.items()
        if value is not None and value is not False
    )


def numbers(text: str | None) -> tuple[int, ...]:
    """The numbers of a type's arguments: of `10,2`, 10 and 2; none at all where one is no number."""
    parts = (text or "").split(",")
    return (
        tuple(map(int, parts))
        if all(part.strip().lstrip("-").isdecimal() for part in parts)
        else ()
    )


def compiled(type_: TypeEngine[object], dialect: str) -> str:
    """The type as DDL of the dialect."""
    return type_.compile(dialect=dialect_named(dialect))
