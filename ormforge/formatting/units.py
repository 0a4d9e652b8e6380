"""A module as units that can be formatted one by one, to the same bytes as all at once.

A unit is what stands between two places with at least two blank lines at the left margin. black looks across such a
place for one thing only: how many blank lines to leave there. That depends on the kinds of the statements on both sides.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

_GAP = re.compile(r"\n(?:[ \t]*\n){2,}(?=[^\s)\]}])")
_CLASS, _DEFINITION, _IMPORT, _ASSIGNMENT, _CALL, _CONDITION = (
    "class A:\n    a = 1\n",
    "def a():\n    return 1\n",
    "import a\n",
    "a = 1\n",
    "a()\n",
    "if a:\n    b = 1\n",
)
_STAND_INS = {
    ast.ClassDef: _CLASS,
    ast.FunctionDef: _DEFINITION,
    ast.AsyncFunctionDef: _DEFINITION,
    ast.Import: _IMPORT,
    ast.ImportFrom: _IMPORT,
    ast.Assign: _ASSIGNMENT,
    ast.AnnAssign: _ASSIGNMENT,
    ast.Expr: _CALL,
    ast.If: _CONDITION,
}


@dataclass(frozen=True, slots=True)
class Edges:
    """Stand-ins for a unit's first and last statement, as far as the gaps around it depend on them.

    `first` holds the comments above the first statement word for word.
    """

    first: str
    last: str


CLASS_EDGES = Edges(_CLASS, _CLASS)
ASSIGNMENT_EDGES = Edges(_ASSIGNMENT, _ASSIGNMENT)
CALL_EDGES = Edges(_CALL, _CALL)


def split_units(text: str) -> tuple[str, ...] | None:
    """The texts of a module's units, as far as can be seen; None where black must see the whole in any case.

    What is cut out of the middle of a statement is no Python by itself.
    """
    if "\r" in text or "\f" in text or "# fmt" in text or "# yapf" in text:
        return None
    return tuple(f"{part}\n" for part in _GAP.split(text.strip("\n")))


def edges_of(unit: str) -> Edges | None:
    """The edges of a unit; None where it is no whole one, or one around which gaps are not known to be like others."""
    try:
        body = ast.parse(unit).body
    except (SyntaxError, ValueError):
        return None
    if not body or _is_docstring(body[0]) or unit.count("\n") > (body[-1].end_lineno or 0):
        return None
    first, last = (_STAND_INS.get(type(statement)) for statement in (body[0], body[-1]))
    if first is None or last is None or _holds_definition(body[-1]):
        return None
    start = min([body[0].lineno, *(d.lineno for d in getattr(body[0], "decorator_list", []))])
    comments = "".join(unit.splitlines(keepends=True)[: start - 1])
    return Edges(comments + first, last)


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _holds_definition(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.If) and any(
        isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(statement)
    )
