"""Whether two pieces of source say the same, however they are formatted."""

from __future__ import annotations

import ast
import inspect
import tokenize
from functools import lru_cache

from ormforge.source.lines import tokens

_LAYOUT = frozenset(
    {tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.COMMENT}
)


@lru_cache(maxsize=20_000)
def meaning(code: str) -> str:
    """A text that is equal for two pieces of code that differ in formatting and comments only.

    Takes statements at any indent. A docstring counts without its indent.
    """
    try:
        tree = ast.parse(_dedented(code))
        for node in ast.walk(tree):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                said = node.value.value
                node.value.value = (
                    inspect.cleandoc(said).rstrip() if isinstance(said, str) else said
                )
        return ast.dump(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return _token_text(code)


@lru_cache(maxsize=20_000)
def expression_meaning(code: str) -> str:
    """The same for an expression, or for `*x` and `**x`."""
    text = code.strip()
    if text.startswith("*"):
        stars = "**" if text.startswith("**") else "*"
        return stars + expression_meaning(text[len(stars) :])
    try:
        return ast.dump(ast.parse(f"({text}\n)", mode="eval"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return _token_text(text)


def comments(code: str) -> tuple[str, ...]:
    """The comments in a piece of code, in order."""
    if "#" not in code:
        return ()
    return tuple(
        token.string.rstrip() for token in tokens(_dedented(code)) if token.type == tokenize.COMMENT
    )


def same(one: str, other: str) -> bool:
    """Whether two statements say the same, with the same comments."""
    return one == other or (meaning(one) == meaning(other) and comments(one) == comments(other))


def _token_text(code: str) -> str:
    return " ".join(token.string for token in tokens(code) if token.type not in _LAYOUT)


def _dedented(code: str) -> str:
    """The code behind an `if` where it is indented, so that it can be read without touching its lines."""
    return "if 1:\n" + code if code[:1] in (" ", "\t", "\f") else code
