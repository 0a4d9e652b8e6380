"""What the annotation of a generated member implies and a person has spelled out.

`Mapped[int]` says `Integer` and `nullable=False`. A statement of a person's that says these outright, or has no annotation,
says nothing else: it follows the database as the generated one does.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

from ormforge.merge.match import Match
from ormforge.merge.statements.annotation import read_annotation
from ormforge.merge.statements.facts import (
    annotation_of,
    is_optional,
    keyword_of,
    type_given,
    type_names,
    type_said,
)
from ormforge.source.brackets import Assignment, split_assignment, split_bracket
from ormforge.source.identity import assigned_value, callee, is_relationship
from ormforge.source.lines import indent_of, split_lines
from ormforge.source.partition import read_statement
from ormforge.source.unit import Unit

_CALLS = frozenset({"mapped_column", "Column"})


def with_implied(match: Match) -> Match:
    """The match with generated versions that say outright what the user's does where it says no more than they imply."""
    base, mine, new = match.base, match.mine, match.new
    if base is None or mine is None or new is None or mine.bare in (base.bare, new.bare):
        return match
    if not all(isinstance(unit.node, ast.AnnAssign) for unit in (base, new)):
        return match
    if is_relationship(mine.node):
        texts = _relationships(base, mine, new)
    else:
        texts = _columns(base, mine, new)
    if texts is None:
        return match
    return replace(match, base=_as(base, texts[0]), new=_as(new, texts[1]))


def _as(unit: Unit, text: str) -> Unit:
    if text == unit.bare:
        return unit
    fresh = read_statement(text, member=True)
    indent = indent_of(unit.code[0])
    code = tuple(indent + line for line in split_lines(text))
    return replace(unit, code=code, nodes=fresh.nodes)


def _relationships(base: Unit, mine: Unit, new: Unit) -> tuple[str, str] | None:
    """Without annotations, where mine has none and they differ only in whether the object may be missing."""
    if not all(is_relationship(unit.node) for unit in (base, new)) or _annotation(mine) is not None:
        return None
    b, n = (read_annotation(_text(_annotation(unit))) for unit in (base, new))
    if b is None or n is None or (b.wrapper, b.core) != (n.wrapper, n.core):
        return None
    return _bare(base), _bare(new)


def _columns(base: Unit, mine: Unit, new: Unit) -> tuple[str, str] | None:
    own = _call(mine)
    if own is None or any(_call(unit) is None and _value(unit) for unit in (base, new)):
        return None
    said = [*_implied(base, base, mine)], [*_implied(new, base, mine)]
    if _annotation(mine) is not None:
        return _with(base.bare, said[0]), _with(new.bare, said[1])
    if not (type_given(own) or _refers(own)) or not all(
        map(_says_type, ((base, said[0]), (new, said[1])))
    ):
        return None
    return _with(_bare(base), said[0]), _with(_bare(new), said[1])


def _says_type(version: tuple[Unit, list[str]]) -> bool:
    """Whether a generated column would say its type without its annotation."""
    unit, said = version
    call = _call(unit)
    is_given = call is not None and (type_given(call) is not None or _refers(call))
    return is_given or any(not text.startswith("nullable=") for text in said)


def _implied(unit: Unit, base: Unit, mine: Unit) -> Iterator[str]:
    """The arguments of mine that the baseline implies, and a generated version implies as well."""
    own = _call(mine)
    if own is None:
        return
    given = type_given(own)
    is_type = given is not None and callee(given) in type_names()
    if given is not None and is_type and all(_implies_type(each, given) for each in (unit, base)):
        yield ast.unparse(given)
    stated = keyword_of(own, "nullable")
    if stated is None and _annotation(mine) is None and not _is_key(unit) and not _is_null(unit):
        yield "nullable=False"
    elif stated is not None and {_is_null(unit), _is_null(base)} == {stated}:
        yield f"nullable={stated}"


def _implies_type(unit: Unit, given: ast.expr) -> bool:
    call = _call(unit)
    if call is not None and (type_given(call) is not None or _refers(call)):
        return type_given(call) is None
    return type_said(given, None) == type_said(None, _annotation(unit))


def _refers(call: ast.Call) -> bool:
    return any(callee(item) == "ForeignKey" for item in call.args)


def _is_null(unit: Unit) -> object:
    """Whether a generated column may be NULL; nothing where it says so outright, or is part of the key."""
    annotation, call = _annotation(unit), _call(unit)
    if annotation is None or _is_key(unit):
        return None
    if call is not None and keyword_of(call, "nullable") is not None:
        return None
    return is_optional(annotation)


def _is_key(unit: Unit) -> bool:
    call = _call(unit)
    return call is not None and keyword_of(call, "primary_key") is True


def _call(unit: Unit) -> ast.Call | None:
    value = _value(unit)
    return value if isinstance(value, ast.Call) and callee(value) in _CALLS else None


def _value(unit: Unit) -> ast.expr | None:
    return assigned_value(unit.node) if unit.node is not None else None


def _annotation(unit: Unit) -> ast.expr | None:
    return annotation_of(unit.node) if unit.node is not None else None


def _text(node: ast.expr | None) -> str:
    return "" if node is None else ast.unparse(node)


def _bare(unit: Unit) -> str:
    """The statement without its annotation."""
    parts = split_assignment(unit.bare)
    if parts is None:
        return unit.bare
    value = parts.value or "mapped_column()"
    return Assignment(parts.target, "", "", " = ", value, parts.rest).text


def _with(text: str, said: list[str]) -> str:
    """The statement with further arguments: a type first, behind a name; keywords last."""
    parts = split_assignment(text)
    if parts is None or not said:
        return text
    call = split_bracket(parts.value or "mapped_column()")
    if call is None:
        return text
    told = [element.text for element in call.elements]
    for argument in said:
        at = 1 if told and told[0][:1] in "\"'" else 0
        told.insert(len(told) if "=" in argument.partition("(")[0] else at, argument)
    value = f"{call.head}{', '.join(told)})"
    return replace(parts, equals=parts.equals or " = ", value=value).text
