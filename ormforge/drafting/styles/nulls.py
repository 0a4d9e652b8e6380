"""JSON columns where a class gives every attribute a value.

An ORM that finds None in a JSON column writes JSON's own null, so that neither NULL nor the server's default gets there.
A class whose attributes are None until something else is said has to mean SQL's NULL.
https://docs.sqlalchemy.org/en/20/core/type_basics.html#sqlalchemy.types.JSON.params.none_as_null
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import JSON

from ormforge.catalog.keys import Key
from ormforge.drafting.blueprint import Blueprint
from ormforge.drafting.expressions import call, literal
from ormforge.drafting.types import TypeSpec


def with_sql_nulls(blueprint: Blueprint) -> Blueprint:
    """The blueprint in which None in a JSON column is SQL's NULL; the types print the same DDL."""
    types = {key: _with_sql_null(spec) for key, spec in blueprint.types.items()}
    return replace(blueprint, types=types) if _changed(types, blueprint) else blueprint


def _changed(types: dict[Key, TypeSpec], blueprint: Blueprint) -> bool:
    return any(spec is not blueprint.types[key] for key, spec in types.items())


def _with_sql_null(spec: TypeSpec) -> TypeSpec:
    if not isinstance(spec.instance, JSON) or not spec.full.text.isidentifier():
        return spec
    full = call(spec.full, (), {"none_as_null": literal(True)})
    return replace(spec, expression=full, full=full)
