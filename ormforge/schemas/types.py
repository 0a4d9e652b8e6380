"""The types of fields: the models' own, and what pydantic needs where those say too little."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field, replace

from ormforge.draft.literals import string_literal
from ormforge.draft.model import DraftColumn, Import, Imports
from ormforge.schemas.helpers import HELPERS
from ormforge.schemas.limits import Limits

_ADDRESSES = {"inet": "Inet", "cidr": "Cidr"}
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
    if python.text == "dict[str, Any]" and sql in _JSON_COLUMNS:
        is_checked = context.dialect == "postgresql" and sql == "jsonb"
        return _helper("Jsonb") if is_checked else _imported("pydantic", "JsonValue")
    if python.text == "set[str]" and sql.startswith("set("):
        return _labels(column.column.type.sql)
    if sql in _ADDRESSES:
        return _helper(_ADDRESSES[sql])
    if sql.startswith("timestamp") and context.dialect in _MYSQL and context.written:
        return _helper("Timestamp")
    return _nested(_plain(python.text, python.imports, limits, context), column)


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


def _plain(text: str, imports: Imports, limits: Limits, context: TypeContext) -> FieldType:
    helpers: set[str] = set()
    if limits.bits is not None:
        name = f"{'UInt' if limits.unsigned else 'Int'}{limits.bits}"
        text = _replaced("int", name, text, helpers)
    if context.dialect == "postgresql" and limits.pattern is None:
        text = _replaced("str", "Text", text, helpers)
    return FieldType(text=text, imports=imports, helpers=frozenset(helpers))


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
