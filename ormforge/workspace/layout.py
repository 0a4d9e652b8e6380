"""Where everything below `.ormforge/` stands, as paths below the project root."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath
from typing import Final

STATE: Final = PurePosixPath(".ormforge")
BASE: Final = STATE / "base"
ORPHANS: Final = STATE / "orphans"
CACHE: Final = STATE / "cache"
BACKUP: Final = STATE / "backup"
FAILED: Final = STATE / "failed"
ORIGINALS: Final = STATE / "templates"
LOCK_FILE: Final = STATE / "lock.json"
SNAPSHOT: Final = CACHE / "catalog.json"
PROCESS_LOCK: Final = STATE / ".lock"
JOURNAL: Final = STATE / "journal"
GIT_IGNORE: Final = STATE / ".gitignore"
GIT_ATTRIBUTES: Final = STATE / ".gitattributes"

_BASE_SUFFIX: Final = ".base"
_PLAIN_NAME = re.compile(r"[a-z0-9_][a-z0-9_.-]{0,79}\Z")
_WINDOWS_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|\Z)")


def base_file(path: PurePosixPath) -> PurePosixPath:
    """Where the pristine text of a file stands. The suffix keeps formatters, linters and importers away from it."""
    return BASE / path.parent / (path.name + _BASE_SUFFIX)


def base_owner(state_path: PurePosixPath) -> PurePosixPath | None:
    """The file whose pristine text a state file holds; None if it is no such state file."""
    if not state_path.is_relative_to(BASE) or not state_path.name.endswith(_BASE_SUFFIX):
        return None
    inner = state_path.relative_to(BASE)
    return inner.with_name(inner.name[: -len(_BASE_SUFFIX)])


def orphan_file(module: PurePosixPath, owner: str) -> PurePosixPath:
    """Where hand-written text that lost its place in `module` is archived; `owner` is the path of its table."""
    folder = module.with_suffix("") if module.suffix == ".py" else module
    return ORPHANS / folder / f"{_file_name(owner)}.py.txt"


def _file_name(name: str) -> str:
    """A file name for any text: the same on every file system, different for names that differ in case only."""
    if _PLAIN_NAME.match(name) and not _WINDOWS_DEVICE.match(name):
        return name
    readable = re.sub(r"[^a-z0-9_-]+", "-", name.lower()).strip("-")[:40]
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{readable}-{digest}" if readable else digest
