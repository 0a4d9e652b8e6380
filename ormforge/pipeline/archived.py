"""The archive, for a list and for finding one piece of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ormforge.config import Config
from ormforge.config.paths import output_paths
from ormforge.plan import Archived
from ormforge.report import ArchivedCode
from ormforge.workspace import Workspace, archived_places, read_workspace

_WHY = {
    "orphan": "what it was written for has gone from the database",
    "comment": "a comment above something that has gone from the database",
    "replaced": "the database's version was taken instead",
}


def archived_code(config: Config, root: Path) -> tuple[ArchivedCode, ...]:
    """Everything in the archive, by key. Raises SourceError, WorkspaceError."""
    workspace = read_workspace(root, output_paths(config), config.name)
    places = {(entry.key, entry.text): path for path, entry in archived_places(workspace)}
    return tuple(
        ArchivedCode(
            name=name,
            key=entry.key,
            path=entry.path,
            why=_WHY.get(entry.why, entry.why),
            kept_in=places[entry.key, entry.text],
            text=entry.text,
        )
        for name, entry in numbered(workspace)
    )


def numbered(workspace: Workspace) -> Iterator[tuple[str, Archived]]:
    """Each archived piece by its key; the second and every further one of a key has its number behind it."""
    seen: Counter[str] = Counter()
    for entry in sorted(workspace.memory.archive, key=lambda entry: entry.key):
        seen[entry.key] += 1
        number = seen[entry.key]
        yield (f"{entry.key}#{number}" if number > 1 else entry.key), entry
