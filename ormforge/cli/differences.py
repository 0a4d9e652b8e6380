"""File changes as a unified diff that `git apply` and `patch -p1` accept."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ormforge.plan import FileChange

_BASE_LINE = "# ormforge: base "
_NO_NEWLINE = "\n\\ No newline at end of file\n"


def unified_diff(changes: Iterable[FileChange]) -> str:
    """The diff of every file that would change, in the order given; empty where none does."""
    return "".join(line for change in changes if change.changed for line in _file_diff(change))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hunk:
    """Lines of the existing file, from `line` to `last`, and what would stand there: the lines that go and those that come."""

    line: int
    last: int
    gone: tuple[str, ...]
    come: tuple[str, ...]


def hunks(change: FileChange) -> tuple[Hunk, ...]:
    """Where the existing file is not what it should be; what would be added stands at the line before it.

    The line that names what a file was generated from differs whenever anything does: it is left out where there is
    anything else.
    """
    before, after = _lines(change.before), _lines(change.after)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    found = [
        Hunk(
            line=max(1, min(i1 + 1, len(before)) if i1 < i2 else i1),
            last=max(1, i2),
            gone=tuple(before[i1:i2]),
            come=tuple(after[j1:j2]),
        )
        for kind, i1, i2, j1, j2 in matcher.get_opcodes()
        if kind != "equal"
    ]
    telling = [hunk for hunk in found if not _only_names_base(hunk)]
    return tuple(telling or found)


def _only_names_base(hunk: Hunk) -> bool:
    return all(line.startswith(_BASE_LINE) for line in (*hunk.gone, *hunk.come))


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
