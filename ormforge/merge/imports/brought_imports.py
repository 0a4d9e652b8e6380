"""The imports that code brings along when it is carried into another file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from ormforge.merge.files.versions import EMPTY, PACKAGE, Files
from ormforge.merge.imports.aliases import Alias, aliases, words
from ormforge.merge.imports.import_lines import block_statements, import_line, is_block
from ormforge.source.partition import read_module
from ormforge.source.unit import Suite, Unit

HEAD = ("import", "docstring", "comment", "notice")
"""What stands above the statements of a module."""


def with_imports(suite: Suite, unit: Unit, origin: Suite) -> Suite:
    """The suite with the imports of the origin that a unit uses and the suite lacks."""
    bound = {name for item in suite.units for name in item.names}
    used = words([unit.text])
    brought = [
        part
        for item in origin.units
        if item.kind == "import"
        for part in needed_part(item, used, bound)
    ]
    return with_first_imports(suite, brought)


def needed_part(unit: Unit, used: frozenset[str], bound: set[str]) -> Iterator[Unit]:
    """An import as it stands, or as much of it as is used and not bound already."""
    wanted = [
        alias
        for alias in aliases(unit)
        if alias.bound.partition(".")[0] in used and alias.bound not in bound
    ]
    if len(wanted) == len(aliases(unit)):
        yield from [unit] if wanted else []
    elif wanted:
        yield from read_module(import_line(*wanted), PurePosixPath("_.py"))[0].units


def without_imports(suite: Suite, names: frozenset[str]) -> Suite:
    """The suite with none of the names imported."""
    units: list[Unit] = []
    for unit in suite.units:
        bound = {alias.bound.partition(".")[0] for alias in aliases(unit)}
        if unit.kind == "import" and bound & names:
            parts = needed_part(unit, frozenset(bound - names), set())
            units += [replace(part, gap=unit.gap) for part in parts]
        else:
            units.append(unit)
    return replace(suite, units=tuple(units))


def with_first_imports(suite: Suite, brought: Sequence[Unit]) -> Suite:
    """The suite with imports before its own, the blank lines above them as they were."""
    if not brought:
        return suite
    units = list(suite.units)
    first = next((index for index, item in enumerate(units) if item.kind == "import"), None)
    if first is None:
        at = next((i for i, item in enumerate(units) if item.kind not in HEAD), len(units))
        head = replace(brought[0], gap=("\n",) if at else ())
        rest = [replace(unit, gap=()) for unit in brought[1:]]
        return replace(suite, units=(*units[:at], head, *rest, *units[at:]))
    gap = units[first].gap
    head = replace(brought[0], gap=gap)
    rest = [replace(unit, gap=()) for unit in brought[1:]]
    units[first] = replace(units[first], gap=())
    return replace(suite, units=(*units[:first], head, *rest, *units[first:]))


def with_last_imports(suite: Suite, brought: Sequence[Unit]) -> Suite:
    """The suite with imports behind its own."""
    units = list(suite.units)
    last = max((i for i, item in enumerate(units) if item.kind == "import"), default=None)
    if last is None:
        return with_first_imports(suite, brought)
    return replace(
        suite,
        units=(*units[: last + 1], *(replace(u, gap=()) for u in brought), *units[last + 1 :]),
    )


def imports_seen_from(files: Files, source: PurePosixPath, home: PurePosixPath) -> Suite:
    """The user's imports of one file as another has to write them, without those of files that are gone."""
    imports = (u for u in (files[source].mine or EMPTY).units if u.kind == "import")
    return Suite(tuple(part for u in imports for part in _import_seen_from(u, files, source, home)))


def without_gone_imports(files: Files, path: PurePosixPath) -> Suite | None:
    """The user's own file without imports of files that are gone."""
    own = files[path].mine
    if own is None:
        return None
    units = tuple(part for unit in own.units for part in what_is_left(unit, files, path))
    return replace(own, units=units)


def what_is_left(unit: Unit, files: Files, path: PurePosixPath) -> list[Unit]:
    """A unit of the user's without imports of files that are gone."""
    if unit.kind == "import":
        return _import_seen_from(unit, files, path, path)
    imports = block_statements(unit) if is_block(unit) else ()
    is_gone = bool(imports) and not any(_import_seen_from(u, files, path, path) for u in imports)
    return [] if is_gone else [unit]


def _import_seen_from(
    unit: Unit, files: Files, source: PurePosixPath, home: PurePosixPath
) -> list[Unit]:
    found = [_seen_from(alias, files, source, home) for alias in aliases(unit)]
    if found == list(aliases(unit)):
        return [unit]
    lines = "".join(import_line(alias) for alias in found if alias is not None)
    return [replace(part, gap=unit.gap) for part in read_module(lines, home)[0].units]


def _seen_from(
    alias: Alias, files: Files, source: PurePosixPath, home: PurePosixPath
) -> Alias | None:
    """An import of one file as another has to write it; None where the file it is from is no longer generated."""
    dots = len(alias.module) - len(alias.module.lstrip("."))
    if not dots:
        return alias
    named = alias.module[dots:]
    folder = source.parent
    for _ in range(dots - 1):
        folder = folder.parent
    module = folder.joinpath(*named.split(".")) if named else folder
    for file in (module.with_suffix(".py"), module / PACKAGE) if named else (folder / PACKAGE,):
        if file in files and files[file].new is None and files[file].base is not None:
            return None
    moved = dots + len(home.parent.parts) - len(source.parent.parts)
    return replace(alias, module="." * moved + named) if moved > 0 else alias
