"""What a project chooses about single tables, columns and relationships, as plain values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, TypeAlias

Comments = Literal["both", "docstring", "comment", "none"]
EnumForm = Literal["class", "strings"]
NamingFunction: TypeAlias = Callable[..., str | None]
"""Called with keywords; returns a name, or None to leave it to the rules."""
RulePath: TypeAlias = tuple[str | int, ...]
"""The key of a rule of the configuration, part by part: `("mixins", 0)`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationshipNames:
    """The names chosen for the two sides of a foreign key; None leaves a side to the rules."""

    forward: str | None = None
    reverse: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamingFunctions:
    """The project's own functions that name classes, attributes of columns, and relationships."""

    classes: NamingFunction | None = None
    columns: NamingFunction | None = None
    relationships: NamingFunction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeChoice:
    """The type of a column: `python`, an annotation or `module:Name`; `sqlalchemy`, the `module:Name` of a type of the
    project's own; `pydantic`: the stored JSON is turned into the Python type by pydantic."""

    python: str | None = None
    sqlalchemy: str | None = None
    pydantic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VirtualForeignKey:
    """A foreign key that the database does not declare, from the columns (or glob of columns) of one path to those of
    another. `rule` is the key of the rule that asks for it."""

    rule: RulePath
    source: str
    target: str
    names: RelationshipNames = RelationshipNames()
    viewonly: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixin:
    """A mixin (`module:Name`) for the classes of tables that match and have all of the columns, which it brings."""

    rule: RulePath
    use: str
    columns: tuple[str, ...] = ()
    tables: tuple[str, ...] = ("*",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inheritance:
    """Joined-table inheritance: `children` are the paths of the subclasses' tables, with their identities ("": none);
    `on` is the column of the parent's table that holds them."""

    rule: RulePath
    table: str
    children: Mapping[str, str]
    on: str | None = None
    identity: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    """Many-to-many lists through the table of this path, which has columns of its own; `names`, by table."""

    rule: RulePath
    through: str
    form: Literal["viewonly", "proxy"] = "viewonly"
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
