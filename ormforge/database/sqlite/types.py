"""The type of a SQLite column as a statement has to say it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ormforge.database.sqlite.keywords import RESERVED, quoted
from ormforge.database.sqlite.lexer import Token, split_at_commas, text_between, tokenize


@lru_cache(maxsize=1024)
def type_text(declared: str) -> str:
    """A type as PRAGMAs tell it, fit for a statement again.

    Comments are left out, and white space is the same for all: `decimal(10, 2)`. SQLite has taken the quotes off a
    type that was written in quotes: where the words could not stand without, they are put back.
    """
    tokens = tokenize(declared)
    if not _is_type_name(tokens):
        return quoted(declared) if tokens else ""
    opening = next((i for i, token in enumerate(tokens) if token.text == "("), len(tokens))
    words = " ".join(token.text for token in tokens[:opening])
    sizes = [text_between(declared, size) for size in split_at_commas(tokens[opening + 1 : -1])]
    return f"{words}({', '.join(sizes)})" if opening < len(tokens) else words


def _is_type_name(tokens: Sequence[Token]) -> bool:
    """Whether the tokens are what the grammar takes as a type: names, and at most two signed numbers in brackets."""
    opening = next((i for i, token in enumerate(tokens) if token.text == "("), len(tokens))
    words, arguments = tokens[:opening], tokens[opening:]
    named = all(t.kind == "word" and t.keyword not in RESERVED for t in words)
    together = " ".join(token.keyword for token in words)
    return bool(words) and named and "GENERATED ALWAYS" not in together and _are_sizes(arguments)


def _are_sizes(tokens: Sequence[Token]) -> bool:
    if not tokens:
        return True
    if tokens[-1].text != ")" or any(token.text == ")" for token in tokens[:-1]):
        return False
    sizes = split_at_commas(tokens[1:-1])
    return len(sizes) <= 2 and all(_is_size(size) for size in sizes)


def _is_size(tokens: Sequence[Token]) -> bool:
    signed = len(tokens) == 2 and tokens[0].text in ("+", "-")
    number = tokens[1:] if signed else tokens
    return len(number) == 1 and number[0].kind == "number"
