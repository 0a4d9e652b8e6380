"""MariaDB's and MySQL's SQL as text: names, literals, and the lexer that finds its way around both."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(
    r"`(?:[^`]|``)*`|'(?:[^'\\]|\\.|'')*'|\"(?:[^\"\\]|\\.|\"\")*\"|[^`'\"()]+|.", re.DOTALL
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def quoted(name: str) -> str:
    """The name in backticks."""
    return "`" + name.replace("`", "``") + "`"


def literal(text: str) -> str:
    """The text as a string literal of either server."""
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def without_database(sql: str, database: str) -> str:
    """The SQL without the name of its own database in front of its objects, which both servers put there."""
    qualifier = quoted(database)
    tokens = _TOKEN.findall(sql)
    kept: list[str] = []
    dropped = False
    for before, token, after in zip(["", *tokens], tokens, [*tokens[1:], ""], strict=False):
        first_of_path = token == qualifier and after.startswith(".") and not before.endswith(".")
        if not first_of_path:
            kept.append(token[1:] if dropped else token)
        dropped = first_of_path
    return "".join(kept)


def without_outer_brackets(sql: str) -> str:
    """The SQL without one pair of brackets around all of it."""
    text = sql.strip()
    tokens = _TOKEN.findall(text)
    if len(tokens) < 2 or tokens[0] != "(" or tokens[-1] != ")":
        return text
    for depth, last in _depths(tokens):
        if depth == 0:
            return text[1:-1] if last else text
    return text


def unescaped(sql: str) -> str:
    """An expression of MySQL's information_schema, which stores it with a backslash before quotes and backslashes."""
    return _ESCAPED.sub(r"\1", sql)


def _depths(tokens: list[str]) -> Iterator[tuple[int, bool]]:
    depth = 0
    for index, text in enumerate(tokens):
        depth += (text == "(") - (text == ")")
        yield depth, index == len(tokens) - 1
