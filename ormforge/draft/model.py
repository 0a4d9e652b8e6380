"""The draft as immutable values: Python names, annotations, right-hand sides and imports, each under its key.

Everything that came from the database is already escaped here: `annotation`, `value` and the like are Python source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from ormforge.catalog.keys import Key
from ormforge.catalog.model import Catalog, Column, Omission, Table

_BASE = Key("helper Base")


@dataclass(frozen=True, slots=True, order=True)
class Import:
    """`from module import name`, or `import module` where there is no name. `typing_only` ones stand below
    `if TYPE_CHECKING:`."""

    module: str
    name: str | None = None
    alias: str | None = None
    typing_only: bool = False

    @property
    def bound(self) -> str:
        """The name that the import binds in the module."""
        return self.alias or self.name or self.module.partition(".")[0]


Imports = frozenset[Import]
Style = Literal["declarative", "dataclass", "sqlmodel", "tables"]
"""What a table becomes: a class of one of three kinds, or a `Table`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PythonType:
    """A Python type as an annotation says it: `text` without Optional (`list[BookState]`), and its imports."""

    text: str
    imports: Imports = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftColumn:
    """A column as a member of a class: `name: annotation = value`; `value` is None where the annotation says it all.

    `python_type` is the type of a value that is not NULL. `enum` is the key of the draft's enum it takes its values
    from. `required`: an insert must give a value.
    """

    key: Key
    name: str
    annotation: str
    value: str | None
    imports: Imports
    column: Column
    python_type: PythonType
    enum: Key | None = None
    primary_key: bool = False
    foreign_key: bool = False
    required: bool = False
    helpers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRelationship:
    """A relationship as a member of a class.

    `target` and `target_key` are the class on the other side; `collection` tells a list, `optional` that a scalar may
    be None; `columns` are the table's own columns that it follows (of a reverse side, the columns pointed to).
    """

    key: Key
    name: str
    annotation: str
    value: str
    imports: Imports
    target: str
    target_key: Key
    direction: Literal["many-to-one", "one-to-many", "one-to-one", "many-to-many"]
    collection: bool
    optional: bool
    columns: tuple[str, ...]
    back_populates: str | None = None
    secondary: Key | None = None
    owns_foreign_key: bool = False
    helpers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftAttribute:
    """Another statement of a class body: `__tablename__ = "books"`."""

    key: Key
    name: str
    value: str
    imports: Imports = frozenset()
    annotation: str | None = None
    helpers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftModel:
    """A mapped class. Statements stand in the order: docstring, attributes, columns, relationships.

    `docstring` is the text itself, not source: whoever prints it makes it a literal.
    """

    key: Key
    name: str
    table: Table
    bases: tuple[str, ...]
    docstring: str | None
    attributes: tuple[DraftAttribute, ...]
    columns: tuple[DraftColumn, ...]
    relationships: tuple[DraftRelationship, ...]
    imports: Imports = frozenset()
    """What bases need; members carry their own."""
    keywords: tuple[str, ...] = ()
    """What follows the bases: `kw_only=True`."""
    inherited: tuple[DraftColumn, ...] = ()
    """Columns that the class has from its bases, and does not print."""

    @property
    def mapped_columns(self) -> tuple[DraftColumn, ...]:
        """Every column of the class: those of a parent's table, then its own in the order in which they stand, with
        the others in the table's order between them."""
        place = {self.table.column_key(c.name): n for n, c in enumerate(self.table.columns)}
        own = [column for column in self.inherited if column.key in place]
        parents = (column for column in self.inherited if column.key not in place)
        if not own:
            return (*parents, *self.columns)
        return (*parents, *sorted((*self.columns, *own), key=lambda c: place[c.key]))

    @property
    def members(self) -> tuple[DraftAttribute | DraftColumn | DraftRelationship, ...]:
        """The statements of the class after its docstring, in order."""
        return (*self.attributes, *self.columns, *self.relationships)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftTable:
    """A `Table(...)`: `name = Table("books", Base.metadata, *elements)`; each element is Python source.

    `constructor` is `Table`, or a helper class that is one.
    """

    key: Key
    name: str
    table: Table
    metadata: str
    elements: tuple[str, ...]
    imports: Imports = frozenset()
    helpers: frozenset[str] = frozenset()
    constructor: str = "Table"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftEnum:
    """An `enum.Enum` class: members are (Python name, value); values and the docstring are text, not source.

    `shared` are the keys of the other enums for which a person uses this class.
    """

    key: Key
    name: str
    members: tuple[tuple[str, str], ...]
    docstring: str | None = None
    used_by: frozenset[Key] = frozenset()
    shared: tuple[Key, ...] = ()

    @property
    def keys(self) -> tuple[Key, ...]:
        """Every enum of the database that the class stands for."""
        return (self.key, *self.shared)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftStatement:
    """A module-level statement that is no class and no table: a sequence, a domain, an `event.listen(...)`.

    `name` is what it binds, if anything. `after` tells the tables (keys) it must follow; empty: before all of them.
    """

    key: Key
    source: str
    name: str | None = None
    imports: Imports = frozenset()
    after: tuple[Key, ...] = ()
    helpers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftHelper:
    """A small class or function that generated code itself brings along, such as a raw type."""

    key: Key
    name: str
    source: str
    imports: Imports = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The models of a whole database.

    `base_name` names the declarative base; it is printed unless `base_import` brings one. `items` is every class and
    table in the order they must stand (what is used at import time comes first). `omissions` are the objects of the
    catalog that the models leave out, beside the catalog's own. Where `style` is `tables`, there are no classes, and
    `base_name` is the MetaData.
    """

    catalog: Catalog
    base_name: str
    base_import: Import | None
    base_key: Key = _BASE
    """The key of a printed base, the same whatever a person has called it."""
    base_parents: tuple[Import, ...] = (Import("sqlalchemy.orm", "DeclarativeBase"),)
    """What a printed base inherits from."""
    enums: tuple[DraftEnum, ...] = ()
    helpers: tuple[DraftHelper, ...] = ()
    statements: tuple[DraftStatement, ...] = ()
    items: tuple[DraftModel | DraftTable, ...] = ()
    omissions: tuple[Omission, ...] = ()
    named_by: Mapping[Key, tuple[str | int, ...]] = field(default_factory=dict)
    """The rule of the configuration that chose a name, for what is named by one."""
    asked_by: Mapping[Key, tuple[str | int, ...]] = field(default_factory=dict)
    """The rule that asks for a relationship that no foreign key of the database makes."""
    style: Style = "declarative"
    base_elsewhere: bool = False
    """Whether another module has the base; what needs it here brings the import along."""

    @property
    def prints_base(self) -> bool:
        """Whether the base is part of what is printed."""
        return self.base_import is None and not self.base_elsewhere

    @property
    def models(self) -> tuple[DraftModel, ...]:
        """The mapped classes, in order."""
        return tuple(item for item in self.items if isinstance(item, DraftModel))


ItemKind = Literal["class", "variable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pins:
    """Python names that are already promised.

    `names` maps a key to the name it was given, which it keeps. `taken` maps a table's key to names that hand-written
    code in its class binds; under the empty key, those of the module. No new name may be one of them. `edited` are the
    columns that a person has changed, which therefore stay in their class. `kinds` tells which tables have been generated
    as classes, and which as variables. `gone` are the enums whose class a person has deleted, so that nothing may import it.
    """

    names: Mapping[Key, str] = field(default_factory=lambda: MappingProxyType({}))
    taken: Mapping[Key, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    edited: frozenset[Key] = frozenset()
    kinds: Mapping[Key, ItemKind] = field(default_factory=lambda: MappingProxyType({}))
    gone: frozenset[Key] = frozenset()
