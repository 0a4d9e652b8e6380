"""The types of fields: the models' own, and what pydantic needs where those say too little."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

from ormforge.catalog.keys import helper_key
from ormforge.draft.model import DraftColumn, Import, Imports
from ormforge.schemas.limits import Limits, integer_range
from ormforge.schemas.model import ApiHelper

OMITTABLE = "Omittable"
_JSON_COLUMNS = frozenset({"json", "jsonb"})
_ANNOTATED = frozenset({Import("typing", "Annotated"), Import("pydantic", "Field")})
_KNOWN = ("typing", "sqlalchemy", "pydantic")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldType:
    """The type of a field's value that is not None, as an annotation says it."""

    text: str
    imports: Imports = frozenset()
    helpers: frozenset[str] = field(default=frozenset())


def field_type(column: DraftColumn, limits: Limits, models_module: str) -> FieldType:
    """The type of the column's values.

    An integer gets the range that its column holds. A JSON column holds any JSON, whatever the model says of it.
    """
    python = column.python_type
    if column.enum is not None:
        enum = Import(models_module, python.text.removeprefix("list[").rstrip("]"))
        return FieldType(text=python.text, imports=python.imports | {enum})
    if python.text == "dict[str, Any]" and column.column.type.sql.lower() in _JSON_COLUMNS:
        return FieldType(text="JsonValue", imports=frozenset({Import("pydantic", "JsonValue")}))
    if python.text == "int" and limits.bits is not None:
        name = f"{'UInt' if limits.unsigned else 'Int'}{limits.bits}"
        return FieldType(text=name, helpers=frozenset({name}))
    return FieldType(text=python.text, imports=python.imports)


def is_foreign(imports: Imports) -> bool:
    """Whether any of the imports brings a type of the user's own, about which pydantic may know nothing."""
    return any(
        not wanted.module.startswith(_KNOWN)
        and wanted.module.partition(".")[0] not in sys.stdlib_module_names
        for wanted in imports
    )


def helpers_for(names: frozenset[str]) -> Iterator[ApiHelper]:
    """The definitions of the helpers of these names, in a fixed order."""
    for name in sorted(names - {OMITTABLE}, key=lambda name: (name.lstrip("UInt").zfill(3), name)):
        yield _integer(name)
    if OMITTABLE in names:
        yield from _omittable()


def _integer(name: str) -> ApiHelper:
    bits = int(name.removeprefix("U").removeprefix("Int"))
    low, high = integer_range(bits, unsigned=name.startswith("U"))
    return ApiHelper(
        key=helper_key(name),
        name=name,
        source=f"{name} = Annotated[int, Field(ge={low}, le={high})]",
        imports=_ANNOTATED,
    )


def _omittable() -> Iterator[ApiHelper]:
    """A field that may be left out of the input, but may not be null, and whose JSON Schema says so."""
    yield ApiHelper(
        key=helper_key("Value"),
        name="Value",
        source='Value = TypeVar("Value")',
        imports=frozenset({Import("typing", "TypeVar")}),
    )
    yield ApiHelper(
        key=helper_key("refuse_null"),
        name="refuse_null",
        source=_REFUSE_NULL,
    )
    yield ApiHelper(
        key=helper_key(OMITTABLE),
        name=OMITTABLE,
        source=f"{OMITTABLE} = Annotated[Value | SkipJsonSchema[None], BeforeValidator(refuse_null)]",
        imports=frozenset(
            {
                Import("typing", "Annotated"),
                Import("pydantic", "BeforeValidator"),
                Import("pydantic.json_schema", "SkipJsonSchema"),
            }
        ),
    )


_REFUSE_NULL = """\
def refuse_null(value: Value) -> Value:
    if value is None:
        raise ValueError("may be left out, but not be null")
    return value"""
