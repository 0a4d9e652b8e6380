"""Reading statements in a grammar newer than the running Python's, with libcst.

Such a statement is one opaque unit: it is copied, never merged. What it binds and which tables it defines is known, so
that nothing is generated a second time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ormforge.source.lines import is_blank, plain, split_lines
from ormforge.source.nesting import is_too_deep
from ormforge.source.unit import Unit

_TABLE = re.compile(r"^[ \t]+__tablename__\s*(?::[^=\n]*)?=\s*(['\"])(\w+)\1", re.MULTILINE)


def read_opaque(text: str) -> Unit | None:
    """The unit of a part of a file that only libcst can read; None where libcst cannot either."""
    if "\0" in text or is_too_deep(text):
        return None
    # libcst takes long to import, and hardly any file needs it here.
    import libcst as cst

    try:
        module = cst.parse_module(plain(text))
    except cst.ParserSyntaxError:
        return None
    lines = split_lines(text)
    start = next((index for index, line in enumerate(lines) if not is_blank(line)), 0)
    return Unit(
        "statement",
        tuple(lines[:start]),
        (),
        tuple(lines[start:]),
        start + 1,
        names=tuple(_names(module.body)),
        identity=f"code:{plain(text).strip()}",
        captured=frozenset(f"table:.{found[1]}" for found in _TABLE.findall(text)),
    )


def _names(body: Sequence[object]) -> list[str]:
    import libcst as cst

    found = []
    for statement in body:
        inner = statement.body if isinstance(statement, cst.SimpleStatementLine) else [statement]
        for node in inner:
            if isinstance(node, (cst.ClassDef, cst.FunctionDef, cst.TypeAlias)):
                found.append(node.name.value)
    return found
