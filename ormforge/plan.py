"""The plan: every file change and note of a run, worked out before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Literal

from ormforge.catalog.changes import SchemaChange
from ormforge.catalog.keys import Key

Severity = Literal["info", "warning", "decision", "error"]
"""`decision`: hand-written code needs one; the run exits 3."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something the run must tell.

    `code` is a stable word for machines: `conflict`, `orphan`, `override`, `tombstone`, `unused-rule`, `inexpressible`,
    `marker`, `stale`, ... `message` is one sentence for a person.
    """

    code: str
    severity: Severity
    message: str
    key: Key | None = None
    path: PurePosixPath | None = None
    line: int | None = None
    hint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """The pristine text of one file, LF and formatted, and the keys of what it binds.

    `keys` maps a qualified Python name (`Book`, `Book.title`, `book_tags`, `Book.__tablename__`) to its key. `stale` tells
    that nothing is generated for the file any more: it stays as it was generated last.
    """

    text: str
    keys: Mapping[str, Key]
    stale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """Hand-written text that has lost its place, byte for byte, to be put back when its key returns.

    `text` is the unit as it stood (a whole class, or one member); `after` is the key or name of the unit that stood
    before it, `owner` the key of the table whose class held it.
    """

    key: Key
    path: PurePosixPath
    text: str
    owner: Key | None = None
    after: str | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """How files stood before a run that changed them, for when its change is undone.

    `generated` is a hash of all that was generated then. `left` has a hash of what the run made of each file that it
    changed, and `parts` the text before: ranges of the lines that the run left, and text; `made` are the files that it
    made: those stay when their tables go. The rest is what the memory had and the run let go; `archived` are hashes of
    what it put into the archive.
    """

    generated: str
    left: Mapping[PurePosixPath, str]
    parts: Mapping[PurePosixPath, tuple[str | tuple[int, int], ...]]
    made: frozenset[PurePosixPath] = frozenset()
    tombstones: frozenset[Key] = frozenset()
    pending: Mapping[Key, str] = field(default_factory=lambda: MappingProxyType({}))
    bases: Mapping[Key, str] = field(default_factory=lambda: MappingProxyType({}))
    overrides: frozenset[Key] = frozenset()
    archived: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What the merge remembers from run to run, per project.

    `pins`: key to Python name. `tombstones`: generated members that a person deleted, which stay deleted.
    `pending`: keys in conflict, each with a hash of the generated text not taken. `bases`: for such keys, the
    generated unit they were last in agreement with. `archive`: orphans. `overrides`: generated members whose place
    hand-written code has taken. `former`: how the files stood before the last runs that changed them, the latest last.
    """

    pins: Mapping[Key, str] = field(default_factory=lambda: MappingProxyType({}))
    tombstones: frozenset[Key] = frozenset()
    pending: Mapping[Key, str] = field(default_factory=lambda: MappingProxyType({}))
    bases: Mapping[Key, str] = field(default_factory=lambda: MappingProxyType({}))
    archive: tuple[Archived, ...] = ()
    overrides: frozenset[Key] = frozenset()
    former: tuple[Former, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How much hand-written code a merge kept, for the summary."""

    methods: int = 0
    relationships: int = 0
    regions: int = 0
    other: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """One file: its path below the project root, what it holds now, and what it is to hold; None: no file.

    `drift`: whether a difference means that the file is out of date. An entry of a changelog is not: only the run that
    sees the database change knows of it.
    """

    path: PurePosixPath
    before: bytes | None
    after: bytes | None
    mode: int | None = None
    drift: bool = True

    @property
    def changed(self) -> bool:
        """Whether writing would do anything."""
        return self.before != self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that a run would do.

    `changes` are the project's own files, `state` those below `.ormforge/`; both hold unchanged ones too. `schema` is
    what changed in the database since the last run.
    """

    changes: tuple[FileChange, ...] = ()
    state: tuple[FileChange, ...] = ()
    notes: tuple[Note, ...] = ()
    schema: tuple[SchemaChange, ...] = ()
    kept: Kept = Kept()

    @property
    def changed(self) -> bool:
        """Whether any of the project's own files is out of date."""
        return any(change.changed and change.drift for change in self.changes)
