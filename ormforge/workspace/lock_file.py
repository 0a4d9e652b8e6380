"""`.ormforge/lock.json`: what the project remembers from run to run, sorted, one key a line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final

from ormforge.catalog.keys import Key
from ormforge.catalog.renames import Rename, split_key
from ormforge.errors import WorkspaceError
from ormforge.plan import Memory
from ormforge.workspace.former_file import parse_formers, print_former
from ormforge.workspace.layout import LOCK_FILE

FORMAT_VERSION: Final = 1


RULES: Final = "naming"
"""What the versions of the rules that gave the names are called: this, or this and the name of a configuration."""


def is_of_rules(key: str) -> bool:
    """Whether one of the versions is of rules, and not the release of a tool."""
    return key.partition(" ")[0] == RULES


class DamagedState(ValueError):
    """A state file does not hold what ormforge wrote; the message says why. Never leaves this package."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedFile:
    """One file: the SHA-256 of its pristine text and of its bytes as written, and what its names stand for.

    `config` is the name of the configuration it was written for, None for the project's own; `stale` files stay although
    nothing is generated for them any more.
    """

    base: str | None = None
    written: str | None = None
    keys: Mapping[str, Key] = field(default_factory=lambda: MappingProxyType({}))
    config: str | None = None
    stale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """All of `lock.json`. `memory` is without the archive, which has files of its own; `renames` are a person's."""

    versions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    files: Mapping[PurePosixPath, LockedFile] = field(default_factory=lambda: MappingProxyType({}))
    memory: Memory = field(default_factory=Memory)
    renames: tuple[Rename, ...] = ()


def print_lock(lock: Lock) -> str:
    """The lock as text: ASCII, sorted, one key a line, so that two branches rarely touch the same line."""
    memory = lock.memory
    document: dict[str, object] = {
        "format_version": FORMAT_VERSION,
        "versions": dict(lock.versions),
        "files": {str(path): _print_file(file) for path, file in lock.files.items()},
        "pins": dict(memory.pins),
        "tombstones": sorted(memory.tombstones),
        "overrides": sorted(memory.overrides),
        "pending": dict(memory.pending),
        "bases": dict(memory.bases),
    }
    if memory.former:
        document["former"] = [print_former(former) for former in memory.former]
    if lock.renames:
        document["renames"] = [f"{old}\n{new}" for old, new in lock.renames]
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=True) + "\n"


def parse_lock(raw: bytes) -> Lock:
    """The lock that the bytes hold.

    Raises DamagedState if they are not what `print_lock` writes, WorkspaceError if a newer ormforge wrote them: to go on
    would lose what this version does not know of.
    """
    document = _object(_load(raw), "the whole file")
    version = document.get("format_version")
    if not isinstance(version, int) or isinstance(version, bool):
        raise DamagedState("it has no format_version")
    if version > FORMAT_VERSION:
        raise WorkspaceError(
            f"{LOCK_FILE}: written by a newer ormforge (format {version}, this one knows {FORMAT_VERSION})",
            hint="Upgrade ormforge: pip install --upgrade ormforge",
        )
    files = _object(document.get("files"), "files")
    return Lock(
        versions=_texts(document.get("versions"), "versions"),
        files={project_path(path): _parse_file(path, value) for path, value in files.items()},
        memory=Memory(
            pins=_keyed(document.get("pins"), "pins"),
            tombstones=_key_set(document.get("tombstones"), "tombstones"),
            overrides=_key_set(document.get("overrides", []), "overrides"),
            pending=_keyed(document.get("pending"), "pending"),
            bases=_keyed(document.get("bases"), "bases"),
            former=parse_formers(document.get("former", [])),
        ),
        renames=_renames(document.get("renames", [])),
    )


def project_path(text: str) -> PurePosixPath:
    """A path below the project root, as state files name it. Raises DamagedState for one that leads elsewhere."""
    path = PurePosixPath(text)
    if path.is_absolute() or ".." in path.parts or not path.parts or "\0" in text:
        raise DamagedState(f"{text!r} is not a path below the project root")
    return path


def _print_file(file: LockedFile) -> dict[str, object]:
    document: dict[str, object] = {
        "base": file.base,
        "written": file.written,
        "keys": dict(file.keys),
    }
    if file.config is not None:
        document["config"] = file.config
    if file.stale:
        document["stale"] = True
    return document


def _parse_file(path: str, value: object) -> LockedFile:
    document = _object(value, path)
    keys = _texts(document.get("keys"), f"{path}.keys")
    return LockedFile(
        base=_optional_text(document.get("base"), f"{path}.base"),
        written=_optional_text(document.get("written"), f"{path}.written"),
        keys={name: Key(key) for name, key in keys.items()},
        config=_optional_text(document.get("config"), f"{path}.config"),
        stale=document.get("stale") is True,
    )


def _load(raw: bytes) -> object:
    if b"<<<<<<< " in raw or b">>>>>>> " in raw:
        raise DamagedState("it holds a git merge conflict")
    try:
        return json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise DamagedState(f"it is not JSON: {error}") from error


def _object(value: object, name: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise DamagedState(f"{name} is not an object")
    return value


def _texts(value: object, name: str) -> dict[str, str]:
    found = _object(value, name)
    texts = {key: text for key, text in found.items() if isinstance(text, str)}
    if len(texts) != len(found):
        raise DamagedState(f"{name} holds something that is not text")
    return texts


def _keyed(value: object, name: str) -> dict[Key, str]:
    return {Key(key): text for key, text in _texts(value, name).items()}


def _optional_text(value: object, name: str) -> str | None:
    if value is not None and not isinstance(value, str):
        raise DamagedState(f"{name} is not text")
    return value


def _key_set(value: object, name: str) -> frozenset[Key]:
    if not isinstance(value, list) or not all(isinstance(key, str) for key in value):
        raise DamagedState(f"{name} is not a list of keys")
    return frozenset(Key(key) for key in value)


def _renames(value: object) -> tuple[Rename, ...]:
    if not isinstance(value, list):
        raise DamagedState("renames is not a list")
    return tuple(_rename(item) for item in value)


def _rename(value: object) -> Rename:
    old, _, new = value.partition("\n") if isinstance(value, str) else ("", "", "")
    kinds = {split_key(Key(key))[0] for key in (old, new)}
    if len(kinds) != 1 or not kinds <= {"table", "column"}:
        raise DamagedState("renames holds something that is no rename")
    return Key(old), Key(new)
