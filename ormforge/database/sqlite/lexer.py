"""SQLite's statements as tokens.

The rules are those of SQLite's own tokeniser (https://sqlite.org/lang_keywords.html and `tokenize.c`): any character
above U+007F is part of a name, only five characters are white space, and a keyword in quotes is a name.
"""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

TokenKind = Literal["word", "quoted", "string", "number", "mark"]

_TOKEN = re.compile(
    r"""
      (?P<blank> [ \t\n\f\r]+ | --[^\n]* | /\*.*?(?:\*/|\Z) )
    | (?P<string> [xX]?'(?:[^']|'')*' )
    | (?P<quoted> "(?:[^"]|"")*" | `(?:[^`]|``)*` | \[[^\]]*\] )
    | (?P<number> 0[xX][0-9a-fA-F_]+ | (?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][+-]?[0-9_]+)? )
    | (?P<word> [A-Za-z_\x80-\U0010ffff][A-Za-z0-9_$\x80-\U0010ffff]* )
    | (?P<mark> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_COMMENT = re.compile(r"--[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_ASCII_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


class Token(NamedTuple):
    """A token and where it stands in its statement.

    `keyword` is the word in upper case; it is empty for anything that cannot be a keyword.
    """

    kind: TokenKind
    text: str
    start: int
    end: int
    keyword: str = ""

    @property
    def name(self) -> str:
        """The name that the token stands for, without its quotes."""
        return unquoted(self.text)


def fold(name: str) -> str:
    """The name in the form in which SQLite compares names: only ASCII letters lose their case."""
    return name.translate(_ASCII_LOWER)


def unquoted(text: str) -> str:
    """A name without the quotes of any of the four kinds."""
    if text[:1] == "[":
        return text[1:-1]
    if text[:1] in ('"', "`", "'"):
        quote = text[0]
        return text[1:-1].replace(quote * 2, quote)
    return text


def tokenize(sql: str) -> list[Token]:
    """The tokens of a statement, white space and comments left out."""
    found = []
    for match in _TOKEN.finditer(sql):
        kind = match.lastgroup
        if kind != "blank":
            text, keyword = match.group(), ""
            if kind == "word":
                keyword = text.upper()
            found.append(Token(kind, text, match.start(), match.end(), keyword))  # type: ignore[arg-type]
    return found


def text_between(sql: str, tokens: Sequence[Token]) -> str:
    """The text from the first of these tokens to the last as it stands in the statement, but without comments."""
    if not tokens:
        return ""
    text = sql[tokens[0].start : tokens[-1].end]
    if not _COMMENT.search(text):
        return text
    parts = [tokens[0].text]
    for before, token in pairwise(tokens):
        parts.append(" " * (before.end < token.start) + token.text)
    return "".join(parts)


def bracket_end(tokens: Sequence[Token], start: int) -> int:
    """The index of the bracket that closes the one at `start`; the last index if none does."""
    depth = 0
    for index in range(start, len(tokens)):
        token = tokens[index]
        if token.kind == "mark":
            depth += (token.text == "(") - (token.text == ")")
            if depth == 0:
                return index
    return len(tokens) - 1


def split_at_commas(tokens: Sequence[Token]) -> list[Sequence[Token]]:
    """The runs of tokens between commas that stand in no bracket."""
    parts: list[Sequence[Token]] = []
    depth = start = 0
    for index, token in enumerate(tokens):
        if token.kind != "mark":
            continue
        depth += (token.text == "(") - (token.text == ")")
        if token.text == "," and depth == 0:
            parts.append(tokens[start:index])
            start = index + 1
    return [*parts, tokens[start:]]
