"""Check: the result is Python."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

from ormforge.gate.evidence import Evidence, Violation, is_python
from ormforge.gate.piece import parse


def check_compiles(evidence: Evidence) -> Iterator[Violation]:
    """A violation for each Python file of the result that does not compile; tabs mixed with blanks count as well.

    A file whose own grammar is newer than the running Python's is read with libcst instead.
    """
    for path, text in sorted(evidence.result.items()):
        if not is_python(path) or evidence.mine.get(path) == text:
            continue
        error = compile_error(text)
        if error is None:
            continue
        mine = evidence.mine.get(path)
        if mine is not None and compile_error(mine) is not None and _newer_grammar(text):
            continue
        yield Violation(
            check="compiles", message=f"not valid Python: {error.msg}", path=path, line=error.lineno
        )


def compile_error(text: str) -> SyntaxError | None:
    """Why the text does not compile; None if it does."""
    try:
        tree = parse(text)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(tree, "result", "exec", dont_inherit=True)
    except SyntaxError as error:
        return error
    except (ValueError, RecursionError, MemoryError) as error:
        return SyntaxError(str(error))
    return None


def _newer_grammar(text: str) -> bool:
    if _depth(text) > 100:
        return False
    import libcst

    try:
        libcst.parse_module(text)
    except (libcst.ParserSyntaxError, RecursionError):
        return False
    return True


def _depth(text: str) -> int:
    """How deep brackets nest at most; beyond some depth libcst's parser ends the process (LibCST issue 1000)."""
    depth = deepest = 0
    for character in text:
        depth = max(0, depth + (character in "([{") - (character in ")]}"))
        deepest = max(deepest, depth)
    return deepest
