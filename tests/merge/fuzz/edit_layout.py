"""What editors and formatters do to a file: nothing of it is an edit."""

from __future__ import annotations

import io
import tokenize

import black
from black.parsing import InvalidInput

from tests.merge.fuzz.page import Edit, Page


def _black(page: Page, mode: black.Mode) -> str | None:
    if "\r" in page.text or "\f" in page.text:
        return None
    try:
        return black.format_str(page.text, mode=mode)
    except InvalidInput:
        return None


def narrow(page: Page) -> str | None:
    return _black(page, black.Mode(line_length=60))


def wide(page: Page) -> str | None:
    return _black(page, black.Mode(line_length=120))


def tidy(page: Page) -> str | None:
    return _black(page, black.Mode())


def unmagic(page: Page) -> str | None:
    return _black(page, black.Mode(magic_trailing_comma=False))


def single_quotes(page: Page) -> str | None:
    """Every string in the other quotes, where it holds none."""
    if "\r" in page.text:
        return None
    lines = page.text.split("\n")
    for token in tokenize.generate_tokens(io.StringIO(page.text).readline):
        plain = token.string[1:-1]
        if token.type == tokenize.STRING and token.string == f'"{plain}"' and "'" not in plain:
            row, column = token.start[0] - 1, token.start[1]
            line = lines[row]
            lines[row] = f"{line[:column]}'{plain}'{line[column + len(token.string):]}"
    return "\n".join(lines)


def crlf(page: Page) -> str | None:
    return None if "\r" in page.text else page.text.replace("\n", "\r\n")


def mixed_ends(page: Page) -> str | None:
    row = page.rng.randrange(len(page.lines))
    line = page.lines[row]
    lines = list(page.lines)
    lines[row] = line.rstrip("\r\n") + ("\n" if line.endswith("\r\n") else "\r\n")
    return "".join(lines)


def tabs(page: Page) -> str | None:
    """One class indented with tabs."""
    spot = page.mapped_class()
    if spot is None or '"""' in page.source(spot):
        return None
    body = [_tabbed(line) for line in page.lines[spot.start : spot.stop]]
    return page.exchanged(spot, "".join(body))


def _tabbed(line: str) -> str:
    blanks = len(line) - len(line.lstrip(" "))
    return "\t" * (blanks // 4) + " " * (blanks % 4) + line.lstrip(" ")


def form_feed(page: Page) -> str | None:
    spot = page.pick(member=False)
    return None if spot is None else page.put(spot.start, ["\f"])


def trailing_blanks(page: Page) -> str | None:
    row = page.rng.randrange(len(page.lines))
    line = page.lines[row]
    body = line.rstrip("\r\n")
    if body.endswith("\\"):
        return None
    lines = list(page.lines)
    lines[row] = f"{body}  {line[len(body):]}"
    return "".join(lines)


def blank_lines(page: Page) -> str | None:
    spot = page.pick()
    return None if spot is None else page.put(spot.stop, [""] * page.rng.randrange(1, 4))


def fewer_blank_lines(page: Page) -> str | None:
    rows = [row for row, line in enumerate(page.lines) if not line.strip()]
    if not rows:
        return None
    row = page.rng.choice(rows)
    return "".join([*page.lines[:row], *page.lines[row + 1 :]])


def no_final_newline(page: Page) -> str | None:
    return page.text.rstrip("\r\n") or None


def odd_characters(page: Page) -> str | None:
    """Characters at which careless code cuts lines."""
    text = f'{page.mark()} = "a\u2028b\x85c\u00e9"  # \x0c \x1c'
    return page.put(len(page.lines), ["", text])


EDITS: tuple[Edit, ...] = (
    narrow,
    wide,
    tidy,
    unmagic,
    single_quotes,
    crlf,
    mixed_ends,
    tabs,
    form_feed,
    trailing_blanks,
    blank_lines,
    fewer_blank_lines,
    no_final_newline,
    odd_characters,
)
