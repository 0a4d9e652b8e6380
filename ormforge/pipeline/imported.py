"""Which of the project's own files a module imports, and what from."""

from __future__ import annotations

import ast
from collections.abc import Container, Iterator
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
    if node.level:
        above = path.parents[node.level - 1] if node.level <= len(path.parents) else None
        folders = [] if above is None else [above]
    else:
        folders = list(_folders(path))
    for folder in folders:
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
