"""The types of fields: the models' own, and what pydantic needs where those say too little."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field, replace

from ormforge.draft.literals import string_literal
from ormforge.draft.model import DraftColumn, Import, Imports
from ormforge.schemas.helpers import HELPERS, TEXTS_OF_BYTES
from ormforge.schemas.limits import Limits
from ormforge.schemas.texts import ALPHABETS

_ADDRESSES = {"inet": "Inet", "cidr": "Cidr"}
_RANGE = re.compile(r"Range\[([^\[\]]+)\]")
_ENDS = {
    **dict.fromkeys(("tsrange", "tsmultirange"), "NaiveDatetime"),
    **dict.fromkeys(("tstzrange", "tstzmultirange"), "AwareDatetime"),
}
"""What PostgreSQL takes as ends of these ranges, where it converts neither into the other."""
_LABEL = re.compile(r"'((?:[^']|'')*)'")
_MYSQL = ("mysql", "mariadb")
_JSON_COLUMNS = frozenset({"json", "jsonb"})
_KNOWN = ("typing", "sqlalchemy", "pydantic")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldType:
    """The type of a field's value that is not None, as an annotation says it."""

    text: str
    imports: Imports = frozenset()
    helpers: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeContext:
    """Where a type stands: the database's dialect, the models' module, and whether values are written with it."""

    dialect: str
    models_module: str
    written: bool


def field_type(column: DraftColumn, limits: Limits, context: TypeContext) -> FieldType:
    """The type of the column's values.

    An integer without other bounds gets the range that its column holds. A JSON column holds any JSON, whatever the model
    says of it.
    """
    python, sql = column.python_type, column.column.type.sql.lower()
    if column.enum is not None:
        return _nested(_enum(python.text, python.imports, context), column)
    if python.text == "set[str]" and sql.startswith("set("):
        return _labels(column.column.type.sql)
    if sql.startswith("timestamp") and context.dialect in _MYSQL and context.written:
        return _helper("Timestamp")
    item = _item(python.text, sql, context)
    if item is not None:
        return _nested(item, column)
    return _nested(_plain(python.text, sql, python.imports, limits, context), column)


def _item(text: str, sql: str, context: TypeContext) -> FieldType | None:
    """A type, or the type of an array's elements, that its name in the database tells better than the model's."""
    name, is_array = sql.removesuffix("[]"), sql.endswith("[]")
    plain = text.removeprefix("list[").removesuffix("]") if is_array else text
    if plain == "dict[str, Any]" and name in _JSON_COLUMNS:
        is_checked = context.dialect == "postgresql" and name == "jsonb"
        kind = _helper("Jsonb") if is_checked else _imported("pydantic", "JsonValue")
    elif name in _ADDRESSES:
        kind = _helper(_ADDRESSES[name])
    elif name == "real" and plain == "float" and context.dialect == "postgresql":
        kind = _helper("Real")
    else:
        return None
    return replace(kind, text=f"list[{kind.text}]") if is_array else kind


def _enum(text: str, imports: Imports, context: TypeContext) -> FieldType:
    """An enum of the models, under another name where a helper of the schemas has its own."""
    name = text.removeprefix("list[").rstrip("]")
    alias = f"{name}_" if name in HELPERS else None
    wanted = Import(context.models_module, name, alias)
    return FieldType(text=text.replace(name, wanted.bound), imports=imports | {wanted})


def _labels(sql: str) -> FieldType:
    """The type of a SET: some of its labels, which MariaDB quotes by doubling."""
    labels = [label.replace("''", "'") for label in _LABEL.findall(sql)]
    shown = ", ".join(map(string_literal, labels))
    literal = Import("typing", "Literal")
    return FieldType(text=f"set[Literal[{shown}]]", imports=frozenset({literal}))


def _plain(
    text: str, sql: str, imports: Imports, limits: Limits, context: TypeContext
) -> FieldType:
    helpers: set[str] = set()
    if limits.bits is not None:
        name = f"{'UInt' if limits.unsigned else 'Int'}{limits.bits}"
        text = _replaced("int", name, text, helpers)
    if limits.is_float:
        text = _replaced("float", "Float32", text, helpers)
    if (kept := _kept_as(limits, context.dialect)) is not None:
        text = _replaced("str", kept, text, helpers)
    return _with_ranges(FieldType(text=text, imports=imports, helpers=frozenset(helpers)), sql)


def _kept_as(limits: Limits, dialect: str) -> str | None:
    """The type that says what the database has room for in a text; a pattern beside it would take the place of its own."""
    storage = limits.storage
    if storage.bytes is not None:
        return TEXTS_OF_BYTES[storage.bytes]
    if limits.pattern is not None:
        return None
    if storage.alphabet is not None:
        return ALPHABETS[storage.alphabet][0]
    return "Text" if dialect == "postgresql" else None


def _with_ranges(kind: FieldType, sql: str) -> FieldType:
    """The type with its ranges held to what the database takes for one: ends in order, moments all with a zone or none."""
    found = _RANGE.search(kind.text)
    if found is None:
        return kind
    if found[1] in ("Int32", "Int64"):
        return replace(
            kind,
            text=kind.text.replace(found[0], f"{found[1]}Range"),
            imports=frozenset(),
            helpers=kind.helpers | {f"{found[1]}Range"},
        )
    end = _ENDS.get(sql.removesuffix("[]"), found[1])
    known = frozenset({Import("pydantic", end)}) if end != found[1] else frozenset()
    replaced = frozenset({Import("datetime")}) if known else frozenset()
    return replace(
        kind,
        text=kind.text.replace(found[0], f"Ordered[Range[{end}]]"),
        imports=(kind.imports - replaced) | known,
        helpers=kind.helpers | {"Ordered"},
    )


def _replaced(word: str, name: str, text: str, helpers: set[str]) -> str:
    changed = re.sub(rf"\b{word}\b", name, text)
    if changed != text:
        helpers.add(name)
    return changed


def _nested(kind: FieldType, column: DraftColumn) -> FieldType:
    """The type of an array of more than one dimension: a list for each."""
    deeper = column.column.type.dimensions - 1
    if deeper < 1 or not kind.text.startswith("list["):
        return kind
    return replace(kind, text=f"{'list[' * deeper}{kind.text}{']' * deeper}")


def _helper(name: str) -> FieldType:
    return FieldType(text=name, helpers=frozenset({name}))


def _imported(module: str, name: str) -> FieldType:
    return FieldType(text=name, imports=frozenset({Import(module, name)}))


def is_foreign(imports: Imports) -> bool:
    """Whether any of the imports brings a type of the user's own, about which pydantic may know nothing."""
    return any(
        not wanted.module.startswith(_KNOWN)
        and wanted.module.partition(".")[0] not in sys.stdlib_module_names
        for wanted in imports
    )
