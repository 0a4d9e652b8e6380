"""Statements of a file that ormforge has not written: what they say of the database, and whether a hand made them.

Such a file has no baseline. A statement that says what the database says stays as it is written. One that says something
else, and holds nothing but what a generator writes as well, is an old copy of the database. Anything else is a choice.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal

from ormforge.catalog.keys import Key
from ormforge.merge.decide import carry_comment
from ormforge.merge.ledger import Scope
from ormforge.plan import Archived, Severity
from ormforge.source.identity import (
    assigned_value,
    callee,
    column_call,
    is_relationship,
    string,
)
from ormforge.source.sameness import comments
from ormforge.source.unit import Unit

Stance = Literal["same", "stale", "own"]

_FACTS = frozenset(
    {"nullable", "primary_key", "unique", "index", "server_default", "autoincrement", "comment"}
)
_PARTS = frozenset({"ForeignKey", "Computed", "Identity", "Sequence", "FetchedValue"})
_PLAIN_CALLS = _PARTS | {
    *("Column", "mapped_column", "Table", "Index", "UniqueConstraint", "CheckConstraint"),
    *(
        "ForeignKeyConstraint",
        "PrimaryKeyConstraint",
        "ExcludeConstraint",
        "text",
        "literal_column",
    ),
}
_PLAIN_NAMES = frozenset(
    [
        "Mapped",
        "Optional",
        "List",
        "Any",
        "dict",
        "list",
        "int",
        "str",
        "float",
        "bool",
        "bytes",
        "datetime",
        "date",
        "time",
        "timedelta",
        "decimal",
        "Decimal",
        "uuid",
        "UUID",
        "metadata",
        "Base",
    ]
)
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


def adopted(scope: Scope, mine: Unit, new: Unit) -> str:
    """The statement in the file that is taken over: the person's, or the generated one where theirs is an old copy."""
    name = f"{scope.class_name}.{mine.names[0]}" if scope.class_name else mine.names[0]
    found = "relationship" if is_relationship(mine.node) else stance(mine, new)
    if found == "stale":
        key = new.key or Key(f"name {scope.path}:{name}")
        lines = "".join(mine.lines)
        scope.ledger.archived.append(
            Archived(key=key, path=scope.path, text=lines, owner=scope.owner, why="replaced")
        )
        message = f"{name} says what the database says now; before it was {mine.bare.strip()!r}"
        scope.note("adopted", "info", message, key=key, line=mine.line)
        return new.bare if not comments(mine.bare) else carry_comment("", mine.bare, new.bare) or ""
    if found != "same":
        severity: Severity = "info" if found == "relationship" else "warning"
        message = f"{name} is kept as it was written; ormforge would say {new.bare.strip()!r}"
        scope.note("adopted", severity, message, key=new.key, line=mine.line)
    return mine.bare


def stance(mine: Unit, new: Unit) -> Stance:
    """How a statement stands to the one that would be generated: the same facts, stale ones, or the person's own."""
    one, other = mine.node, new.node
    if one is None or other is None:
        return "own"
    before, now = _facts(one), _facts(other)
    if isinstance(before, dict) and isinstance(now, dict) and None in (before["type"], now["type"]):
        # A foreign key has the type of what it refers to where none is said.
        before, now = ({**facts, "type": None} for facts in (before, now))
    if before == now:
        return "same"
    told = not comments(mine.bare) or carry_comment("", mine.bare, new.bare) is not None
    # An enum of which the values are stored is what is generated; otherwise it stores the names of its members.
    known = frozenset(_names(other)) if any(map(_takes_values, ast.walk(one))) else frozenset()
    return "stale" if told and _is_plain(one, known) else "own"


def _facts(node: ast.stmt) -> object:
    value = assigned_value(node)
    call = column_call(value) if value is not None else None
    if call is not None or _annotation(node) is not None:
        return _column_facts(node, call)
    if isinstance(value, ast.Tuple):
        return sorted(ast.dump(item) for item in value.elts)
    return None if value is None else ast.dump(value)


