"""A whole project over time: every file of its folder as bytes, and runs by the pipeline's own entry point."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path, PurePosixPath

from ormforge.catalog.model import Catalog
from ormforge.catalog.snapshot import dump_catalog
from ormforge.config import Config, load_config
from ormforge.pipeline.generate import generate
from ormforge.plan import Note, Plan
from ormforge.workspace import encode, write_plan
from ormforge.workspace.decoding import check_source, decode_source
from ormforge.workspace.layout import BASE, LOCK_FILE, ORPHANS, STATE, base_file
from ormforge.workspace.model import SourceFile
from tests.merge.fuzz.setups import catalog_of, project_files

Files = Mapping[PurePosixPath, bytes]
_MEMORY = Path("/dev/shm")  # noqa: S108 - where there is one, files of a test need no disk
_PLACE = _MEMORY if os.access(_MEMORY, os.W_OK) else None


@dataclass(frozen=True)
class Whole:
    """A project between two runs. `files` are all of its files, those below `.ormforge/` too.

    `regrouped`: a person has moved or renamed what other files import.
    """

    catalog: Catalog
    setup: tuple[str, ...]
    files: Files
    config: Config
    edited: bool = False
    regrouped: bool = False

    @cached_property
    def sources(self) -> Mapping[PurePosixPath, SourceFile]:
        """The files that a person edits, decoded. Raises SourceError."""
        found = {p: raw for p, raw in self.files.items() if p.parts[0] in ("app", "docs")}
        return {path: _decoded(path, raw) for path, raw in sorted(found.items())}

    @property
    def texts(self) -> Mapping[PurePosixPath, str]:
        """The same as texts."""
        return {path: source.text for path, source in self.sources.items()}

    @property
    def archive(self) -> str:
        """All that stands in the archive of orphans."""
        archived = (raw for path, raw in self.files.items() if path.is_relative_to(ORPHANS))
        return b"".join(archived).decode()

    @property
    def remembered(self) -> int:
        """How many states of the files are remembered, for when a change is undone."""
        raw = self.files.get(LOCK_FILE)
        return len(json.loads(raw).get("former", ())) if raw else 0

    def base(self, path: PurePosixPath) -> bytes | None:
        """What was generated last for a file."""
        return self.files.get(base_file(path))

    def rewritten(self, texts: Mapping[PurePosixPath, str | None]) -> Whole:
        """The project with other texts in some files, each saved in the file's own encoding; None: without the file."""
        files = dict(self.files)
        for path, text in texts.items():
            if text is None:
                del files[path]
            elif path in files:
                files[path] = encode(self.sources[path], text)
            else:
                files[path] = text.encode()
        return replace(self, files=files, edited=True)

    def forgotten(self, loss: str) -> Whole:
        """The project without the baselines, without the lock and the archive, or without all state."""
        lost = {"lose_base": (BASE,), "lose_lock": (LOCK_FILE, ORPHANS)}.get(loss, (STATE,))
        files = {
            path: raw
            for path, raw in self.files.items()
            if not any(path.is_relative_to(folder) for folder in lost)
        }
        return replace(self, files=files, edited=True)


@contextmanager
def laid_out(files: Files) -> Iterator[Path]:
    """A folder with the files, while it lasts."""
    with tempfile.TemporaryDirectory(prefix="whole", dir=_PLACE) as folder:
        root = Path(folder, "project")
        for path, raw in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(raw)
        yield root


@lru_cache(maxsize=1_000)
def _decoded(path: PurePosixPath, raw: bytes) -> SourceFile:
    found = decode_source(path, raw, mode=0o644, realpath=Path(path))
    if path.suffix == ".py":
        check_source(found)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeRun:
    """One run: what it started from, what came of it, and what the run after it would do."""

    before: Whole
    plan: Plan
    after: Whole
    second: Plan

    @property
    def notes(self) -> tuple[Note, ...]:
        """What the run tells."""
        return self.plan.notes


def created(catalog: Catalog, setup: tuple[str, ...], on_conflict: str, on_orphan: str) -> Whole:
    """A project after its first run."""
    own = project_files(setup, on_conflict, on_orphan)
    files = {PurePosixPath(path): text.encode() for path, text in own.items()}
    empty = Whole(catalog, setup, files, _config(own["ormforge.toml"]))
    return regenerate(empty).after


@lru_cache(maxsize=500)
def _config(text: str) -> Config:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "ormforge.toml")
        file.write_text(text, encoding="utf-8")
        return load_config(file.parent, file, None, {}, {}).config


def regenerate(project: Whole) -> WholeRun:
    """What a run makes of a project, written to a folder of its own. Raises OrmforgeError."""
    with laid_out(project.files) as root:
        catalog = root.parent / "catalog.json"
        catalog.write_text(dump_catalog(catalog_of(project.catalog, project.setup)))
        plan = _planned(project, root, catalog)
        write_plan(root, plan)
        found = {
            PurePosixPath(path.relative_to(root).as_posix()): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file()
        }
        after = replace(project, files=found)
        return WholeRun(
            before=project, plan=plan, after=after, second=_planned(project, root, catalog)
        )


def _planned(project: Whole, root: Path, catalog: Path) -> Plan:
    return generate(project.config, root, snapshot=catalog, allow_mass_removal=True)
