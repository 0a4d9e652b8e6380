"""What a person decides about code of theirs: a deletion or an archived piece taken back, a conflict ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from ormforge.catalog.keys import Key
from ormforge.catalog.renames import Translation, split_key
from ormforge.config import Config
from ormforge.config.paths import output_paths
from ormforge.errors import UsageError
from ormforge.merge import Resolution, put_back
from ormforge.pipeline.archived import numbered
from ormforge.pipeline.known import find_key
from ormforge.pipeline.offline import decided, require_base
from ormforge.plan import Archived, Note, Plan
from ormforge.workspace import Workspace, read_workspace


def restore(config: Config, root: Path, said: str) -> Plan:
    """The plan that undoes a deletion by hand, or puts archived code back where it stood.

    Raises UsageError for what was neither deleted nor archived, and where there is no place to put it.
    """
    workspace = read_workspace(root, output_paths(config), config.name)
    require_base(workspace)
    memory = workspace.memory
    entries = dict(numbered(workspace))
    word, _, number = said.partition("#")
    keys = {*memory.tombstones, *(entry.key for entry in entries.values())}
    key = find_key(word, keys, workspace, "deleted or archived code")
    entry = entries.get(f"{key}#{number}" if number not in ("", "1") else key)
    if number and entry is None:
        raise UsageError(f"{said}: there is no such archived code", hint=_listed(entries))
    if entry is not None and (number or key not in memory.tombstones):
        return _put_back(workspace, config, root, entry)
    return _undeleted(workspace, config, root, key)


def resolve(config: Config, root: Path, said: str, choice: Resolution) -> Plan:
    """The plan that ends a recorded conflict. Raises UsageError for a key that is in no conflict."""
    workspace = read_workspace(root, output_paths(config), config.name)
    require_base(workspace)
    open_keys = [key for key in workspace.memory.pending if key in workspace.memory.bases]
    key = find_key(said, open_keys, workspace, "open conflict")
    plan = decided(workspace, config, root, resolve={key: choice})
    if any(note.key == key and note.code == "conflict" for note in plan.notes):
        raise UsageError(
            f"{key}: the two versions do not fit into one another",
            hint="Edit the lines below the conflict's comment, and take the comments out.",
        )
    return replace(plan, notes=_as_decided(plan.notes, key))


def _undeleted(workspace: Workspace, config: Config, root: Path, key: Key) -> Plan:
    memory = workspace.memory
    keys = frozenset({key, *_with_it(memory.tombstones, key)})
    generated = {known for base in workspace.base.values() for known in base.keys.values()}
    if key in generated:
        return decided(workspace, config, root, restore=keys)
    # How the files stood before would bring the deletion back with them.
    left = replace(memory, tombstones=memory.tombstones - keys, former=())
    plan = decided(workspace, config, root, memory=left)
    message = f"{key} is not in the database now; it will be generated again when it is"
    note = Note(code="restored", severity="info", message=message, key=key)
    return replace(plan, notes=(*plan.notes, note))


def _with_it(tombstones: Iterable[Key], key: Key) -> list[Key]:
    """The deleted members that are about a deleted table: without them it would come back without its relationships."""
    kind, path = split_key(key)
    about = Translation(tables={path: f"{path}_"} if kind == "table" else {})
    return [other for other in tombstones if about.key(other) != other]


def _put_back(workspace: Workspace, config: Config, root: Path, entry: Archived) -> Plan:
    memory = workspace.memory
    known = {key for generated in workspace.base.values() for key in generated.keys.values()}
    if entry.key.startswith("relationship ") and entry.key not in known:
        raise UsageError(
            f"{entry.key} is not in the database: with it, no class could be mapped", hint=_HINT
        )
    notes = () if entry.key in known else tuple(_gone_notes(entry))
    for path in _likely(workspace, entry):
        base, mine = workspace.base.get(path), workspace.files[path].text
        text = put_back(base, mine, path, entry)
        if text is not None:
            archive = tuple(item for item in memory.archive if item is not entry)
            left = replace(memory, archive=archive, former=())
            plan = decided(workspace, config, root, edited={path: text}, memory=left)
            return replace(plan, notes=(*plan.notes, *notes))
    raise UsageError(f"{entry.key}: {_no_place(workspace, entry)}", hint=_HINT)


def _gone_notes(entry: Archived) -> Iterator[Note]:
    """A warning where what is put back maps something that the database does not have."""
    if entry.key.startswith("column "):
        yield Note(
            code="restored",
            severity="warning",
            message=f"{entry.key} is not in the database; its class maps it again, so queries of the class fail until it is",
            key=entry.key,
            path=entry.path,
            hint="Add the column to the database, or take the statement out again.",
        )


_HINT = "`ormforge custom orphans` shows the file that holds it; copy from there what you need."


def _likely(workspace: Workspace, entry: Archived) -> list[PurePosixPath]:
    """The files it may go to: its own first."""
    paths = [path for path in workspace.files if path.suffix in (".py", ".pyi")]
    return sorted(paths, key=lambda path: (path != entry.path, path))


def _no_place(workspace: Workspace, entry: Archived) -> str:
    owner = entry.owner or entry.key
    there = any(owner in base.keys.values() for base in workspace.base.values())
    if not there:
        return f"{owner} is not in the database, so there is no class for it; it comes back by itself with its table"
    return "what stands in its place now was edited by hand, so nothing is replaced"


def _listed(entries: Iterable[str]) -> str:
    return f"There is: {', '.join(entries)}" if entries else "The archive is empty."


def _as_decided(notes: Iterable[Note], key: Key) -> tuple[Note, ...]:
    """The notes; about what has just been decided nothing needs a decision any more."""
    return tuple(
        replace(note, severity="info") if note.key == key and note.code == "replaced" else note
        for note in notes
    )