def _column_facts(node: ast.stmt, call: ast.Call | None) -> Mapping[str, object]:
    keywords = {item.arg: item.value for item in call.keywords} if call is not None else {}
    arguments = [item for item in call.args if string(item) is None] if call is not None else []
    facts: dict[str, object] = {
        name: ast.dump(value) for name, value in keywords.items() if name in _FACTS
    }
    given = next((item for item in arguments if callee(item) not in _PARTS), None)
    annotation = _annotation(node)
    key = "primary_key" in keywords and _constant(keywords["primary_key"]) is True
    stated = _constant(keywords["nullable"]) if "nullable" in keywords else None
    optional = not key if annotation is None else _is_optional(annotation)
    facts["nullable"] = optional if stated is None else stated
    parts = [item for item in arguments if item is not given]
    referring = given is None and any(callee(item) == "ForeignKey" for item in parts)
    facts["type"] = None if referring else _type(given or keywords.get("type_"), annotation)
    facts["parts"] = sorted(map(ast.dump, parts))
    return facts


def _type(given: ast.expr | None, annotation: ast.expr | None) -> str | None:
    if isinstance(given, ast.Call):
        inside = [_argument(item) for item in (*given.args, *given.keywords)]
        return f"{callee(given)}({', '.join(inside)})"
    if given is not None:
        return f"{callee(given)}()"
    names = [*_names(annotation)] if annotation is not None else []
    known = [_ANNOTATED[name] for name in names if name in _ANNOTATED]
    return f"{known[-1]}()" if known else None


def _argument(item: ast.AST) -> str:
    """An argument of a type; how it takes an enum's values is said in many ways."""
    return "values" if _takes_values(item) else ast.unparse(item)


def _takes_values(item: ast.AST) -> bool:
    return isinstance(item, ast.keyword) and item.arg == "values_callable"


def _annotation(node: ast.stmt) -> ast.expr | None:
    return node.annotation if isinstance(node, ast.AnnAssign) else None


def _is_optional(annotation: ast.expr) -> bool:
    return any(name in ("Optional", "None") for name in _names(annotation))


def _names(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            yield part.id
        elif isinstance(part, ast.Attribute):
            yield part.attr
        elif isinstance(part, ast.Constant) and part.value is None:
            yield "None"


def _constant(node: ast.expr) -> object:
    return node.value if isinstance(node, ast.Constant) else None


def _is_plain(node: ast.stmt, known: frozenset[str]) -> bool:
    """Whether a statement holds nothing that only a person writes; `known` are names in the generated one."""
    value, annotation = assigned_value(node), _annotation(node)
    call = column_call(value) if value is not None else None
    if call is not None and any(item.arg not in {*_FACTS, "name"} for item in call.keywords):
        return False
    expressions = [part for part in (value, annotation) if part is not None]
    return all(_is_plain_part(part, known) for tree in expressions for part in _parts(tree))


def _parts(tree: ast.expr) -> Iterator[ast.AST]:
    """Every part of an expression, but not of how an enum's values are taken."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        part = waiting.pop()
        yield part
        inside = ast.iter_child_nodes(part)
        waiting += (item for item in inside if not _takes_values(item))


def _is_plain_part(part: ast.AST, known: frozenset[str]) -> bool:
    if isinstance(part, ast.Call):
        return callee(part) in _PLAIN_CALLS or callee(part) in _types()
    if isinstance(part, ast.Name):
        return part.id in known | _PLAIN_NAMES | _PLAIN_CALLS or part.id in _types()
    return not isinstance(part, ast.Lambda | ast.JoinedStr | ast.Starred | ast.BoolOp | ast.IfExp)


@lru_cache(maxsize=1)
def _types() -> frozenset[str]:
    """The names of SQLAlchemy's own types, and of the modules that they are in."""
    from sqlalchemy import types
    from sqlalchemy.dialects import mysql, postgresql, sqlite

    modules = (types, mysql, postgresql, sqlite)
    names = {name for module in modules for name in dir(module) if name[:1].isupper()}
    return frozenset({*names, "sa", "sqlalchemy", "types", "mysql", "postgresql", "sqlite"})
