"""What a project chooses about its models, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from ormforge.draft.model import Style
from ormforge.drafting.choices import (
    Comments,
    EnumForm,
    Inheritance,
    Mixin,
    NamingFunctions,
    RelationshipNames,
    Shortcut,
    TypeChoice,
    VirtualForeignKey,
)
from ormforge.naming import strip_prefix, strip_suffix

_NONE: Mapping[str, str] = MappingProxyType({})
_BASES = {"sqlmodel": "SQLModel", "tables": "metadata"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftOptions:
    """How a catalog becomes models.

    `style` says what a table becomes: one of three kinds of class, or a `Table`. `base_import` (`module:Name`) brings a
    declarative base instead of printing one, which may be called `base_name`; for `tables` it may be a MetaData; `prints_metadata` tells that one is
    printed. `irregular` maps singulars
    to plurals, `schemas` schemas to what they are called in names. The keys of the other mappings are paths
    (`public.books`, `public.books.title`; the schema may be left out where it is the connection's own) or globs of them;
    an exact path wins over a glob, and among globs the first. Those of `types` may also be `type:` and a type of the
    database; those of `lazy` are a table's path and the name of a relationship.
    """

    style: Style = "declarative"
    base_name: str | None = None
    base_import: str | None = None
    prints_metadata: bool = False
    singularize: bool = False
    views: Literal["class", "table", "skip"] = "class"
    column_order: Literal["table", "required-first"] = "table"
    constraint_names: Literal["default", "always"] = "default"
    ddl_events: bool = True
    irregular: Mapping[str, str] = field(default_factory=lambda: _NONE)
    strip_prefixes: tuple[str, ...] = ()
    strip_suffixes: tuple[str, ...] = ()
    class_prefix: str = ""
    class_suffix: str = ""
    schemas: Mapping[str, str] = field(default_factory=lambda: _NONE)
    functions: NamingFunctions = field(default_factory=NamingFunctions)
    tables: Mapping[str, str] = field(default_factory=lambda: _NONE)
    columns: Mapping[str, str] = field(default_factory=lambda: _NONE)
    relationships: Mapping[str, RelationshipNames] = field(
        default_factory=lambda: MappingProxyType({})
    )
    enum_names: Mapping[str, str] = field(default_factory=lambda: _NONE)
    enums: Mapping[str, EnumForm] = field(default_factory=lambda: MappingProxyType({}))
    types: Mapping[str, TypeChoice] = field(default_factory=lambda: MappingProxyType({}))
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    virtual: tuple[VirtualForeignKey, ...] = ()
    lazy: Mapping[str, str] = field(default_factory=lambda: _NONE)
    mixins: tuple[Mixin, ...] = ()
    bases: Mapping[str, str] = field(default_factory=lambda: _NONE)
    inheritance: tuple[Inheritance, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    comments: Comments = "both"
    imports: Literal["names", "module"] = "names"
    async_attrs: bool = False

    @property
    def base(self) -> str:
        """The name of the declarative base in the generated module; of its MetaData where there are only tables."""
        if self.base_import is not None:
            return self.base_import.rpartition(":")[2]
        return self.base_name or _BASES.get(self.style, "Base")

    @property
    def brings_base(self) -> bool:
        """Whether the base is imported; one of the module's own, as in `:db.Model`, is neither that nor printed."""
        return self.base_import is not None and not self.base_import.startswith(":")

    @property
    def metadata(self) -> str:
        """The MetaData of the tables, in words of the generated module.

        An imported base of `tables` is a MetaData, unless it is called as classes are: `Base`, but not `METADATA`.
        """
        last = self.base.rpartition(".")[2]
        is_class = last[:1].isupper() and not last.isupper()
        is_metadata = self.prints_metadata or (self.style == "tables" and not is_class)
        return self.base if is_metadata else f"{self.base}.metadata"

    def words(self, table: str) -> str:
        """A table's name as others are made of it: without its prefix and suffix."""
        return strip_suffix(strip_prefix(table, self.strip_prefixes), self.strip_suffixes)
