"""File changes as a unified diff that `git apply` and `patch -p1` accept."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator

from ormforge.plan import FileChange

_NO_NEWLINE = "\n\\ No newline at end of file\n"


def unified_diff(changes: Iterable[FileChange]) -> str:
    """The diff of every file that would change, in the order given; empty where none does."""
    return "".join(line for change in changes if change.changed for line in _file_diff(change))


def first_difference(change: FileChange) -> int:
    """The line of the existing file where the first difference stands; 1 where there is no file yet."""
    before, after = _lines(change.before), _lines(change.after)
    same = 0
    while same < min(len(before), len(after)) and before[same] == after[same]:
        same += 1
    return max(1, min(same + 1, len(before)))


def _file_diff(change: FileChange) -> Iterator[str]:
    old = "/dev/null" if change.before is None else f"a/{change.path}"
    new = "/dev/null" if change.after is None else f"b/{change.path}"
    diff = difflib.unified_diff(
        _lines(change.before), _lines(change.after), _file_name(old), _file_name(new)
    )
    for line in diff:
        yield line if line.endswith("\n") else line + _NO_NEWLINE


def _file_name(name: str) -> str:
    # As GNU diff does, so that patch finds the end of a name with blanks.
    return name + "\t" if " " in name else name


def _lines(content: bytes | None) -> list[str]:
    """The lines of a file, split at LF alone, as diff tools do."""
    return re.findall(r"[^\n]*\n|[^\n]+", _text(content or b""))


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")
