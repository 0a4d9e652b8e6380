"""The files that a run reads and writes, each as a hash: as they are, and as they are after a plan was written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ormforge.config import Config
from ormforge.config.paths import output_paths
from ormforge.plan import Plan
from ormforge.workspace import state_files
from ormforge.workspace.layout import JOURNAL
from ormforge.workspace.paths import files_below, locate

_MISSING = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """The outputs and the state, by path: a hash of what each file holds. `outputs` are the configured paths.

    `modules` are the project's own modules and packages, whose names decide in which block an import stands.
    """

    outputs: tuple[PurePosixPath, ...]
    files: Mapping[PurePosixPath, str]
    modules: frozenset[str]

    def after(self, plan: Plan) -> Watched:
        """The same once the plan has been written."""
        own = [change for change in plan.changes if self._is_output(change.path)]
        files = {**self.files, JOURNAL: _MISSING}
        files |= {change.path: _digest(change.after) for change in (*own, *plan.state)}
        gone = {change.path for change in (*own, *plan.state) if change.after is None}
        folders = {path for path in self.outputs if any(path in file.parents for file in files)}
        kept = {path: digest for path, digest in files.items() if path not in gone | folders}
        missing = {path: _MISSING for path in self.outputs if path not in folders}
        modules = self.modules.union(*(_modules_of(change.path) for change in plan.changes))
        return Watched(outputs=self.outputs, files={**missing, **kept}, modules=modules)

    def __str__(self) -> str:
        files = sorted((str(path), digest) for path, digest in self.files.items())
        return repr((files, sorted(self.modules)))

    def _is_output(self, path: PurePosixPath) -> bool:
        below = any(output in path.parents for output in self.outputs)
        return path in self.outputs or (below and path.suffix == ".py")


def watched(config: Config, root: Path) -> Watched:
    """The files as they are now."""
    outputs = output_paths(config)
    paths = [*state_files(root)]
    for path in outputs:
        paths += files_below(root, path, ".py") if locate(root, path).is_dir() else [path]
    return Watched(
        outputs=outputs,
        files={path: _digest(_read(root / path)) for path in paths},
        modules=frozenset(_modules(root)),
    )


def _modules(root: Path) -> Iterator[str]:
    for folder in (root, root / "src"):
        if folder.is_dir():
            for entry in folder.iterdir():
                if entry.suffix == ".py" or (entry.name.isidentifier() and entry.is_dir()):
                    yield entry.name


def _modules_of(path: PurePosixPath) -> frozenset[str]:
    """The modules or packages, among the project's own, that a file is or lies in."""
    first, *rest = path.parts
    found = {first, rest[0]} if first == "src" and rest else {first}
    return frozenset(name for name in found if name.endswith(".py") or name.isidentifier())


def _read(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def _digest(raw: bytes | None) -> str:
    return _MISSING if raw is None else hashlib.sha256(raw).hexdigest()
