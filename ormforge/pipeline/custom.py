"""The hand-written code in the generated files, for a list."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from ormforge.catalog.keys import Key
from ormforge.config import Config
from ormforge.pipeline.outputs import output_paths
from ormforge.report import CodeKind, CustomCode
from ormforge.source.partition import read_class, read_module
from ormforge.source.unit import Unit
from ormforge.workspace import read_workspace


def custom_code(config: Config, root: Path) -> tuple[CustomCode, ...]:
    """Every region, and every statement that ormforge did not write, in the order of the files.

    A statement that ormforge wrote and a person edited is not listed. Raises SourceError, WorkspaceError.
    """
    workspace = read_workspace(root, output_paths(config))
    return tuple(
        code
        for path, text in sorted(workspace.texts.items())
        for code in _in_file(
            path, text, workspace.base[path].keys if path in workspace.base else {}
        )
    )


def _in_file(path: PurePosixPath, text: str, keys: Mapping[str, Key]) -> Iterator[CustomCode]:
    suite, _ = read_module(text, path, keys)
    for unit in suite.units:
        if unit.kind == "region":
            yield _code(path, unit, "", keys)
        elif unit.kind == "class" and unit.names[0] in keys:
            yield from _in_class(path, unit, keys)
        elif unit.kind in ("statement", "class") and not any(name in keys for name in unit.names):
            yield _code(path, unit, "", keys)


def _in_class(path: PurePosixPath, unit: Unit, keys: Mapping[str, Key]) -> Iterator[CustomCode]:
    owner = unit.names[0]
    parts, _ = read_class(unit)
    for member in parts.body.units:
        ours = any(f"{owner}.{name}" in keys for name in member.names)
        if member.kind == "region" or (
            member.kind in ("statement", "class") and not ours and member.nodes
        ):
            yield _code(path, member, owner, keys)


def _code(path: PurePosixPath, unit: Unit, owner: str, keys: Mapping[str, Key]) -> CustomCode:
    table = keys.get(owner)
    return CustomCode(
        path=path,
        line=unit.line,
        kind="region" if unit.kind == "region" else _kind(unit.node, bool(owner)),
        name=_region_name(unit) if unit.kind == "region" else ", ".join(unit.names),
        owner=owner or None,
        table=None if table is None else table.partition(" ")[2],
    )


def _region_name(unit: Unit) -> str:
    return unit.code[0].split("custom", 1)[1].strip()


def _kind(node: ast.stmt | None, member: bool) -> CodeKind:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return "method" if member else "function"
    if isinstance(node, ast.ClassDef):
        return "class"
    if not isinstance(node, ast.Assign | ast.AnnAssign):
        return "other"
    called = ast.unparse(node.value.func) if isinstance(node.value, ast.Call) else ""
    return "relationship" if called.rpartition(".")[2] == "relationship" else "attribute"
