"""Physical lines and their ends, as Python counts them."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterable, Sequence

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_INDENT = re.compile(r"[ \t\f]*")


def split_lines(text: str) -> list[str]:
    r"""The lines of a text with their ends; joined they are the text.

    Lines end at `\r\n`, `\r` or `\n` only. `str.splitlines` also cuts at form feeds and at U+2028, which may stand in
    strings and comments, and would count lines differently from Python.
    """
    return _LINE.findall(text)


def plain(text: str) -> str:
    r"""The text with every line ended by `\n`, which is how Python itself reads it."""
    return text if "\r" not in text else text.replace("\r\n", "\n").replace("\r", "\n")


def line_end(line: str) -> str:
    """The end of a line, empty where it has none."""
    return line[len(line.rstrip("\r\n")) :]


def dominant_end(text: str) -> str:
    r"""The line end that most lines have; `\n` where the text has no line end."""
    if "\r" not in text:
        return "\n"
    pairs = text.count("\r\n")
    counts = {"\n": text.count("\n") - pairs, "\r\n": pairs, "\r": text.count("\r") - pairs}
    return max(counts, key=lambda end: counts[end])


def with_end(lines: Iterable[str], end: str) -> tuple[str, ...]:
    """The lines, each ended as told."""
    return tuple(line.rstrip("\r\n") + end for line in lines)


def indent_of(line: str) -> str:
    """The blanks that a line begins with."""
    found = _INDENT.match(line)
    return found.group() if found else ""


def is_blank(line: str) -> bool:
    """Whether a line holds nothing but blanks; a form feed is a blank."""
    return not line or line.isspace()


def reindent(lines: Sequence[str], old: str, new: str) -> tuple[str, ...]:
    """The lines of a statement with one indent exchanged for another, lines inside strings left alone."""
    if old == new:
        return tuple(lines)
    inside = _string_lines(lines)
    return tuple(
        (
            new + line[len(old) :]
            if number not in inside and line.startswith(old) and not is_blank(line)
            else line
        )
        for number, line in enumerate(lines)
    )


def _string_lines(lines: Sequence[str]) -> set[int]:
    """The indices of lines that begin inside a string."""
    text = plain("".join(lines))
    if '"""' not in text and "'''" not in text and "\\\n" not in text:
        return set()
    inside: set[int] = set()
    start = 0
    for token in tokens(text):
        if token.type == getattr(tokenize, "FSTRING_START", -1):
            start = token.start[0]
        elif token.type == getattr(tokenize, "FSTRING_END", -1):
            inside.update(range(start, token.end[0]))
        elif token.type == tokenize.STRING:
            inside.update(range(token.start[0], token.end[0]))
    return inside


def tokens(text: str) -> list[tokenize.TokenInfo]:
    r"""The tokens of a text whose lines end in `\n`, as far as they can be read.

    A text that is only a part of a file may stop in the middle; what came before is returned.
    """
    found: list[tokenize.TokenInfo] = []
    try:
        found.extend(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        found.extend(_tokens_one_by_one(text))
    return found


def _tokens_one_by_one(text: str) -> list[tokenize.TokenInfo]:
    found: list[tokenize.TokenInfo] = []
    stream = tokenize.generate_tokens(io.StringIO(text).readline)
    while True:
        try:
            found.append(next(stream))
        except (StopIteration, tokenize.TokenError, SyntaxError):
            return found
