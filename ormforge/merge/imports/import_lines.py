"""Import statements with other names in their lists, and blocks of imports for type checkers."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import PurePosixPath

from ormforge.merge.imports.aliases import Alias
from ormforge.merge.statements.weave import Slot, weave
from ormforge.source.brackets import Element, scan, split_list
from ormforge.source.lines import indent_of, reindent, split_lines
from ormforge.source.partition import read_module
from ormforge.source.unit import Unit

_WIDTH = 89
BLOCK = "typing"
"""The identity of a block of imports for type checkers."""
ANYWHERE = PurePosixPath("block.py")
"""The path of a text whose place does not matter."""


def splice(statement: str, kept: Sequence[Alias], wanted: Sequence[Alias]) -> str:
    """An import statement that binds the wanted names: those kept as they stand, the others in their sorted place."""
    code = [token for token in scan(statement) if not token.comment]
    start = next(i for i, token in enumerate(code) if token.text == "import") + 1
    opened = code[start].text == "("
    first, last = code[start].start, code[-1].end
    listed = statement[first:last] if opened else f"({statement[first:last]})"
    bracket = split_list(listed)
    slots: list[Slot] = []
    for element in bracket.elements:
        stays = any(_names(element, alias) for alias in kept)
        slots.append(Slot(element, element.text if stays else None))
    for alias in wanted:
        if alias not in kept:
            slots.insert(_place(slots, alias), Slot(None, _spelled(alias)))
    woven = weave(bracket, slots)
    return statement[:first] + (woven if opened else woven[1:-1]) + statement[last:]


def _names(element: Element, alias: Alias) -> bool:
    parts = [token.text for token in scan(element.text) if not token.comment]
    name = "".join(parts[: parts.index("as")] if "as" in parts else parts)
    bound = parts[-1] if "as" in parts else name
    return name == alias.name and bound == alias.bound


def _spelled(alias: Alias) -> str:
    return alias.name if not alias.renamed else f"{alias.name} as {alias.bound}"


def _place(slots: Sequence[Slot], alias: Alias) -> int:
    """The sorted place for a name in a list that is sorted in one of the usual ways, else its end."""
    names = [
        (slot.element.text if slot.element else slot.text or "").partition(" ")[0] for slot in slots
    ]
    for order in (_by_type, str.lower, str):
        keys = [order(name) for name in names]
        if keys == sorted(keys):
            return sum(key <= order(alias.name) for key in keys)
    return len(slots)


def _by_type(name: str) -> str:
    """The order that isort uses: constants, classes, functions."""
    rank = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return f"{rank}{name.lower()}"


def import_line(*wanted: Alias) -> str:
    """The statement that imports all of these from where the first is from."""
    names = [f"{item.name} as {item.bound}" if item.renamed else item.name for item in wanted]
    module = wanted[0].module
    line = f"{f'from {module} ' if module else ''}import {', '.join(names)}\n"
    if len(line) <= _WIDTH or not module:
        return line
    return f"from {module} import (\n{''.join(f'    {name},{chr(10)}' for name in names)})\n"


def is_block(unit: Unit | None) -> bool:
    """Whether a unit is a block of nothing but imports."""
    node = unit.node if unit is not None and unit.identity == BLOCK else None
    if not isinstance(node, ast.If) or node.orelse:
        return False
    imports = all(isinstance(item, ast.Import | ast.ImportFrom) for item in node.body)
    return imports and node.body[0].lineno > node.lineno


def block_statements(unit: Unit) -> tuple[Unit, ...]:
    """The imports of a block, as if they stood in no block."""
    _, *body = split_lines(unit.text)
    lines = reindent(body, indent_of(body[0]), "")
    return read_module("".join(lines), ANYWHERE)[0].units
