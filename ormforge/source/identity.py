"""Which database object a statement is about, read from its code alone.

The same functions read the baseline, the user's file and the new text, so that two units correspond when their
identities are equal, whatever Python names they bear.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

_COLUMN_CALLS = frozenset({"mapped_column", "Column"})
_WRAPPERS = frozenset({"deferred", "column_property"})
_MAPPED = frozenset({"Mapped"})
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def callee(node: ast.expr) -> str:
    """The last dotted component of what a call calls, empty where it is no plain name."""
    if isinstance(node, ast.Call):
        node = node.func
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def string(node: ast.expr | None) -> str | None:
    """The value of a string literal."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def target_name(node: ast.stmt) -> str | None:
    """The one name that an assignment binds."""
    if isinstance(node, ast.AnnAssign):
        return node.target.id if isinstance(node.target, ast.Name) else None
    if (
        isinstance(node, ast.Assign)
        and len(node.targets) == 1
        and isinstance(node.targets[0], ast.Name)
    ):
        return node.targets[0].id
    return None


def assigned_value(node: ast.stmt) -> ast.expr | None:
    """The right-hand side of an assignment."""
    return node.value if isinstance(node, (ast.Assign, ast.AnnAssign)) else None


def table_identity(node: ast.stmt) -> str | None:
    """`table:SCHEMA.NAME` of a mapped class or of a `Table(...)` assignment; the schema is empty where none is given."""
    if isinstance(node, ast.ClassDef):
        return _class_table(node)
    value = assigned_value(node)
    return _table_call(value) if isinstance(value, ast.Call) and callee(value) == "Table" else None


def _class_table(node: ast.ClassDef) -> str | None:
    name: str | None = None
    schema = ""
    for statement in node.body:
        target = target_name(statement)
        value = assigned_value(statement)
        if target == "__tablename__":
            name = string(value)
        elif target == "__table_args__" and value is not None:
            schema = _schema_of(value)
        elif target == "__table__" and isinstance(value, ast.Call):
            return _table_call(value)
    if name is None and is_sqlmodel_table(node):
        name = node.name.lower()
    return None if name is None else f"table:{schema}.{name}"


def is_sqlmodel_table(node: ast.ClassDef) -> bool:
    """Whether a class is declared as a table of SQLModel: `class Book(SQLModel, table=True)`."""
    return any(
        item.arg == "table" and isinstance(item.value, ast.Constant) and item.value.value is True
        for item in node.keywords
    )


def is_enum_class(node: ast.stmt | None) -> bool:
    """Whether a class is an enum: one of its bases is called one."""
    return isinstance(node, ast.ClassDef) and any(
        callee(base).endswith("Enum") for base in node.bases
    )


def _schema_of(value: ast.expr) -> str:
    if isinstance(value, ast.Tuple) and value.elts:
        value = value.elts[-1]
    if isinstance(value, ast.Dict):
        for key, item in zip(value.keys, value.values, strict=True):
            if string(key) == "schema":
                return string(item) or ""
    return ""


def _table_call(call: ast.Call) -> str | None:
    name = string(call.args[0]) if call.args else None
    if name is None:
        return None
    schema = next((string(item.value) or "" for item in call.keywords if item.arg == "schema"), "")
    return f"table:{schema}.{name}"


def column_name(node: ast.stmt) -> str | None:
    """The database's name of the column that a statement in a class body maps."""
    name = target_name(node)
    if name is None:
        return None
    value = assigned_value(node)
    if value is None:
        return name if _is_mapped(node) else None
    call = column_call(value)
    if call is None:
        return None
    first = string(call.args[0]) if call.args else None
    named = next((string(item.value) for item in call.keywords if item.arg == "name"), None)
    return first or named or name


def _is_mapped(node: ast.stmt) -> bool:
    annotation = node.annotation if isinstance(node, ast.AnnAssign) else None
    return isinstance(annotation, ast.Subscript) and callee(annotation.value) in _MAPPED


def column_call(value: ast.expr) -> ast.Call | None:
    if not isinstance(value, ast.Call):
        return None
    name = callee(value)
    if name in _COLUMN_CALLS:
        return value
    if name in _WRAPPERS and value.args:
        return column_call(value.args[0])
    if name == "Field":
        return next(
            (column_call(item.value) for item in value.keywords if item.arg == "sa_column"), None
        )
    return None


