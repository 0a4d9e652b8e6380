"""What the database was at the last run: from the file that the project keeps it in, or from what this machine remembers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from ormforge.catalog.model import Catalog
from ormforge.catalog.snapshot import NewerSnapshot, load_catalog
from ormforge.config import Config
from ormforge.errors import DatabaseError, OrmforgeError, PluginError
from ormforge.pipeline.plugins import changed_catalog
from ormforge.plan import FileChange, Note
from ormforge.workspace import SourceFile, Workspace, read_source


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRun:
    """The catalog that the last run read, as the database had it, or None where that is not known.

    `file` is the one of `[output] snapshot` as it stands; a note says so where it cannot be used. `shared` says that
    the catalog is from there.
    """

    catalog: Catalog | None = None
    file: SourceFile | None = None
    shared: bool = False
    notes: tuple[Note, ...] = ()

    def changed(self, config: Config) -> Catalog | None:
        """The catalog as the plugins of now leave it; None as well where one cannot work on it."""
        try:
            return None if self.catalog is None else changed_catalog(config, self.catalog)
        except PluginError:
            return None


def last_run(workspace: Workspace, config: Config) -> LastRun:
    """What is known of the last run on whichever machine, or else on this one.

    The file that is committed belongs to the models beside it; what this machine remembers may be of another branch.
    Raises SourceError, WorkspaceError, and NewerSnapshot for a file that a newer ormforge wrote.
    """
    remembered = _loaded(workspace.catalog_snapshot)
    if config.output.snapshot is None:
        return LastRun(catalog=remembered)
    path = PurePosixPath(config.output.snapshot)
    file = read_source(workspace.root, path)
    if file is None:
        return LastRun(catalog=remembered)
    try:
        return LastRun(catalog=load_catalog(file.text), file=file, shared=True)
    except NewerSnapshot as error:
        raise NewerSnapshot(f"{path}: {error.message}", hint=error.hint) from error
    except DatabaseError as error:
        note = Note(
            code="damaged",
            severity="warning",
            message=f"cannot be used, and is written anew: {error.message}",
            path=path,
        )
        return LastRun(catalog=remembered, file=file, notes=(note,))


def snapshot_change(last: LastRun, text: str, config: Config) -> tuple[FileChange, ...]:
    """The file of `[output] snapshot` as it is to be, where the configuration asks for one."""
    if config.output.snapshot is None:
        return ()
    before, after = None if last.file is None else last.file.raw, text.encode("ascii")
    if before is not None and before.replace(b"\r\n", b"\n") == after:
        after = before  # git has written the line ends of this machine
    mode = None if last.file is None else last.file.mode
    path = PurePosixPath(config.output.snapshot)
    return (FileChange(path=path, before=before, after=after, mode=mode),)


def _loaded(text: str | None) -> Catalog | None:
    try:
        return None if text is None else load_catalog(text)
    except OrmforgeError:
        return None
