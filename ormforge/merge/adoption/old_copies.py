"""What a generator writes, as opposed to what only a person does."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ormforge.merge.statements.facts import PARTS, TOLD, annotation_of, takes_values, type_names
from ormforge.source.identity import assigned_value, callee, column_call

PLAIN_CALLS = PARTS | {
    *("Column", "mapped_column", "Table", "Index", "UniqueConstraint", "CheckConstraint"),
    *(
        "ForeignKeyConstraint",
        "PrimaryKeyConstraint",
        "ExcludeConstraint",
        "text",
        "literal_column",
        # sqlacodegen writes `DOMAIN(..., metadata=MetaData())`
        "MetaData",
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


def is_plain(node: ast.stmt, known: frozenset[str] = frozenset()) -> bool:
    """Whether a statement holds nothing that only a person writes; `known` are names in the generated one."""
    value, annotation = assigned_value(node), annotation_of(node)
    call = column_call(value) if value is not None else None
    if call is not None and any(item.arg not in {*TOLD, "name"} for item in call.keywords):
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
        waiting += (item for item in inside if not takes_values(item))


def _is_plain_part(part: ast.AST, known: frozenset[str]) -> bool:
    if isinstance(part, ast.Call):
        return callee(part) in PLAIN_CALLS or callee(part) in type_names()
    if isinstance(part, ast.Name):
        return part.id in known | _PLAIN_NAMES | PLAIN_CALLS or part.id in type_names()
    return not isinstance(part, ast.Lambda | ast.JoinedStr | ast.Starred | ast.BoolOp | ast.IfExp)
