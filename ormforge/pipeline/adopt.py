"""Taking over files that ormforge has not written, and telling what was recognised in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from ormforge.config import Config
from ormforge.config.paths import output_paths
from ormforge.errors import UsageError
from ormforge.merge import Unrecognised, recognise
from ormforge.plan import Generated, Note
from ormforge.workspace import Workspace, header_id, read_workspace

_WORDS = {
    "table": "a table that is not in the database",
    "column": "a column that is not in the database",
    "relationship": "a relationship that no foreign key tells of",
    "repeated": "a foreign key that another relationship of the class maps already",
}


def foreign_files(workspace: Workspace) -> tuple[PurePosixPath, ...]:
    """The Python files that are there, and that no run has written."""
    return tuple(
        path
        for path, text in sorted(workspace.texts.items())
        if path.suffix in (".py", ".pyi") and path not in workspace.base
        if header_id(text) is None and text.strip()
    )


def check_foreign(config: Config, root: Path) -> None:
    """Nothing; raises UsageError where no file of the configuration waits to be taken over."""
    paths = output_paths(config)
    if not foreign_files(read_workspace(root, paths, config.name)):
        raise UsageError(
            f"there is nothing to take over: {', '.join(map(str, paths))} is not there, or ormforge wrote it",
            hint="Set [output] path to the file that you have, or run `ormforge generate`.",
        )


def adoption_notes(
    workspace: Workspace, new: Mapping[PurePosixPath, Generated]
) -> tuple[Note, ...]:
    """For each file that is taken over: what was recognised, and what maps something that the database has not."""
    return tuple(
        note
        for path in foreign_files(workspace)
        if path in new
        for note in _notes(path, workspace.texts[path], new[path])
    )


def _notes(path: PurePosixPath, text: str, new: Generated) -> Iterator[Note]:
    found = recognise(text, path, new)
    parts = [
        _share(what, keys, new)
        for what, keys in (
            ("table", found.tables),
            ("column", found.columns),
            ("relationship", found.relationships),
        )
    ]
    yield Note(
        code="taken-over",
        severity="info",
        message=f"taken over: recognised {', '.join(parts)}; what it lacks is added",
        path=path,
    )
    if found.other_base:
        yield _two_bases(path, found.other_base)
    yield from (_unknown(path, item) for item in found.unknown)


def _two_bases(path: PurePosixPath, base: str) -> Note:
    what = f"are mapped by {base}" if base.startswith("@") else f"derive from {base}"
    return Note(
        code="two-bases",
        severity="warning",
        message=f"its classes {what}, which is not the base that is printed; they cannot refer to each other",
        path=path,
        hint=f"Take the file and .ormforge back as they were, {_remedy(base)}, and run again.",
    )


def _remedy(base: str) -> str:
    if base.startswith("@"):
        return (
            "give your registry to a base in it, as in class Base(DeclarativeBase): registry = reg"
        )
    if base == "SQLModel":
        return 'set [output] style = "sqlmodel"'
    return 'set [output] base to yours, as in base = "app.db:Base"'


def _share(what: str, keys: Iterable[str], new: Generated) -> str:
    total = len({key for key in new.keys.values() if key.startswith(f"{what} ")})
    return f"{len(set(keys))} of {total} {what}s"


def _unknown(path: PurePosixPath, item: Unrecognised) -> Note:
    return Note(
        code="not-recognised",
        severity="warning",
        message=f"{item.name} maps {_WORDS[item.kind]}; it stays as it is",
        path=path,
        line=item.line,
    )
