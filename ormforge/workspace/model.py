"""What a project's files hold, as immutable values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from ormforge.catalog.renames import Rename
from ormforge.plan import Generated, Memory, Note
from ormforge.workspace.layout import BASE, LOCK_FILE
from ormforge.workspace.lock_file import LockedFile

_CONFLICT = re.compile(rb"^<{7} ", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """One of the project's own files as it stands on disk.

    `path` is below the project root. `text` is `raw` decoded, without the byte order mark, newlines untouched:
    `text.encode(encoding)` behind the mark is `raw` again. `realpath` is where the bytes live: the end of the chain
    where `path` is a symbolic link. `mode` is the permission bits.
    """

    path: PurePosixPath
    raw: bytes
    text: str
    encoding: str
    bom: bool
    mode: int
    realpath: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """The project before a run: its files, and what the last run left below `.ormforge/`.

    `base` has the pristine text of each file that can be trusted to be what the file was made from; a file without
    one is merged in two-way mode. `renames` are those of the database that a person has recorded. `catalog_snapshot` is the last run's catalog as JSON, `versions` what it
    was made with, and `written` the sha256 of each file as it left it. `state` is every
    file of `.ormforge/` that was read, as bytes. `notes` say which state was missing, stale or damaged.
    """

    root: Path
    files: Mapping[PurePosixPath, SourceFile] = field(default_factory=lambda: MappingProxyType({}))
    base: Mapping[PurePosixPath, Generated] = field(default_factory=lambda: MappingProxyType({}))
    memory: Memory = field(default_factory=Memory)
    renames: tuple[Rename, ...] = ()
    catalog_snapshot: str | None = None
    versions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    written: Mapping[PurePosixPath, str] = field(default_factory=lambda: MappingProxyType({}))
    config: str | None = None
    """The name of the configuration that the run is for, None for the project's own."""
    others: Mapping[PurePosixPath, LockedFile] = field(default_factory=lambda: MappingProxyType({}))
    """The files of other configurations that share the folder: what is known of them is left as it is."""
    state: Mapping[PurePosixPath, bytes] = field(default_factory=lambda: MappingProxyType({}))
    notes: tuple[Note, ...] = ()

    @property
    def texts(self) -> Mapping[PurePosixPath, str]:
        """The text of each file, as the merge wants it."""
        return {path: source.text for path, source in self.files.items()}

    @property
    def is_joined(self) -> bool:
        """Whether git has left what two branches wrote here in conflict: then a missing line tells of no deletion."""
        own = (path for path in self.state if path == LOCK_FILE or path.is_relative_to(BASE))
        return any(_CONFLICT.search(self.state[path]) for path in own)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a transaction did: the paths it wrote and removed, and the folder with the bytes from before."""

    written: tuple[PurePosixPath, ...] = ()
    removed: tuple[PurePosixPath, ...] = ()
    backup: PurePosixPath | None = None
