"""What a run leaves below `.ormforge/`, as file changes."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

from ormforge.errors import UsageError
from ormforge.plan import Archived, FileChange, Generated, Memory
from ormforge.workspace.decoding import is_python
from ormforge.workspace.encoding import encode
from ormforge.workspace.layout import (
    FAILED,
    GIT_ATTRIBUTES,
    GIT_IGNORE,
    LOCK_FILE,
    ORPHANS,
    SNAPSHOT,
    base_file,
    base_owner,
)
from ormforge.workspace.lock_file import (
    DamagedState,
    Lock,
    LockedFile,
    is_of_rules,
    parse_lock,
    print_lock,
)
from ormforge.workspace.model import Workspace
from ormforge.workspace.orphans import parse_orphans, place_orphans
from ormforge.workspace.paths import files_below, read_bytes

_IGNORED: Final = ("cache/", "backup/", "failed/", ".lock", "journal", "journal.new")
_ATTRIBUTES: Final = (
    "base/** -text linguist-generated",
    "orphans/** -text",
    "lock.json text eol=lf linguist-generated",
)


def state_changes(
    workspace: Workspace,
    generated: Mapping[PurePosixPath, Generated],
    result: Mapping[PurePosixPath, str | None],
    memory: Memory,
    snapshot: str | None,
    versions: Mapping[str, str],
) -> tuple[FileChange, ...]:
    """Every state file as it is to be after the run, unchanged ones too; `lock.json` is the last.

    `generated` are the pristine texts, the next run's base; `result` the merged texts. Nothing here depends on the time
    or the machine, and other releases among the `versions` alone change nothing.
    """
    wanted: dict[PurePosixPath, bytes | None] = {
        SNAPSHOT: None if snapshot is None else snapshot.encode("utf-8", "surrogatepass"),
        GIT_IGNORE: _with_lines(workspace.state.get(GIT_IGNORE), _IGNORED),
        GIT_ATTRIBUTES: _with_lines(workspace.state.get(GIT_ATTRIBUTES), _ATTRIBUTES),
        **_bases(workspace, generated),
        **_orphans(workspace, memory),
    }
    changes = [_change(workspace, path, wanted[path]) for path in sorted(wanted)]
    lock = _lock(workspace, generated, result, memory, versions)
    return (*changes, _change(workspace, LOCK_FILE, lock))


def renames_change(workspace: Workspace) -> FileChange:
    """`lock.json` with the workspace's renames, and all else as the last run left it.

    Raises UsageError where there is no sound lock.json to write them into.
    """
    raw = workspace.state.get(LOCK_FILE)
    try:
        lock = parse_lock(raw) if raw is not None else None
    except DamagedState:
        lock = None
    if lock is None:
        raise UsageError(
            f"{LOCK_FILE} is missing or damaged, so nothing can be recorded in it",
            hint="Run `ormforge generate` first; it writes it anew.",
        )
    printed = print_lock(dataclasses.replace(lock, renames=workspace.renames))
    return _change(workspace, LOCK_FILE, printed.encode())


def failed_changes(
    workspace: Workspace, result: Mapping[PurePosixPath, str | None], report: str
) -> tuple[FileChange, ...]:
    """The candidate that the gate refused, and why, below `.ormforge/failed/`: for a person to look at.

    They replace the last candidate; a plan whose `state` they are writes them.
    """
    root = workspace.root
    wanted: dict[PurePosixPath, bytes | None] = dict.fromkeys(files_below(root, FAILED))
    wanted[FAILED / "report.txt"] = report.encode("utf-8", "backslashreplace")
    for path, text in result.items():
        if text is not None:
            name = f"{path.name}.txt" if is_python(path) else path.name
            wanted[FAILED / path.parent / name] = text.encode("utf-8", "surrogatepass")
    ignore = _with_lines(workspace.state.get(GIT_IGNORE), _IGNORED)
    changes = [
        FileChange(path=path, before=read_bytes(root, path), after=wanted[path])
        for path in sorted(wanted)
    ]
    return (_change(workspace, GIT_IGNORE, ignore), *changes)


def _change(workspace: Workspace, path: PurePosixPath, after: bytes | None) -> FileChange:
    return FileChange(path=path, before=workspace.state.get(path), after=after)


def _bases(
    workspace: Workspace, generated: Mapping[PurePosixPath, Generated]
) -> dict[PurePosixPath, bytes | None]:
    owners = {path: base_owner(path) for path in workspace.state}
    gone = {
        path: None for path, of in owners.items() if of is not None and of not in workspace.others
    }
    return {**gone, **{base_file(path): _pristine(new.text) for path, new in generated.items()}}


def _pristine(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def archived_places(workspace: Workspace) -> tuple[tuple[PurePosixPath, Archived], ...]:
    """Everything that is archived, with the file that holds it."""
    return tuple(
        (path, entry)
        for path in sorted(workspace.state)
        if _readable_archive(workspace, path)
        for entry in parse_orphans(workspace.state[path])
    )


def _orphans(workspace: Workspace, memory: Memory) -> dict[PurePosixPath, bytes | None]:
    """The archive's files. One that could not be read stays as it is; one that is written the same way too."""
    readable = [path for path in workspace.state if _readable_archive(workspace, path)]
    damaged = [
        path for path in workspace.state if path.is_relative_to(ORPHANS) and path not in readable
    ]
    gone: dict[PurePosixPath, bytes | None] = dict.fromkeys(readable)
    return {**gone, **place_orphans(memory.archive, damaged)}