def is_relationship(node: ast.stmt | None) -> bool:
    """Whether a statement assigns a `relationship(...)`."""
    value = None if node is None else assigned_value(node)
    return isinstance(value, ast.Call) and callee(value) in ("relationship", "Relationship")


def member_identity(node: ast.stmt) -> str | None:
    """`column:NAME` or `name:NAME` of a statement in a class body."""
    column = column_name(node)
    if column is not None:
        return f"column:{column}"
    return statement_identity(node)


def sqlmodel_identity(node: ast.stmt) -> str | None:
    """The same in a table of SQLModel, where every annotated member is a column that is nothing else."""
    name = target_name(node)
    if name is None or not isinstance(node, ast.AnnAssign) or column_name(node) is not None:
        return member_identity(node)
    annotation = node.annotation
    base = annotation.value if isinstance(annotation, ast.Subscript) else annotation
    if is_relationship(node) or name.startswith("_") or callee(base) == "ClassVar":
        return member_identity(node)
    return f"column:{name}"


def enum_identity(node: ast.stmt) -> str | None:
    """The same in an enum, whose members are known by what the database calls them: their values."""
    value = string(assigned_value(node))
    named = target_name(node) is not None and value is not None
    return f"label:{value}" if named else member_identity(node)


def relationship_arguments(call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """The keywords of a relationship with their values, those that SQLModel hands on to SQLAlchemy among them."""
    for item in call.keywords:
        if item.arg == "sa_relationship_kwargs" and isinstance(item.value, ast.Dict):
            for key, value in zip(item.value.keys, item.value.values, strict=True):
                yield string(key) or "", value
        elif item.arg is not None:
            yield item.arg, item.value


def module_identity(node: ast.stmt) -> str | None:
    """`table:...` or `name:NAME` of a statement of a module."""
    return table_identity(node) or statement_identity(node)


def statement_identity(node: ast.stmt) -> str | None:
    """`name:NAME` of a statement that binds one name; `pass` and bare calls have an identity of their own."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return f"name:{node.name}"
    name = target_name(node)
    if name is not None:
        return f"name:{name}"
    if isinstance(node, ast.Pass):
        return "pass"
    if isinstance(node, ast.If) and callee(node.test) == "TYPE_CHECKING":
        return "typing"
    if isinstance(node, ast.Expr):
        return (
            f"code:{ast.unparse(node)}"
            if isinstance(node.value, (ast.Call, ast.Constant))
            else None
        )
    return None


def bound_names(node: ast.stmt, *, walrus: bool = True) -> Iterator[str]:
    """Every name that a statement binds in its own scope, in order.

    `walrus` tells that `:=` may stand in it; without one an assignment binds its targets only.
    """
    waiting: list[ast.AST] = [node]
    if not walrus and isinstance(node, ast.Assign):
        waiting = [*reversed(node.targets)]
    elif not walrus and isinstance(node, (ast.AnnAssign, ast.AugAssign)):
        waiting = [node.target]
    elif not walrus and isinstance(node, ast.Expr):
        return
    while waiting:
        current = waiting.pop()
        yield from _own_names(current)
        if not isinstance(current, (*_SCOPES, ast.Lambda)):
            waiting.extend(reversed(list(ast.iter_child_nodes(current))))


def _own_names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, _SCOPES):
        yield node.name
    elif isinstance(node, (ast.Import, ast.ImportFrom)):
        for alias in node.names:
            yield alias.asname or (
                alias.name.partition(".")[0] if isinstance(node, ast.Import) else alias.name
            )
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    elif isinstance(node, (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)) and node.name:
        yield node.name


def captured_tables(node: ast.stmt) -> frozenset[str]:
    """The identities of mapped classes and tables defined anywhere below a statement that is none itself."""
    found = set()
    for child in ast.walk(node):
        if child is not node and isinstance(child, (ast.ClassDef, ast.Assign, ast.AnnAssign)):
            identity = table_identity(child)
            if identity is not None:
                found.add(identity)
    return frozenset(found)
