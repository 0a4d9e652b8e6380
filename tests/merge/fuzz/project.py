"""A project over time: its file as bytes, what ormforge remembers, and its database."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path, PurePosixPath

from ormforge.catalog.model import Catalog
from ormforge.draft.model import Pins
from ormforge.merge import Merge, claim_names, merge, observe_names
from ormforge.merge.ledger import OnConflict, OnOrphan
from ormforge.plan import Generated, Memory, Note
from ormforge.workspace import encode
from ormforge.workspace.decoding import check_source, decode_source
from ormforge.workspace.model import SourceFile
from tests.merge.fuzz.printed import formatted, generate

PATH = PurePosixPath("app/models.py")
Files = dict[PurePosixPath, Generated]


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """The state between two runs. `base` is None where the state below `.ormforge/` is lost."""

    catalog: Catalog
    raw: bytes
    base: Generated | None
    memory: Memory = field(default_factory=Memory)
    on_conflict: OnConflict = "mine"
    on_orphan: OnOrphan = "archive"
    edited: bool = False

    @property
    def text(self) -> str:
        """The file as the merge gets it."""
        return self.source.text

    @property
    def source(self) -> SourceFile:
        """The file, decoded."""
        return _decoded(self.raw)

    def rewritten(self, text: str) -> Project:
        """The project with another text in the file, saved in the file's own encoding."""
        return replace(self, raw=encode(self.source, text), edited=True)


@lru_cache(maxsize=1_000)
def _decoded(raw: bytes) -> SourceFile:
    found = decode_source(PATH, raw, mode=0o644, realpath=Path(PATH))
    check_source(found)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run: what it started from, what was generated, what came of it."""

    before: Project
    files: Files
    new: Generated
    pins: Pins
    merged: Merge
    after: Project

    @property
    def notes(self) -> tuple[Note, ...]:
        """What the run tells."""
        return self.merged.notes


def created(catalog: Catalog, on_conflict: OnConflict, on_orphan: OnOrphan) -> Project:
    """A project after its first run."""
    base = generate(catalog, Pins())
    return Project(
        catalog=catalog,
        raw=base.text.encode(),
        base=base,
        memory=merge({}, {}, {PATH: base}, Memory()).memory,
        on_conflict=on_conflict,
        on_orphan=on_orphan,
    )


def regenerate(project: Project) -> Run:
    """What a run makes of a project, through the stages of the pipeline. Raises OrmforgeError."""
    source = project.source
    base: Files = {} if project.base is None else {PATH: project.base}
    pins = promised(project)
    new = generate(project.catalog, pins)
    merged = merging(project)(base, {PATH: source.text}, {PATH: new}, project.memory)
    text = merged.files[PATH]
    assert text is not None, "the file goes"
    after = replace(project, raw=encode(source, text), base=new, memory=merged.memory)
    return Run(before=project, files=base, new=new, pins=pins, merged=merged, after=after)


def promised(project: Project) -> Pins:
    """The names that the next draft has to use."""
    known = project.base
    if known is None:
        known = generate(project.catalog, Pins(names=project.memory.pins))
    mine, base = {PATH: project.text}, {PATH: known}
    pins = observe_names(base, mine, project.memory)
    return claim_names(pins, base, {PATH: generate(project.catalog, pins)}, mine)


def merging(project: Project) -> partial[Merge]:
    """The merge as the project is configured."""
    return partial(
        merge,
        on_conflict=project.on_conflict,
        on_orphan=project.on_orphan,
        formatter=formatted,
    )
