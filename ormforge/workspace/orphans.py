"""The archive of hand-written text that lost its place, as plain files below `.ormforge/orphans/`.

One file a table; in it one entry after the other, each a head of comment lines and then the text, byte for byte:

    # ormforge: orphan
    # key: "column public.books.total"
    # path: "app/models.py"
    # size: 61
    <61 bytes of text, then one line end>

The size makes an entry readable whatever its text is, another entry included. Where a person has edited the text,
it runs to the next head.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Final

from ormforge.catalog.keys import Key
from ormforge.plan import Archived
from ormforge.workspace.layout import orphan_file
from ormforge.workspace.lock_file import DamagedState, project_path

_TITLE: Final = b"# ormforge: orphan\n"
_FIELDS: Final = ("key", "path", "owner", "after", "why")
_ANY_TITLE = re.compile(rb"# ormforge: orphan[ \t]*\r?\n")
_NEXT_HEAD = re.compile(rb"\n(?=# ormforge: orphan[ \t]*\r?\n# key: )")
_FIELD = re.compile(rb"# (key|path|owner|after|why|size): (.*)\r?\n")


def print_orphans(entries: Iterable[Archived]) -> bytes:
    """The entries as one file."""
    return b"".join(_print_entry(entry) for entry in entries)


def parse_orphans(raw: bytes) -> tuple[Archived, ...]:
    """The entries of one file. Raises DamagedState if a part of it cannot be read as one."""
    entries: list[Archived] = []
    offset = 0
    while offset < len(raw):
        entry, offset = _parse_entry(raw, offset)
        entries.append(entry)
    return tuple(entries)


def place_orphans(
    archive: Iterable[Archived], reserved: Iterable[PurePosixPath]
) -> Mapping[PurePosixPath, bytes]:
    """The files that hold the archive; none of them at a reserved place, which a damaged file has."""
    taken = frozenset(reserved)
    groups: dict[PurePosixPath, list[Archived]] = {}
    for entry in archive:
        groups.setdefault(_free_place(entry, taken), []).append(entry)
    return {path: print_orphans(sorted(group, key=_order)) for path, group in groups.items()}


def _order(entry: Archived) -> tuple[str, str, str]:
    return (entry.key, str(entry.path), entry.text)


def _free_place(entry: Archived, taken: frozenset[PurePosixPath]) -> PurePosixPath:
    table = (entry.owner or entry.key).partition(" ")[2] or entry.key
    place, number = orphan_file(entry.path, table), 2
    while place in taken:
        place = orphan_file(entry.path, f"{table}-{number}")
        number += 1
    return place


def _print_entry(entry: Archived) -> bytes:
    text = entry.text.encode("utf-8", "surrogatepass")
    head = {
        "key": entry.key,
        "path": str(entry.path),
        "owner": entry.owner,
        "after": entry.after,
        "why": entry.why or None,
    }
    lines = [
        f"# {name}: {json.dumps(value)}\n" for name, value in head.items() if value is not None
    ]
    return b"".join([_TITLE, "".join(lines).encode(), b"# size: %d\n" % len(text), text, b"\n"])


def _parse_entry(raw: bytes, offset: int) -> tuple[Archived, int]:
    title = _ANY_TITLE.match(raw, offset)
    if title is None:
        raise DamagedState("text that belongs to no entry")
    head: dict[str, object] = {}
    position = title.end()
    while (line := _FIELD.match(raw, position)) is not None:
        name = line.group(1).decode()
        if name in head:
            break
        head[name] = _value(line.group(2))
        position = line.end()
        if name == "size":
            break
    text, end = _text(raw, position, head.get("size"))
    return _archived(head, text), end


def _text(raw: bytes, start: int, size: object) -> tuple[bytes, int]:
    """The text behind a head, by its size; by the next head where that does not fit any more."""
    if isinstance(size, int):
        end = start + size
        last = end + 1 == len(raw) or _ANY_TITLE.match(raw, end + 1) is not None
        if last and raw[end : end + 1] == b"\n":
            return raw[start:end], end + 1
    following = _NEXT_HEAD.search(raw, start - 1)
    if following is None:
        return raw[start:], len(raw)
    return raw[start : max(start, following.start())], following.start() + 1


def _value(raw: bytes) -> object:
    try:
        value: object = json.loads(raw)
    except ValueError as error:
        raise DamagedState("a head that is not ormforge's") from error
    return value


def _archived(head: Mapping[str, object], text: bytes) -> Archived:
    fields = {name: head.get(name) for name in _FIELDS}
    if any(not isinstance(value, str) for value in fields.values() if value is not None):
        raise DamagedState("a head that is not ormforge's")
    if fields["key"] is None or fields["path"] is None:
        raise DamagedState("a head without key or path")
    path = project_path(str(fields["path"]))
    owner = fields["owner"]
    try:
        decoded = text.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise DamagedState("a text that is not UTF-8") from error
    return Archived(
        key=Key(str(fields["key"])),
        path=path,
        text=decoded,
        owner=None if owner is None else Key(str(owner)),
        after=None if fields["after"] is None else str(fields["after"]),
        why="" if fields["why"] is None else str(fields["why"]),
    )
