"""Check: the result is Python."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from ormforge.gate.bindings import ModuleFacts
from ormforge.gate.evidence import Evidence, Violation, is_python


def check_compiles(
    evidence: Evidence, modules: Mapping[PurePosixPath, ModuleFacts]
) -> Iterator[Violation]:
    """A violation for each Python file of the result that does not compile; tabs mixed with blanks count as well.

    `modules` are the files that could be parsed. A file whose own grammar is newer than the running Python's is read with
    libcst instead.
    """
    for path, text in sorted(evidence.result.items()):
        mine = evidence.mine.get(path)
        if not is_python(path) or mine == text:
            continue
        error = _compile_error(modules[path].tree if path in modules else text)
        if error is None:
            continue
        if mine is not None and _compile_error(mine) is not None and _newer_grammar(text):
            continue
        yield Violation(
            check="compiles", message=f"not valid Python: {error.msg}", path=path, line=error.lineno
        )


def _compile_error(source: str | ast.Module) -> SyntaxError | None:
    """Why the source does not compile; None if it does."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(source, "result", "exec", dont_inherit=True)
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
