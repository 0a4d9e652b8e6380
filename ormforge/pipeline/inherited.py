"""The columns that a class of the models has from mixins and bases of the project, wherever these stand."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from ormforge.merge import Inherited
from ormforge.pipeline.imported import leads
from ormforge.pipeline.origins import Origins, beginnings, dotted_name
from ormforge.source.identity import (
    assigned_value,
    column_call,
    is_sqlmodel_table,
    member_identity,
    sqlmodel_identity,
    string,
    table_identity,
)

_STEPS = 12
Place = tuple[PurePosixPath, ast.ClassDef]


def inherited_columns(root: Path, texts: Mapping[PurePosixPath, str]) -> Inherited:
    """What tells the database's names of the columns that a class of one of the files has from its bases.

    A base that is mapped to a table of its own gives none to the tables of others. What stands in no file of the project
    is not known.
    """
    origins = Origins(root, texts)

    def columns(path: PurePosixPath, node: ast.ClassDef) -> frozenset[str]:
        identify = sqlmodel_identity if is_sqlmodel_table(node) else member_identity
        above = _above(origins, path, node, _STEPS)
        members = (_declared(part) or identify(part) or "" for each in above for part in each.body)
        return frozenset(
            name.removeprefix("column:") for name in members if name.startswith("column:")
        )

    return columns


def _above(
    origins: Origins, path: PurePosixPath, node: ast.ClassDef, steps: int
) -> Iterator[ast.ClassDef]:
    """The classes that a class derives from, but for those with a table of their own."""
    for base in node.bases if steps else ():
        named = dotted_name(base.value if isinstance(base, ast.Subscript) else base)
        place = _class(origins, path, named, steps - 1)
        if place is not None and table_identity(place[1]) is None:
            yield place[1]
            yield from _above(origins, *place, steps - 1)


def _declared(node: ast.stmt) -> str | None:
    """`column:NAME` of a method that declares a column for the classes below."""
    if not isinstance(node, ast.FunctionDef):
        return None
    if not any("declared_attr" in dotted_name(each) for each in node.decorator_list):
        return None
    calls = (column_call(part) for part in ast.walk(node) if isinstance(part, ast.Call))
    named = (string(call.args[0]) for call in calls if call is not None and call.args)
    return f"column:{next(filter(None, named), node.name)}"


def _class(origins: Origins, path: PurePosixPath, name: str, steps: int) -> Place | None:
    """The class that a dotted name of a module stands for, and the file of the project that it stands in."""
    if not steps or not name:
        return None
    bound = origins.bound(path)
    known = next((part for part in beginnings(name) if part in bound), None)
    if known is None:
        stars = (node for part, node in bound.items() if part.startswith("*"))
        named = [
            ast.ImportFrom(node.module, [ast.alias(name.partition(".")[0])], node.level)
            for node in stars
            if isinstance(node, ast.ImportFrom)
        ]
        found = (_imported(origins, path, node, name, steps - 1) for node in named)
        return next(filter(None, found), None)
    node = bound[known]
    if isinstance(node, ast.ClassDef):
        return path, node
    if isinstance(node, ast.Import | ast.ImportFrom):
        return _imported(origins, path, node, name, steps - 1)
    other = dotted_name(assigned_value(node))
    return _class(origins, path, f"{other}{name.removeprefix(known)}" if other else "", steps - 1)


def _imported(
    origins: Origins,
    path: PurePosixPath,
    node: ast.Import | ast.ImportFrom,
    name: str,
    steps: int,
) -> Place | None:
    found = (
        _class(origins, lead.file, lead.name, steps)
        for lead in leads(origins.root, path, node, name, origins.texts)
        if lead.file is not None
    )
    return next(filter(None, found), None)
