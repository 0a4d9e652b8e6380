"""The hand-written code in the generated files, for a list."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Set
from pathlib import Path, PurePosixPath

from ormforge.catalog.keys import Key
from ormforge.config import Config
from ormforge.config.paths import output_paths
from ormforge.merge.files.reading import is_python
from ormforge.merge.text.text_page import TextRegion, read_page
from ormforge.plan import Generated
from ormforge.report import CodeKind, CustomCode
from ormforge.source.partition import read_class, read_module
from ormforge.source.unit import Unit
from ormforge.workspace import read_workspace


def custom_code(config: Config, root: Path) -> tuple[CustomCode, ...]:
    """Every region, and every statement that ormforge did not write, in the order of the files.

    In a file that is no Python only regions are known. A statement that ormforge wrote and a person edited is not listed. Raises SourceError, WorkspaceError.
    """
    workspace = read_workspace(root, output_paths(config), config.name)
    return tuple(
        code
        for path, text in sorted(workspace.texts.items())
        for code in _in_file(path, text, workspace.base.get(path))
    )


def _in_file(path: PurePosixPath, text: str, base: Generated | None) -> Iterator[CustomCode]:
    if not is_python(path):
        yield from (_text_region(path, region) for region in read_page(text).regions)
        return
    keys = {} if base is None else base.keys
    classes = keys.keys() if base is None else keys.keys() | _classes(base, path)
    written = set() if base is None else set(_statements(base.text, path, keys, classes))
    for owner, unit in _units(text, path, keys, classes):
        ours = (
            not unit.nodes
            or unit.kind in ("import", "docstring")
            or (owner, unit.identity) in written
        )
        if unit.kind == "region" or not ours:
            yield _code(path, unit, owner, keys)


def _text_region(path: PurePosixPath, region: TextRegion) -> CustomCode:
    return CustomCode(
        path=path, line=region.number, kind="region", name=region.name, owner=None, table=None
    )


def _classes(base: Generated, path: PurePosixPath) -> Set[str]:
    """The names of the classes in the generated text; those of targets have no key."""
    suite, _ = read_module(base.text, path, base.keys)
    return {unit.names[0] for unit in suite.units if unit.kind == "class"}


def _statements(
    text: str, path: PurePosixPath, keys: Mapping[str, Key], classes: Set[str]
) -> Iterator[tuple[str, str]]:
    return ((owner, unit.identity) for owner, unit in _units(text, path, keys, classes))


def _units(
    text: str, path: PurePosixPath, keys: Mapping[str, Key], classes: Set[str]
) -> Iterator[tuple[str, Unit]]:
    """Every statement of the module and of the classes that ormforge writes, with the class it stands in."""
    suite, _ = read_module(text, path, keys)
    for unit in suite.units:
        yield "", unit
        if unit.kind == "class" and unit.names[0] in classes:
            parts, _ = read_class(unit)
            yield from ((unit.names[0], member) for member in parts.body.units)


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
