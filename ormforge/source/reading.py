"""Reading Python text: what cannot be read is refused with its place, before anything else looks at it."""

from __future__ import annotations

import ast
import re
import warnings
from pathlib import PurePosixPath

from ormforge.errors import SourceError
from ormforge.source.lines import plain, split_lines

_CONFLICT = re.compile(r"(?:<{7} |={7}\Z|>{7} )")


def parse(text: str, path: PurePosixPath) -> ast.Module:
    """The syntax tree of a file's text.

    Raises SourceError with `path:line:column` for text that is no Python or that git has left in conflict. CPython's
    own parser is asked first because it refuses nesting that would overrun the stack of others.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(plain(text))
    except SyntaxError as error:
        where = conflict_line(text)
        if where is not None:
            raise _git_conflict(path, where) from None
        place = f"{path}:{error.lineno or 1}:{error.offset or 1}"
        raise SourceError(
            f"{place}: {error.msg}", hint="Correct the file; nothing was written."
        ) from None
    except (ValueError, RecursionError, MemoryError) as error:
        reason = str(error) or "nested too deeply to be read"
        raise SourceError(
            f"{path}:1:1: {reason}", hint="Correct the file; nothing was written."
        ) from None


def conflict_line(text: str) -> int | None:
    """The number of the first line that git has left as a mark of a conflict."""
    for number, line in enumerate(split_lines(text), start=1):
        if _CONFLICT.match(line.rstrip("\r\n")):
            return number
    return None


def _git_conflict(path: PurePosixPath, line: int) -> SourceError:
    return SourceError(
        f"{path}:{line}:1: the file holds a conflict that git could not merge",
        hint="Resolve the conflict, then run again; nothing was written.",
    )
