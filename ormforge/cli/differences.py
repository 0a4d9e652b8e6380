"""File changes as a unified diff that `git apply` and `patch -p1` accept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ormforge.cli.alignment import aligned
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
    found = [
        Hunk(
            line=max(1, min(i1 + 1, len(before)) if i1 < i2 else i1),
            last=max(1, i2),
            gone=tuple(before[i1:i2]),
            come=tuple(after[j1:j2]),
        )
        for kind, i1, i2, j1, j2 in aligned(before, after).get_opcodes()
        if kind != "equal"
    ]
    telling = [hunk for hunk in found if not _only_names_base(hunk)]
    return tuple(telling or found)


def _only_names_base(hunk: Hunk) -> bool:
    return all(line.startswith(_BASE_LINE) for line in (*hunk.gone, *hunk.come))


def _file_diff(change: FileChange) -> Iterator[str]:
    old = "/dev/null" if change.before is None else f"a/{change.path}"
    new = "/dev/null" if change.after is None else f"b/{change.path}"
    yield f"--- {_file_name(old)}\n+++ {_file_name(new)}\n"
    before, after = _lines(change.before), _lines(change.after)
    for group in aligned(before, after).get_grouped_opcodes():
        (_, i1, _, j1, _), (_, _, i2, _, j2) = group[0], group[-1]
        yield f"@@ -{_range(i1, i2)} +{_range(j1, j2)} @@\n"
        for kind, at, end, there, until in group:
            if kind == "equal":
                yield from (_signed(" ", line) for line in before[at:end])
                continue
            yield from (_signed("-", line) for line in before[at:end])
            yield from (_signed("+", line) for line in after[there:until])


def _range(start: int, stop: int) -> str:
    """Lines as the header of a hunk counts them (POSIX `diff -u`)."""
    length = stop - start
    if length == 1:
        return str(start + 1)
    return f"{start + (1 if length else 0)},{length}"


def _signed(sign: str, line: str) -> str:
    return f"{sign}{line}" if line.endswith("\n") else f"{sign}{line}{_NO_NEWLINE}"


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
