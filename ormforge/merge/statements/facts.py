"""What a column's statement says of the database: the facts, however they are spelled."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from ormforge.source.identity import assigned_value, callee, column_call, string

TOLD = frozenset(
    {"nullable", "primary_key", "unique", "index", "server_default", "autoincrement", "comment"}
)
"""The keywords of a column that say something of the database."""
PARTS = frozenset({"ForeignKey", "Computed", "Identity", "Sequence", "FetchedValue"})
"""What a column is given beside its name and type."""
_LITERAL = re.compile(r"'((?:[^'\\]|'')*)'")
_ANNOTATED = {
    "int": "Integer",
    "str": "String",
    "bool": "Boolean",
    "float": "Float",
    "Decimal": "Numeric",
    "date": "Date",
    "datetime": "DateTime",
    "time": "Time",
    "timedelta": "Interval",
    "bytes": "LargeBinary",
    "UUID": "Uuid",
}


def facts_of(node: ast.stmt) -> object:
    """What a statement says: of a column by kinds of facts, of anything else in one piece."""
    value = assigned_value(node)
    call = column_call(value) if value is not None else None
    if call is not None or annotation_of(node) is not None:
        return _column_facts(node, call)
    if isinstance(value, ast.Call) and callee(value) == "Table":
        return _table_facts(value)
    if isinstance(value, ast.Tuple):
        return sorted(ast.dump(item) for item in value.elts)
    return None if value is None else ast.dump(value)


def _table_facts(call: ast.Call) -> object:
    """What a `Table` says, apart from what its metadata is called."""
    name, *rest = [*call.args[:1], *call.args[2:], *(word.value for word in call.keywords)]
    columns = {
        string(part.args[0]): _column_facts(ast.Expr(part), part)
        for part in rest
        if isinstance(part, ast.Call) and callee(part) == "Column" and part.args
    }
    others = [part for part in rest if callee(part) != "Column"]
    return string(name), columns, sorted(map(ast.dump, others))


def _said(value: ast.expr) -> str:
    """What a keyword says; a literal of SQL, `text("'x'")`, is what the string `"x"` says."""
    if isinstance(value, ast.Call) and callee(value) == "text" and len(value.args) == 1:
        literal = _LITERAL.fullmatch(string(value.args[0]) or "")
        if literal is not None:
            return ast.dump(ast.Constant(literal[1].replace("''", "'")))
    return ast.dump(value)


def _column_facts(node: ast.stmt, call: ast.Call | None) -> Mapping[str, object]:
    keywords = {item.arg: item.value for item in call.keywords} if call is not None else {}
    arguments = [item for item in call.args if string(item) is None] if call is not None else []
    facts: dict[str, object] = {
        name: _said(value) for name, value in keywords.items() if name in TOLD
    }
    given = type_given(call) if call is not None else None
    annotation = annotation_of(node)
    key = "primary_key" in keywords and _constant(keywords["primary_key"]) is True
    stated = _constant(keywords["nullable"]) if "nullable" in keywords else None
    optional = not key if annotation is None else is_optional(annotation)
    facts["nullable"] = optional if stated is None else stated
    parts = [item for item in arguments if item is not given]
    referring = given is None and any(callee(item) == "ForeignKey" for item in parts)
    facts["type"] = None if referring else type_said(given or keywords.get("type_"), annotation)
    facts["parts"] = sorted(map(ast.dump, parts))
    return facts


def type_said(given: ast.expr | None, annotation: ast.expr | None) -> str | None:
    """The type that a column is given, else the one that its annotation implies; None where neither is known."""
    if isinstance(given, ast.Call):
        inside = [_argument(item) for item in (*given.args, *given.keywords)]
        return f"{callee(given)}({', '.join(inside)})"
    if given is not None:
        return f"{callee(given)}()"
    names = [*names_in(annotation)] if annotation is not None else []
    known = [_ANNOTATED[name] for name in names if name in _ANNOTATED]
    return f"{known[-1]}()" if known else None


def _argument(item: ast.AST) -> str:
    """An argument of a type; how it takes an enum's values is said in many ways."""
    return "values" if takes_values(item) else ast.unparse(item)


def takes_values(item: ast.AST) -> bool:
    """Whether a part of an enum tells how its values are taken."""
    return isinstance(item, ast.keyword) and item.arg == "values_callable"


def annotation_of(node: ast.stmt) -> ast.expr | None:
    """The annotation of a statement."""
    return node.annotation if isinstance(node, ast.AnnAssign) else None


def is_optional(annotation: ast.expr) -> bool:
    """Whether an annotation lets the value be None."""
    return any(name in ("Optional", "None") for name in names_in(annotation))


def names_in(node: ast.AST) -> Iterator[str]:
    """Every name in an expression, the last one of a dotted name too; `None` as well."""
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            yield part.id
        elif isinstance(part, ast.Attribute):
            yield part.attr
        elif isinstance(part, ast.Constant) and part.value is None:
            yield "None"


def _constant(node: ast.expr) -> object:
    return node.value if isinstance(node, ast.Constant) else None


def type_given(call: ast.Call) -> ast.expr | None:
    """The type that a column is given outright, None where it is given none."""
    arguments = (item for item in call.args if string(item) is None)
    return next((item for item in arguments if callee(item) not in PARTS), None)


def keyword_of(call: ast.Call, name: str) -> object:
    """The constant that a call has for a keyword, None for any other expression."""
    return next((_constant(item.value) for item in call.keywords if item.arg == name), None)


@lru_cache(maxsize=1)
def type_names() -> frozenset[str]:
    """The names of SQLAlchemy's own types, and of the modules that they are in."""
    from sqlalchemy import types
    from sqlalchemy.dialects import mysql, postgresql, sqlite

    modules = (types, mysql, postgresql, sqlite)
    names = {name for module in modules for name in dir(module) if name[:1].isupper()}
    return frozenset({*names, "sa", "sqlalchemy", "types", "mysql", "postgresql", "sqlite"})
