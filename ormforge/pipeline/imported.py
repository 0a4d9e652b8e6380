"""Which of the project's own files a module imports, and what from."""

from __future__ import annotations

import ast
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ormforge.source.unit import Suite

_SOURCES = (PurePosixPath(), PurePosixPath("src"))


def imported_files(
    root: Path, path: PurePosixPath, suite: Suite | None, names: Container[str] | None = None
) -> Iterator[PurePosixPath]:
    """The files of the project that a module imports, wherever in it; with `names`: those it has these names from."""
    for node in _imports(suite):
        bound = (alias.asname or alias.name.partition(".")[0] for alias in node.names)
        if names is not None and not any(name in names for name in bound):
            continue
        for module in _modules(path, node):
            yield from _files(root, module)


def imported_names(
    root: Path, path: PurePosixPath, suite: Suite, known: Container[PurePosixPath]
) -> Iterator[str]:
    """The names that a module has from one of the files that are known."""
    for node in _imports(suite):
        files = [
            file for module in _modules(path, node) for file in _files(root, module, gone=known)
        ]
        if any(file in known for file in files):
            for alias in node.names:
                yield alias.asname or alias.name.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a name that an import binds may be from: the module, as the import says it, and the dotted name there.

    `file` is the module's, where it is one of the project's own; None stands for any other.
    """

    module: str
    name: str
    file: PurePosixPath | None


def leads(
    root: Path,
    path: PurePosixPath,
    node: ast.Import | ast.ImportFrom,
    name: str,
    known: Container[PurePosixPath],
) -> Iterator[Lead]:
    """Where a dotted name of a module, bound by this import of its, may be from; the last of them is no file.

    Files that are `known` count as there.
    """
    for alias in node.names:
        bound = alias.asname or alias.name
        if not f"{name}.".startswith(f"{bound}."):
            continue
        rest = name[len(bound) + 1 :]
        if isinstance(node, ast.Import):
            places = [(alias.name, rest)]
        else:
            inside = f"{alias.name}.{rest}".rstrip(".")
            above = node.module or ""
            places = [(above, inside), (f"{above}.{alias.name}".lstrip("."), rest)]
        level = getattr(node, "level", 0)
        for folder in _starts(path, level):
            for module, inner in places:
                for file in _files(root, folder.joinpath(*module.split(".")), gone=known):
                    yield Lead("." * level + module, inner, file)
        yield Lead("." * level + places[0][0], places[0][1], None)


def _starts(path: PurePosixPath, level: int) -> Iterator[PurePosixPath]:
    """The folders that an import of a module may start in."""
    if not level:
        yield from _folders(path)
    elif level <= len(path.parents):
        yield path.parents[level - 1]


def _imports(suite: Suite | None) -> Iterator[ast.Import | ast.ImportFrom]:
    if suite is None:
        return
    units = [part for unit in suite.units for part in (unit, *unit.inner)]
    for node in ast.walk(ast.Module([node for unit in units for node in unit.nodes], [])):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node


def _modules(path: PurePosixPath, node: ast.Import | ast.ImportFrom) -> Iterator[PurePosixPath]:
    """What an import may be about, as paths without suffix: the module, and each name as a module in it."""
    if isinstance(node, ast.Import):
        places = [(folder, alias.name) for folder in _folders(path) for alias in node.names]
        yield from (folder.joinpath(*name.split(".")) for folder, name in places)
        return
    for folder in _starts(path, node.level):
        module = folder.joinpath(*(node.module or "").split("."))
        yield module
        yield from (module / alias.name for alias in node.names if alias.name != "*")


def _folders(path: PurePosixPath) -> Iterator[PurePosixPath]:
    """Where absolute imports may start: the project, its `src`, and the folders above the module."""
    yield from dict.fromkeys((*_SOURCES, *path.parents))


def _files(
    root: Path, module: PurePosixPath, *, gone: Container[PurePosixPath] = ()
) -> Iterator[PurePosixPath]:
    """The file or the package of a module; `gone` are files that count as there."""
    for file in (module.with_suffix(".py") if module.name else module, module / "__init__.py"):
        if file in gone or (root / file).is_file():
            yield file
