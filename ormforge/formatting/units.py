"""A module as units that can be formatted one by one, to the same bytes as all at once.

A unit is what stands between two places with at least two blank lines at the left margin. black looks across such a
place for one thing only: how many blank lines to leave there. That depends on the kinds of the statements on both sides.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

_GAP = re.compile(r"\n(?:[ \t]*\n){2,}(?=[^\s)\]}])")
_STAND_INS = {
    ast.ClassDef: "class A:\n    a = 1\n",
    ast.FunctionDef: "def a():\n    return 1\n",
    ast.AsyncFunctionDef: "def a():\n    return 1\n",
    ast.Import: "import a\n",
    ast.ImportFrom: "import a\n",
    ast.Assign: "a = 1\n",
    ast.AnnAssign: "a = 1\n",
    ast.Expr: "a()\n",
    ast.If: "if a:\n    b = 1\n",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A run of statements: its text, and stand-ins for its first and last statement as far as gaps depend on them.

    `first` holds the comments above the first statement word for word.
    """

    text: str
    first: str
    last: str


def split_units(text: str) -> tuple[Unit, ...] | None:
    """The units of a module; None where it cannot be told from parts how black would format the whole."""
    if "\r" in text or "\f" in text or "# fmt" in text or "# yapf" in text:
        return None
    units = [_unit(f"{part}\n") for part in _GAP.split(text.strip("\n"))]
    return None if None in units else tuple(unit for unit in units if unit is not None)


def _unit(text: str) -> Unit | None:
    """The unit that this text is; None where it is no whole one, or of a kind whose gaps nothing is known about."""
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError):
        return None
    if (
        not body
        or _is_docstring(body[0])
        or text.rstrip("\n").count("\n") >= (body[-1].end_lineno or 0)
    ):
        return None
    first, last = (_STAND_INS.get(type(statement)) for statement in (body[0], body[-1]))
    if first is None or last is None or _holds_definition(body[-1]):
        return None
    start = min([body[0].lineno, *(d.lineno for d in getattr(body[0], "decorator_list", []))])
    comments = "".join(text.splitlines(keepends=True)[: start - 1])
    return Unit(text, comments + first, last)


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _holds_definition(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.If) and any(
        isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(statement)
    )
