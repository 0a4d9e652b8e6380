"""What a project chooses about its models, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationshipNames:
    """The names chosen for the two sides of a foreign key; None leaves a side to the rules."""

    forward: str | None = None
    reverse: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftOptions:
    """How a catalog becomes models.

    `base_import` (`module:Name`) brings a declarative base instead of printing `base_name`. `irregular` maps singulars
    to plurals. The keys of `tables`, `columns`, `relationships` and `types` are paths (`public.books`,
    `public.books.title`; the schema may be left out where it is the connection's own) or globs of them; an exact path
    wins over a glob, and among globs the first.
    """

    base_name: str = "Base"
    base_import: str | None = None
    singularize: bool = False
    views: Literal["class", "table", "skip"] = "class"
    column_order: Literal["table", "required-first"] = "table"
    constraint_names: Literal["default", "always"] = "default"
    ddl_events: bool = True
    enums: bool = True
    irregular: Mapping[str, str] = field(default_factory=lambda: _NONE)
    strip_prefixes: tuple[str, ...] = ()
    tables: Mapping[str, str] = field(default_factory=lambda: _NONE)
    columns: Mapping[str, str] = field(default_factory=lambda: _NONE)
    relationships: Mapping[str, RelationshipNames] = field(
        default_factory=lambda: MappingProxyType({})
    )
    types: Mapping[str, str] = field(default_factory=lambda: _NONE)

    @property
    def base(self) -> str:
        """The name of the declarative base in the generated module."""
        return self.base_name if self.base_import is None else self.base_import.rpartition(":")[2]
