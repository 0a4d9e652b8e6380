"""Reads with related objects in them, and the functions that say what a query has to load for one."""

from __future__ import annotations

from collections.abc import Iterator

from ormforge.draft.literals import string_literal
from ormforge.draft.model import DraftModel, DraftRelationship, Import
from ormforge.naming import snake_case
from ormforge.schemas.fields import declared_value
from ormforge.schemas.material import Material
from ormforge.schemas.model import (
    ApiField,
    ApiHelper,
    ApiSchema,
    field_key,
    loading_key,
    nested_variant,
    schema_key,
)


def nested_schemas(material: Material) -> Iterator[ApiSchema]:
    """The nested Reads, the flatter ones first: each refers only to those before it."""
    for depth in range(1, material.options.nested + 1):
        for model in material.relations.nested(depth):
            yield ApiSchema(
                key=schema_key(model.table, nested_variant(depth)),
                name=material.read_name(model, depth),
                variant="read",
                table=model.table,
                bases=(material.read_name(model),),
                fields=tuple(
                    _field(material, model, relationship, depth)
                    for relationship in material.relations.followed[model.key]
                ),
                docstring=model.docstring,
                depth=depth,
            )


def _field(
    material: Material, model: DraftModel, relationship: DraftRelationship, depth: int
) -> ApiField:
    target = material.read_name(*_below(material, relationship, depth))
    name = material.fields[model.key][relationship.name]
    alias = material.alias(model, relationship.name)
    words = (("alias", string_literal(alias)),) if alias is not None else ()
    is_optional = relationship.optional and not relationship.collection
    annotation = f"list[{target}]" if relationship.collection else target
    value, imports = declared_value("None" if is_optional else None, words)
    return ApiField(
        key=field_key(model.table, nested_variant(depth), relationship.key),
        name=name,
        annotation=f"{annotation} | None" if is_optional else annotation,
        value=value,
        imports=imports,
        aliased=bool(words),
    )


def loaders(material: Material) -> Iterator[ApiHelper]:
    """A function for each nested Read, which returns the options of a query that loads all it shows, and no more."""
    for depth in range(1, material.options.nested + 1):
        for model in material.relations.nested(depth):
            yield _loader(material, model, depth)


def _loader(material: Material, model: DraftModel, depth: int) -> ApiHelper:
    name = _loader_name(material, model, depth)
    owner = _model_import(material, model)
    loads = [
        _load(material, owner.bound, relationship, depth)
        for relationship in material.relations.followed[model.key]
    ]
    shown = (
        loads[0] if len(loads) == 1 else "".join(f"\n        {load}," for load in loads) + "\n    "
    )
    return ApiHelper(
        key=loading_key(model.table, depth),
        name=name,
        source=f"def {name}() -> list[Load]:\n    return [{shown}]",
        imports=frozenset({Import("sqlalchemy.orm", "Load"), owner}),
    )


def _load(material: Material, owner: str, relationship: DraftRelationship, depth: int) -> str:
    name = relationship.name
    # The classes of SQLModel declare the related object itself, which type checkers take for no attribute to load.
    untyped = material.draft.style == "sqlmodel"
    attribute = f"getattr({owner}, {string_literal(name)})" if untyped else f"{owner}.{name}"
    target, below = _below(material, relationship, depth)
    deeper = f".options(*{_loader_name(material, target, below)}())" if below else ""
    return f"Load({owner}).selectinload({attribute}){deeper}"


def _below(
    material: Material, relationship: DraftRelationship, depth: int
) -> tuple[DraftModel, int]:
    """The class that a relationship leads to from a shape of this depth, and how deep that is shown."""
    key = relationship.target_key
    return material.relations.models[key], material.relations.depths[depth - 1][key]


def _loader_name(material: Material, model: DraftModel, depth: int) -> str:
    return f"{snake_case(material.read_name(model, depth))}_options"


def _model_import(material: Material, model: DraftModel) -> Import:
    """The class, under another name where a schema has its own."""
    taken = model.name in material.names.values()
    return Import(
        material.options.models_module, model.name, f"{model.name}Model" if taken else None
    )
