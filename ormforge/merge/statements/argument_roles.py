"""The roles of arguments: what each one is about, wherever it stands in its bracket."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from ormforge.source.brackets import Bracket, Element, split_assignment, split_bracket
from ormforge.source.sameness import expression_meaning

COLUMNS = frozenset({"mapped_column", "Column"})
_BY_CALLEE = frozenset({"Computed", "Identity", "Sequence", "FetchedValue"})
_BY_POSITION = frozenset({"relationship", "ForeignKeyConstraint", "ForeignKey"})

Group = list[Element]


def keyed(bracket: Bracket, role: str = "") -> dict[str, Group]:
    """The elements of a bracket under their roles, in order; some roles are of several elements together."""
    groups: dict[str, Group] = {}
    seen: dict[str, int] = {}
    for index, element in enumerate(bracket.elements):
        key = _role(bracket, role, element, index, groups)
        if key == "positional":
            groups.setdefault(key, []).append(element)
            continue
        seen[key] = count = seen.get(key, 0) + 1
        groups[key if count == 1 else f"{key}#{count}"] = [element]
    return groups


def _role(
    bracket: Bracket, role: str, element: Element, index: int, groups: Mapping[str, Group]
) -> str:
    if element.text.startswith("**") or (element.text.startswith("*")):
        return element.text
    if element.keyword is not None:
        return "=" + element.keyword
    if bracket.kind == "dict":
        value = dict_value(element.text) or ""
        return "=" + expression_meaning(
            element.text[: len(element.text) - len(value)].strip().rstrip(":")
        )
    if role == "bases":
        return expression_meaning(element.text)
    if role == "table_args":
        return constraint_role(element.text)
    if bracket.kind == "call":
        return _call_role(bracket.callee, element.text, index, groups)
    return "positional"


def _call_role(callee: str, text: str, index: int, groups: Mapping[str, Group]) -> str:
    if callee in COLUMNS:
        return _column_role(text, index, groups)
    if callee in _BY_POSITION:
        return f"at:{index}"
    if callee == "Index":
        return "name" if index == 0 else "positional"
    if callee == "Table":
        return f"at:{index}" if index < 2 else constraint_role(text)
    return "positional"


def _column_role(text: str, index: int, groups: Mapping[str, Group]) -> str:
    if index == 0 and literal_text(text) is not None:
        return "name"
    inner = split_bracket(text)
    if inner is not None and inner.callee == "ForeignKey":
        return f"fk:{sum(key.startswith('fk:') for key in groups)}"
    if inner is not None and inner.callee in _BY_CALLEE:
        return inner.callee
    return "type" if "type" not in groups else f"at:{index}"


def constraint_role(text: str) -> str:
    """A constraint's or index's name where it has one, else what it says."""
    bracket = split_bracket(text)
    if bracket is None or bracket.kind != "call":
        return (
            "dict"
            if bracket is not None and bracket.kind == "dict"
            else f"text:{expression_meaning(text)}"
        )
    names = {element.keyword: element.value for element in bracket.elements if element.keyword}
    first = bracket.elements[0].text if bracket.elements else ""
    if bracket.callee in ("Column", "Index") and literal_text(first) is not None:
        return f"{bracket.callee}:{literal_text(first)}"
    if "name" in names:
        return f"{bracket.callee}:{expression_meaning(names['name'])}"
    said = [expression_meaning(element.text) for element in bracket.elements if not element.keyword]
    return f"{bracket.callee}({','.join(said)})"


def literal_text(text: str) -> str | None:
    try:
        value = ast.literal_eval(text.strip())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return value if isinstance(value, str) else None


def dict_value(text: str) -> str | None:
    """The value of `key: value`, None for any other element."""
    parts = split_assignment(text) if ":" in text else None
    return parts.annotation if parts is not None and parts.annotation and not parts.value else None