def _readable_archive(workspace: Workspace, path: PurePosixPath) -> bool:
    if not path.is_relative_to(ORPHANS):
        return False
    try:
        parse_orphans(workspace.state[path])
    except DamagedState:
        return False
    return True


def _lock(
    workspace: Workspace,
    generated: Mapping[PurePosixPath, Generated],
    result: Mapping[PurePosixPath, str | None],
    memory: Memory,
    versions: Mapping[str, str],
) -> bytes:
    texts = _moved_to(workspace, result)
    texts |= {path: text for path, text in result.items() if text is not None}
    lock = Lock(
        versions=versions,
        files={
            path: _locked(workspace, path, generated.get(path), texts.get(path))
            for path in {*generated, *texts}
        }
        | dict(workspace.others),
        memory=memory,
        renames=workspace.renames,
    )
    printed = print_lock(lock).encode()
    before = workspace.state.get(LOCK_FILE)
    return before if before is not None and _same_but_versions(before, lock) else printed


def _moved_to(
    workspace: Workspace, result: Mapping[PurePosixPath, str | None]
) -> dict[PurePosixPath, str]:
    """The files that only people have made and that held something generated once: it may come back to them."""
    return {
        path: source.text
        for path, source in workspace.files.items()
        if path in workspace.written and path not in workspace.base and path not in result
    }


def _locked(
    workspace: Workspace, path: PurePosixPath, new: Generated | None, text: str | None
) -> LockedFile:
    return LockedFile(
        base=None if new is None else hashlib.sha256(_pristine(new.text)).hexdigest(),
        written=None if text is None else _written(workspace, path, text),
        keys={} if new is None else new.keys,
        config=workspace.config,
        stale=new is not None and new.stale,
    )


def _written(workspace: Workspace, path: PurePosixPath, text: str) -> str:
    """The hash of the file as a run has written it last: a file in which this one changes nothing keeps its own."""
    source = workspace.files.get(path)
    raw = encode(source, text)
    before = workspace.written.get(path)
    if source is not None and source.raw == raw and before is not None:
        return before
    return hashlib.sha256(raw).hexdigest()


def _same_but_versions(before: bytes, lock: Lock) -> bool:
    """Whether another lock would tell nothing but other releases: the rules that gave the names are no such thing."""
    try:
        old = parse_lock(before)
    except DamagedState:
        return False
    rules = {key: text for key, text in old.versions.items() if is_of_rules(key)}
    releases = {key: text for key, text in lock.versions.items() if not is_of_rules(key)}
    told = dataclasses.replace(old, versions={**rules, **releases})
    return print_lock(told) == print_lock(lock)


def _with_lines(before: bytes | None, lines: tuple[str, ...]) -> bytes:
    """The file with every one of the lines; what else a person wrote there stays."""
    text = before or b""
    present = [line.strip() for line in text.splitlines()]
    missing = [line.encode() for line in lines if line.encode() not in present]
    if not missing:
        return text
    start = text if not text or text.endswith(b"\n") else text + b"\n"
    return start + b"\n".join(missing) + b"\n"
