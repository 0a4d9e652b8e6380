"""The API schemas as immutable values: pydantic classes and their fields, each under its key.

`annotation` and `value` are Python source; `docstring` is text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from ormforge.catalog.keys import Key, path_part
from ormforge.catalog.model import Table
from ormforge.draft.model import Imports

Variant = Literal["base", "create", "update", "read"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiOptions:
    """What the schemas should be.

    `models_module` is where the models are imported from (`app.models`, `.models`). `exclude` are globs of column paths
    (`public.users.password_hash`, `*.password_hash`) that stay out of Read.
    """

    models_module: str
    variants: tuple[Variant, ...] = ("base", "create", "update", "read")
    exclude: tuple[str, ...] = ()


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
    """A pydantic class."""

    key: Key
    name: str
    variant: Variant
    table: Table
    bases: tuple[str, ...]
    fields: tuple[ApiField, ...]
    docstring: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiHelper:
    """Something small that generated schemas bring along: a type with its limits, the common base class."""

    key: Key
    name: str
    source: str
    imports: Imports = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiDraft:
    """The schemas of a whole database, in the order they must stand.

    `settings` are the keyword arguments of the common base class's ConfigDict; `helpers` stand before every schema.
    """

    base_name: str
    settings: tuple[tuple[str, str], ...]
    helpers: tuple[ApiHelper, ...] = ()
    schemas: tuple[ApiSchema, ...] = field(default=())


def schema_key(table: Table, variant: str) -> Key:
    """The key of a schema: `schema public.books.create`."""
    return Key(f"schema {table.path}.{variant}")


def field_key(table: Table, variant: str, member: str) -> Key:
    """The key of a schema's field; `member` is the column's name in the database, or a relationship's key."""
    return Key(f"field {table.path}.{variant}.{path_part(member)}")
