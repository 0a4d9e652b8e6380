"""The API schemas as immutable values: pydantic classes and their fields, each under its key.

`annotation` and `value` are Python source; `docstring` is text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from ormforge.catalog.keys import Key, helper_key, path_part
from ormforge.catalog.model import Table
from ormforge.draft.model import Imports

Variant = Literal["base", "create", "update", "read"]
BASE = "Schema"
BASE_KEY = helper_key(BASE)
"""The key of the common base class, the same whatever a person has called it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePatterns:
    """What schemas are called: `{model}` stands for the class's name, in `nested` also `{read}` for that of its Read.

    `{depth}` is the depth of a nested shape; where it is left out, the number follows the name from 2 on.
    """

    base: str = "{model}Base"
    create: str = "{model}Create"
    update: str = "{model}Update"
    read: str = "{model}Read"
    nested: str = "{read}Nested"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRule:
    """A description, examples (each a value of TOML) and limits of what is written; None where the rule says nothing."""

    description: str | None = None
    examples: tuple[str | int | float | bool, ...] | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    ge: Decimal | None = None
    gt: Decimal | None = None
    le: Decimal | None = None
    lt: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiOptions:
    """What the schemas should be.

    `models_module` is where the models are imported from (`app.models`, `.models`). `exclude` are globs of paths of
    columns (`public.users.password_hash`, `*.password_hash`) and relationships that stay out of Read. `nested` is how
    deep Read has related objects in it; `relationships` are globs of those it may follow, `link_keys` of the
    many-to-many ones that Create and Update take keys for. `loading`: whether functions say what to load. `show` are
    globs of columns that look like secrets and are none; `rules` what the project says of columns, by path or glob.
    `extra` is what becomes of input that no field has. `base_name` is what the common base class is called.
    """

    models_module: str
    variants: tuple[Variant, ...] = ("base", "create", "update", "read")
    exclude: tuple[str, ...] = ()
    names: NamePatterns = field(default_factory=NamePatterns)
    nested: int = 0
    relationships: tuple[str, ...] = ("*",)
    link_keys: tuple[str, ...] = ()
    loading: bool = False
    show: tuple[str, ...] = ()
    rules: Mapping[str, FieldRule] = field(default_factory=dict)
    camel_case: bool = False
    extra: Literal["ignore", "forbid", "allow"] = "ignore"
    strict: bool = False
    defer_build: bool = False
    examples: bool = False
    base_name: str = BASE


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiField:
    """A field as a member of a class: `name: annotation = value`.

    `type_imports` are those of the model's own type, `imports` all that the field needs.
    """

    key: Key
    name: str
    annotation: str
    value: str | None = None
    imports: Imports = frozenset()
    type_imports: Imports = frozenset()
    aliased: bool = False
    helpers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiSchema:
    """A pydantic class. `depth` is how deep a Read has related objects in it."""

    key: Key
    name: str
    variant: Variant
    table: Table
    bases: tuple[str, ...]
    fields: tuple[ApiField, ...]
    docstring: str | None = None
    depth: int = 0
    imports: Imports = frozenset()
    """What bases and annotations need beside the imports of the fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiHelper:
    """Something small that generated schemas bring along: a type with its limits, a function that says what to load."""

    key: Key
    name: str
    source: str
    imports: Imports = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiDraft:
    """The schemas of a whole database, in the order they must stand.

    `settings` are the keyword arguments of the common base class's ConfigDict; `helpers` stand before every schema,
    `loaders` behind all of them: functions that return what a query has to load for a nested Read.
    """

    base_name: str
    settings: tuple[tuple[str, str], ...]
    setting_imports: Imports = frozenset()
    helpers: tuple[ApiHelper, ...] = ()
    schemas: tuple[ApiSchema, ...] = field(default=())
    loaders: tuple[ApiHelper, ...] = ()
    base_elsewhere: bool = False
    """Whether another module has the common base class; what needs it here brings the import along."""


def nested_variant(depth: int) -> str:
    """What a Read of this depth is called in keys: `read`, `nested`, `nested2`."""
    if depth == 0:
        return "read"
    return "nested" if depth == 1 else f"nested{depth}"


def loading_key(table: Table, depth: int) -> Key:
    """The key of the function that says what to load for a nested Read."""
    return Key(f"loading {table.path}.{nested_variant(depth)}")


def schema_key(table: Table, variant: str) -> Key:
    """The key of a schema: `schema public.books.create`; that of a nested one ends in `nested`, `nested2`, ..."""
    return Key(f"schema {table.path}.{variant}")


def field_key(table: Table, variant: str, member: str) -> Key:
    """The key of a schema's field; `member` is the column's name in the database, or a relationship's key."""
    return Key(f"field {table.path}.{variant}.{path_part(member)}")
