"""Drafting the API schemas of a whole database."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ormforge.draft.model import Draft, DraftModel, Import, Imports
from ormforge.naming import plural, singular
from ormforge.plan import Note
from ormforge.schemas.fields import (
    FieldSource,
    base_field,
    create_field,
    keys_field,
    read_field,
    same_declaration,
    update_field,
)
from ormforge.schemas.helpers import helpers_for
from ormforge.schemas.material import Material, material_of
from ormforge.schemas.model import (
    ApiDraft,
    ApiField,
    ApiOptions,
    ApiSchema,
    Variant,
    schema_key,
)
from ormforge.schemas.nested import loaders, nested_schemas
from ormforge.schemas.notes import schema_notes
from ormforge.schemas.relations import key_columns
from ormforge.schemas.rules import rule_of
from ormforge.schemas.secrets import is_hidden
from ormforge.schemas.types import is_foreign

_TO_CAMEL = ("pydantic.alias_generators", "to_camel")
_ORDER: tuple[Variant, ...] = ("base", "create", "update", "read")
_READ_ONLY = frozenset({"view", "materialized view"})


def draft_schemas(draft: Draft, options: ApiOptions) -> tuple[ApiDraft, tuple[Note, ...]]:
    """The schemas of every mapped class, and what has to be said about them."""
    material = material_of(draft, options)
    flat = tuple(schema for model in draft.models for schema in _schemas(model, material))
    schemas = (*flat, *nested_schemas(material))
    used = frozenset(
        name for schema in schemas for field in schema.fields for name in field.helpers
    )
    settings = tuple(_settings(schemas, draft.catalog.dialect, options))
    api = ApiDraft(
        base_name=options.base_name,
        settings=tuple((name, value) for name, value, _ in settings),
        setting_imports=frozenset(wanted for *_, imports in settings for wanted in imports),
        helpers=tuple(helpers_for(used)),
        schemas=schemas,
        loaders=tuple(loaders(material)) if options.loading else (),
    )
    return api, schema_notes(draft, options)


def _schemas(model: DraftModel, material: Material) -> Iterator[ApiSchema]:
    """The schemas of one model; what cannot be written has a schema for reading alone."""
    sources = tuple(_sources(model, material))
    wanted = [variant for variant in _ORDER if variant in material.options.variants]
    if model.table.kind in _READ_ONLY:
        wanted = [variant for variant in wanted if variant == "read"]
    base = tuple(_fields("base", sources)) if "base" in wanted else None
    for variant in wanted:
        extends = base is not None and variant in ("create", "read")
        fields = tuple(_fields(variant, sources))
        yield ApiSchema(
            key=schema_key(model.table, variant),
            name=material.names[schema_key(model.table, variant)],
            variant=variant,
            table=model.table,
            bases=(
                (
                    material.names[schema_key(model.table, "base")]
                    if extends
                    else material.options.base_name
                ),
            ),
            fields=(
                *(_without(base, fields) if extends and base else fields),
                *_links(model, variant, material),
            ),
            docstring=model.docstring,
        )


def _links(model: DraftModel, variant: Variant, material: Material) -> Iterator[ApiField]:
    """The many-to-many lists that are given as keys, in what creates or changes an object."""
    taken = {*material.fields[model.key].values(), *(c.name for c in model.mapped_columns)}
    for relationship in (
        material.relations.links[model.key] if variant in ("create", "update") else ()
    ):
        target = material.relations.models[relationship.target_key]
        (key,) = (s for s in _sources(target, material) if s.column in key_columns(target))
        name = _keys_name(relationship.name, key.column.name)
        while name in taken:
            name += "_"
        taken.add(name)
        yield keys_field(key, model.table, variant, relationship.key, name)


def _keys_name(relationship: str, key: str) -> str:
    """`tags` and `id` give `tag_ids`, and so do `tags` and `tag_id`."""
    one = singular(relationship)
    return plural(key) if key.startswith(f"{one}_") else f"{one}_{plural(key)}"


def _sources(model: DraftModel, material: Material) -> Iterator[FieldSource]:
    catalog, options = material.draft.catalog, material.options
    labels = {
        key: tuple(value for _, value in enum.members)
        for enum in material.draft.enums
        for key in enum.keys
    }
    for column in model.mapped_columns:
        yield FieldSource(
            column=column,
            table=model.table,
            catalog=catalog,
            name=material.fields[model.key][column.name],
            models_module=options.models_module,
            hidden=is_hidden(column, model.table, catalog, options),
            rule=rule_of(column, model.table, catalog, options.rules),
            alias=material.alias(model, column.name),
            examples=options.examples,
            labels=labels.get(column.enum, ()) if column.enum is not None else (),
        )


def _fields(variant: Variant, sources: tuple[FieldSource, ...]) -> Iterator[ApiField]:
    for source in sources:
        if variant == "base" and source.is_written and not source.hidden:
            shared = base_field(source)
            if shared is not None:
                yield shared
        elif variant == "create" and source.is_written:
            yield create_field(source)
        elif variant == "update" and source.is_written and not source.column.primary_key:
            yield update_field(source)
        elif variant == "read" and not source.hidden:
            yield read_field(source)


def _without(base: tuple[ApiField, ...], fields: tuple[ApiField, ...]) -> tuple[ApiField, ...]:
    """The fields that the base does not declare in the same way."""
    return tuple(
        field for field in fields if not any(same_declaration(field, known) for known in base)
    )


def _settings(
    schemas: tuple[ApiSchema, ...], dialect: str, options: ApiOptions
) -> Iterator[tuple[str, str, Imports]]:
    """The settings of the common base class, with what they import: what some field needs, and what is asked for."""
    fields = [field for schema in schemas for field in schema.fields]
    has_floats = any(re.search(r"float|Float32|Real", field.annotation) for field in fields)
    is_finite = dialect in ("mysql", "mariadb")
    needed = {
        ("json_schema_serialization_defaults_required", "True"): any(
            field.value is not None for field in fields
        ),
        ("populate_by_name", "True"): options.camel_case or any(field.aliased for field in fields),
        ("arbitrary_types_allowed", "True"): any(is_foreign(f.type_imports) for f in fields),
        ("ser_json_bytes", '"base64"'): any("bytes" in field.annotation for field in fields),
        ("val_json_bytes", '"base64"'): any("bytes" in field.annotation for field in fields),
        ("ser_json_inf_nan", '"strings"'): has_floats and not is_finite,
        ("allow_inf_nan", "False"): has_floats and is_finite,
        ("extra", f'"{options.extra}"'): options.extra != "ignore",
        ("strict", "True"): options.strict,
        ("defer_build", "True"): options.defer_build,
    }
    yield "from_attributes", "True", frozenset()
    if options.camel_case:
        yield "alias_generator", "to_camel", frozenset({Import(*_TO_CAMEL)})
    yield from ((*setting, frozenset()) for setting, wanted in needed.items() if wanted)
