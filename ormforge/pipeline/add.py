"""An empty region in a class, for a person to write into."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath

from ormforge.catalog.keys import Key
from ormforge.catalog.renames import split_key
from ormforge.config import Config
from ormforge.config.paths import output_paths
from ormforge.errors import UsageError
from ormforge.merge.files.reading import is_python
from ormforge.pipeline.known import find_key
from ormforge.pipeline.offline import decided, require_base
from ormforge.plan import Plan
from ormforge.source.lines import dominant_end
from ormforge.source.partition import read_class, read_module
from ormforge.source.regions import read_marker
from ormforge.source.unit import ClassParts, Unit
from ormforge.workspace import Workspace, read_workspace


def add_region(config: Config, root: Path, said: str, name: str = "") -> Plan:
    """The plan that adds an empty region at the end of a table's class.

    Raises UsageError for an unknown table, a name that a region of the class has, and where there is no class.
    """
    if name and read_marker(f"# region ormforge:custom {name}") is None:
        raise UsageError(f"{name!r}: the name of a region is one word")
    workspace = read_workspace(root, output_paths(config), config.name)
    require_base(workspace)
    tables = {key for key in _keys(workspace) if split_key(key)[0] == "table"}
    key = find_key(said, tables, workspace, "table in the models")
    path, unit = _class(workspace, key)
    text = _with_region(workspace.texts[path], path, unit, name)
    return decided(workspace, config, root, edited={path: text})


def _keys(workspace: Workspace) -> frozenset[Key]:
    return frozenset(key for base in workspace.base.values() for key in base.keys.values())


def _class(workspace: Workspace, key: Key) -> tuple[PurePosixPath, Unit]:
    """The class of a table, in whichever file the user has it."""
    wanted = {
        unit.identity
        for path, base in workspace.base.items()
        if is_python(path)
        for unit in read_module(base.text, path, base.keys)[0].units
        if unit.key == key
    }
    for path, text in sorted(workspace.texts.items()):
        for unit in read_module(text, path)[0].units if is_python(path) else ():
            if unit.identity in wanted and unit.kind == "class":
                return path, unit
            if unit.identity in wanted:
                raise UsageError(
                    f"{path}:{unit.line}: {key} is a Table, which has no body to write into",
                    hint="Write beside it: code outside regions is kept as well.",
                )
    raise UsageError(
        f"{key}: there is no class for it at the top level of the models",
        hint="If you have deleted it: ormforge custom restore " + split_key(key)[1],
    )


def _with_region(text: str, path: PurePosixPath, unit: Unit, name: str) -> str:
    parts, _ = read_class(unit)
    _check_free(parts, path, unit, name)
    end = dominant_end(text)
    suffix = f" {name}" if name else ""
    *before, last = unit.code
    last = last if last.endswith(("\n", "\r")) else last + end
    indent = parts.body.indent
    region = (
        end,
        f"{indent}# region ormforge:custom{suffix}{end}",
        f"{indent}# endregion ormforge:custom{suffix}{end}",
    )
    suite = read_module(text, path)[0]
    grown = replace(unit, code=(*before, last, *region))
    units = tuple(
        grown if item == unit and item.line == unit.line else item for item in suite.units
    )
    return replace(suite, units=units).text


def _check_free(parts: ClassParts, path: PurePosixPath, unit: Unit, name: str) -> None:
    if parts.inline:
        raise UsageError(
            f"{path}:{unit.line}: the class stands on one line", hint="Break the line first."
        )
    for member in parts.body.units:
        marker = read_marker(member.code[0]) if member.kind == "region" else None
        if marker is not None and marker.name == name:
            called = f"called {name}" if name else "without a name"
            raise UsageError(
                f"{path}:{member.line}: the class has a region {called} already",
                hint=f"Give the new one a name of its own: ormforge custom add {unit.names[0]} NAME",
            )
