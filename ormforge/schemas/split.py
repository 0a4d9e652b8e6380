"""The API schemas divided into the modules of a package.

What all of them stand on has a module of its own, which imports no other. The schemas of a table import that alone. Nested
Reads, each of which may need any other class's, stand together in one module behind all others.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ormforge.draft.homes import PackageLayout, homes_of
from ormforge.draft.model import Import
from ormforge.schemas.model import ApiDraft, ApiSchema

BASE_MODULE = "base"
NESTED_MODULE = "nested"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiPackage:
    """The schemas as modules: the draft of each by its name, in the order they must be imported in.

    `exports` are what the package itself hands on, so that `from package import BookRead` works in every layout.
    """

    modules: Mapping[str, ApiDraft]
    exports: tuple[Import, ...]


def split_schemas(api: ApiDraft, layout: PackageLayout, default_schema: str | None) -> ApiPackage:
    """The schemas divided into modules, one for each table or schema of the database, beside the common ones."""
    homes = _homes(api, layout, default_schema)
    bound = {schema.name: homes[number] for number, schema in enumerate(api.schemas)}
    bound.update((helper.name, BASE_MODULE) for helper in api.helpers)
    bound.update((loader.name, NESTED_MODULE) for loader in api.loaders)
    bound[api.base_name] = BASE_MODULE
    modules = {BASE_MODULE: replace(api, schemas=(), loaders=())}
    for name in dict.fromkeys(homes):
        modules[name] = replace(
            api,
            base_elsewhere=True,
            setting_imports=frozenset(),
            helpers=(),
            schemas=tuple(
                _with_siblings(schema, bound, name)
                for schema, home in zip(api.schemas, homes, strict=True)
                if home == name
            ),
            loaders=api.loaders if name == NESTED_MODULE else (),
        )
    exports = sorted((module, name) for name, module in bound.items())
    return ApiPackage(
        modules=modules,
        exports=tuple(Import(f".{module}", name, alias=name) for module, name in exports),
    )


def _homes(api: ApiDraft, layout: PackageLayout, default_schema: str | None) -> tuple[str, ...]:
    """The module of each schema, in order."""
    tables = {schema.table.key: schema.table for schema in api.schemas}
    homes = homes_of(tables.values(), layout, default_schema, (BASE_MODULE, NESTED_MODULE))
    return tuple(
        NESTED_MODULE if schema.depth else homes[schema.table.key] for schema in api.schemas
    )


def _with_siblings(schema: ApiSchema, bound: Mapping[str, str], module: str) -> ApiSchema:
    """The schema with the imports of what it uses from other modules of the package."""
    return replace(schema, imports=schema.imports | frozenset(_siblings(schema, bound, module)))


def _siblings(schema: ApiSchema, bound: Mapping[str, str], module: str) -> Iterator[Import]:
    for name in _names(schema):
        home = bound.get(name, module)
        if home != module:
            yield Import(f".{home}", name)


def _names(schema: ApiSchema) -> frozenset[str]:
    """The names that must be bound when the class is defined."""
    sources = (*schema.bases, *(field.annotation for field in schema.fields))
    return frozenset(
        node.id
        for source in sources
        for node in ast.walk(ast.parse(source, mode="eval"))
        if isinstance(node, ast.Name)
    )
