"""How deep a text may be nested: libcst's parser overruns the stack of the process where it is too deep.

Brackets nest, and so do operators, lambdas and branches in a row. Measured with libcst 1.9: 2,000 of them are well,
20,000 end the process.
"""

from __future__ import annotations

import re

_BRACKETS = 100
_OPERATORS = 1_000
_TOKEN = re.compile(r"\w+|[^\w\s]|\n")
_WORDS = frozenset({"not", "lambda", "if", "else", "and", "or", "await", "elif"})


def is_too_deep(text: str) -> bool:
    """Whether a text may be nested too deeply to be given to libcst; strings and comments are counted as well."""
    brackets = operators = branches = 0
    for found in _TOKEN.finditer(text):
        symbol = found[0]
        if symbol in ("(", "[", "{"):
            brackets += 1
        elif symbol in (")", "]", "}"):
            brackets = max(0, brackets - 1)
        elif symbol == "\n":
            operators = operators if brackets else 0
        elif symbol in _WORDS or not (symbol[0].isalnum() or symbol[0] in "_\"',:#"):
            operators += 1
            branches += symbol == "elif"
        if brackets > _BRACKETS or operators > _OPERATORS or branches > _OPERATORS:
            return True
        operators += symbol in ("(", "[")
    return False
