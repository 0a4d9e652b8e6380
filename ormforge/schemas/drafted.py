"""Drafting the API schemas of a whole database."""

from __future__ import annotations

from collections.abc import Iterator

from ormforge.draft.model import Draft, DraftModel
from ormforge.plan import Note
from ormforge.schemas.fields import (
    FieldSource,
    base_field,
    create_field,
    read_field,
    same_declaration,
    update_field,
)
from ormforge.schemas.model import (
    ApiDraft,
    ApiField,
    ApiOptions,
    ApiSchema,
    Variant,
    schema_key,
)
from ormforge.schemas.names import class_name, field_names
from ormforge.schemas.notes import schema_notes
from ormforge.schemas.secrets import is_hidden
from ormforge.schemas.types import helpers_for, is_foreign

BASE = "Schema"
_ORDER: tuple[Variant, ...] = ("base", "create", "update", "read")
_READ_ONLY = frozenset({"view", "materialized view"})
_OWN_NAMES = frozenset(
    {
        *("Annotated", "Any", "BaseModel", "BeforeValidator", "ConfigDict", "Field", "JsonValue"),
        *("Omittable", "Schema", "SkipJsonSchema", "TypeVar", "Value", "refuse_null"),
        *("bool", "bytes", "dict", "float", "int", "list", "set", "str"),
    }
)


def draft_schemas(draft: Draft, options: ApiOptions) -> tuple[ApiDraft, tuple[Note, ...]]:
    """The schemas of every mapped class, and what has to be said about them."""
    bound = _bound_names(draft)
    schemas = tuple(
        schema for model in draft.models for schema in _schemas(model, draft, options, bound)
    )
    used = frozenset(
        name for schema in schemas for field in schema.fields for name in field.helpers
    )
    api = ApiDraft(
        base_name=BASE,
        settings=tuple(_settings(schemas)),
        helpers=tuple(helpers_for(used)),
        schemas=schemas,
    )
    return api, schema_notes(draft, options)


def _bound_names(draft: Draft) -> frozenset[str]:
    """Every name that annotations of the module may use."""
    imports = {
        w.bound for m in draft.models for c in m.mapped_columns for w in c.python_type.imports
    }
    return _OWN_NAMES | imports | {enum.name for enum in draft.enums}


def _schemas(
    model: DraftModel, draft: Draft, options: ApiOptions, bound: frozenset[str]
) -> Iterator[ApiSchema]:
    """The schemas of one model; what cannot be written has a schema for reading alone."""
    sources = tuple(_sources(model, draft, options, bound))
    wanted = [variant for variant in _ORDER if variant in options.variants]
    if model.table.kind in _READ_ONLY:
        wanted = [variant for variant in wanted if variant == "read"]
    base = tuple(_fields("base", sources)) if "base" in wanted else None
    for variant in wanted:
        extends = base is not None and variant in ("create", "read")
        fields = tuple(_fields(variant, sources))
        yield ApiSchema(
            key=schema_key(model.table, variant),
            name=class_name(model.name, variant, bound),
            variant=variant,
            table=model.table,
            bases=(class_name(model.name, "base", bound) if extends else BASE,),
            fields=_without(base, fields) if extends and base else fields,
            docstring=model.docstring,
        )


def _sources(
    model: DraftModel, draft: Draft, options: ApiOptions, bound: frozenset[str]
) -> Iterator[FieldSource]:
    names = field_names([column.name for column in model.mapped_columns], bound)
    for column in model.mapped_columns:
        yield FieldSource(
            column=column,
            table=model.table,
            catalog=draft.catalog,
            name=names[column.name],
            models_module=options.models_module,
            hidden=is_hidden(column, model.table, draft.catalog, options),
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


def _settings(schemas: tuple[ApiSchema, ...]) -> Iterator[tuple[str, str]]:
    """The settings of the common base class: what some field needs."""
    fields = [field for schema in schemas for field in schema.fields]
    yield "from_attributes", "True"
    if any(field.value is not None for schema in schemas for field in schema.fields):
        yield "json_schema_serialization_defaults_required", "True"
    if any(field.aliased for field in fields):
        yield "populate_by_name", "True"
    if any(is_foreign(field.type_imports) for field in fields):
        yield "arbitrary_types_allowed", "True"
    if any("bytes" in field.annotation for field in fields):
        yield "ser_json_bytes", '"base64"'
        yield "val_json_bytes", '"base64"'
    if any("float" in field.annotation for field in fields):
        yield "ser_json_inf_nan", '"strings"'
