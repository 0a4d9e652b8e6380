"""Merging one statement argument by argument, so that an edit and a migration of one column do not collide.

Keys are roles, not positions: a hand's `index=True` and the database's new length meet without conflict. All or
nothing: where one argument cannot be decided the whole statement is left alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ormforge.merge.statements.annotation import merge_annotation, same_annotation
from ormforge.merge.statements.argument_roles import COLUMNS, Group, dict_value, keyed
from ormforge.merge.statements.weave import Slot, weave
from ormforge.source.brackets import (
    Assignment,
    Bracket,
    Element,
    flatten,
    split_assignment,
    split_bracket,
    unwrap,
)
from ormforge.source.sameness import comments, expression_meaning

_EXCLUSIVE = (
    frozenset({"=server_default", "Computed", "Identity"}),
    frozenset({"=default", "=default_factory"}),
    frozenset({"=back_populates", "=backref"}),
    *(
        frozenset({"=sa_column", f"={word}"})
        for word in (
            *("foreign_key", "index", "nullable", "ondelete", "primary_key", "sa_column_args"),
            *("sa_column_kwargs", "sa_type", "unique"),
        )
    ),
)
"""Of each group SQLAlchemy or SQLModel accepts one; merged argument by argument two would meet."""
_DEFAULTS = frozenset({"=default", "=default_factory"})
_PLAIN = ("mapped_column", "Field")


def merge_assignment(base: str, mine: str, new: str) -> str | None:
    """The statement with both sides' changes in mine's own layout; None where it cannot be decided.

    Takes and returns statements without indent.
    """
    parts = [split_assignment(text) for text in (base, mine, new)]
    b, m, n = parts
    if b is None or m is None or n is None:
        return None
    annotation = _pick_annotation(b.annotation, m.annotation, n.annotation)
    value = _pick_value(b, m, n)
    if annotation is None or value is None:
        return None
    target = n.target if m.target == b.target else m.target
    rest = n.rest if m.rest == b.rest else m.rest
    colon = (m.colon or n.colon or ": ") if annotation else ""
    equals = (m.equals or n.equals or " = ") if value else ""
    return target + colon + annotation + equals + value + rest


def _pick_annotation(base: str, mine: str, new: str) -> str | None:
    if same_annotation(mine, new) or same_annotation(base, new):
        return mine
    if same_annotation(base, mine):
        return new
    return merge_annotation(base, mine, new)


def _pick_value(b: Assignment, m: Assignment, n: Assignment) -> str | None:
    b, m, n = (_with_call(part, (b, m, n)) for part in (b, m, n))
    values = (b.value, m.value, n.value)
    if "" in values:
        return _pick_text(*values)
    opening, inner, closing = unwrap(m.value)
    role = "table_args" if m.target.strip() == "__table_args__" else ""
    merged = merge_value(unwrap(b.value)[1], inner, unwrap(n.value)[1], role)
    return None if merged is None else opening + merged + closing


def _with_call(part: Assignment, versions: Sequence[Assignment]) -> Assignment:
    """A column that is only annotated, with the call that this stands for, where another version has one."""
    others = [other.value for other in versions if other.value]
    for callee in _PLAIN:
        if not part.value and others and all(text.startswith(f"{callee}(") for text in others):
            return replace(part, value=f"{callee}()")
    return part


def _pick_text(base: str, mine: str, new: str) -> str | None:
    b, m, n = (expression_meaning(text) if text else "" for text in (base, mine, new))
    if n in (m, b):
        return mine
    return new if b == m else None


def merge_value(base: str, mine: str, new: str, role: str = "") -> str | None:
    """The value with both sides' changes; None where they contradict each other."""
    b, m, n = expression_meaning(base), expression_meaning(mine), expression_meaning(new)
    if n in (m, b):
        return mine
    if role == "table_args" and len({_is_dict(text) for text in (base, mine, new)}) > 1:
        if b == m and not comments(mine):
            return flatten(new)
        base, mine, new = (_lifted(text) for text in (base, mine, new))
    merged = _merge_like(split_bracket(base), split_bracket(mine), split_bracket(new), role)
    if merged is not None:
        return merged
    return flatten(new) if b == m and not comments(mine) else None


def _is_dict(text: str) -> bool:
    found = split_bracket(text)
    return found is not None and found.kind == "dict"


def _lifted(text: str) -> str:
    """A dict as the tuple of one that it is short for in `__table_args__`."""
    return f"({text},)" if _is_dict(text) else text


def _merge_like(b: Bracket | None, m: Bracket | None, n: Bracket | None, role: str) -> str | None:
    if b is None or m is None or n is None or not b.kind == m.kind == n.kind:
        return None
    if len({_family(bracket.callee) for bracket in (b, m, n)}) > 1:
        return None
    return merge_bracket(b, m, n, role)


def _family(callee: str) -> str:
    """`Column` and `mapped_column` take the same arguments."""
    return "column" if callee in COLUMNS else callee


def merge_bracket(b: Bracket, m: Bracket, n: Bracket, role: str = "") -> str | None:
    """Mine's bracket with the arguments of both sides; None where one of them cannot be decided."""
    groups = keyed(b, role), keyed(m, role), keyed(n, role)
    if _has_default(groups[1]):
        groups = _without_filler(groups[0]), groups[1], _without_filler(groups[2])
    outcomes: dict[str, list[str]] = {}
    hand, database = set(), set()
    for key in dict.fromkeys([*groups[1], *groups[2], *groups[0]]):
        base, mine, new = (group.get(key) for group in groups)
        b_says, m_says, n_says = _says(base), _says(mine), _says(new)
        hand |= {key} if b_says != m_says else set()
        database |= {key} if b_says != n_says else set()
        decided = _decide(base, mine, new)
        if decided is None:
            return None
        outcomes[key] = decided
    if _exclusive(hand, database):
        return None
    return weave(m, _slots(groups[1], groups[2], outcomes), keep_single_comma=m.kind == "tuple")


def _has_default(mine: Mapping[str, Group]) -> bool:
    return any(mine[key][0].value.strip() != "None" for key in _DEFAULTS & mine.keys())


def _without_filler(generated: dict[str, Group]) -> dict[str, Group]:
    """The arguments without a default of None, which only lets an argument be left out: a person's own does so as well."""
    return {
        key: group
        for key, group in generated.items()
        if key != "=default" or group[0].value.strip() != "None"
    }


def _says(group: Group | None) -> tuple[str, ...]:
    return tuple(expression_meaning(_as_expression(element)) for element in group or ())


def _as_expression(element: Element) -> str:
    keyword = element.keyword
    if keyword is not None:
        return f"f({element.text}\n)"
    return f"{{{element.text}\n}}" if dict_value(element.text) is not None else element.text


def _decide(base: Group | None, mine: Group | None, new: Group | None) -> list[str] | None:
    """The texts of an argument in the result, empty where it is gone; None where it cannot be decided."""
    b, m, n = _says(base), _says(mine), _says(new)
    if n in (m, b):
        return [element.text for element in mine or ()]
    if b == m and not (base and mine and new):
        return [flatten(element.text) for element in new or ()]
    if base and mine and new and len(base) == len(mine) == len(new) == 1:
        merged = _merge_element(base[0], mine[0], new[0])
        if merged is not None:
            return [merged]
    return [flatten(element.text) for element in new or ()] if b == m else None


def _merge_element(base: Element, mine: Element, new: Element) -> str | None:
    values = dict_value(base.text), dict_value(mine.text), dict_value(new.text)
    if None not in values:
        merged = merge_value(*(value or "" for value in values))
        return (
            None if merged is None else mine.text[: len(mine.text) - len(values[1] or "")] + merged
        )
    merged = merge_value(base.value, mine.value, new.value)
    return None if merged is None else mine.with_value(merged).text


def _exclusive(hand: set[str], database: set[str]) -> bool:
    for group in _EXCLUSIVE:
        touched, changed = hand & group, database & group
        if touched and changed and len(touched | changed) > 1:
            return True
    return False


def _slots(
    mine: Mapping[str, Group], new: Mapping[str, Group], outcomes: Mapping[str, list[str]]
) -> list[Slot]:
    placed: list[tuple[str, list[Slot]]] = []
    for key, group in mine.items():
        texts = outcomes[key]
        slots = [
            Slot(element, texts[i] if i < len(texts) else None) for i, element in enumerate(group)
        ]
        placed.append((key, slots + [Slot(None, text) for text in texts[len(group) :]]))
    order = list(new)
    for key in order:
        texts = outcomes[key]
        if key not in mine and texts:
            position = _position(key, order, [name for name, _ in placed])
            placed.insert(position, (key, [Slot(None, text) for text in texts]))
    return [slot for _, slots in placed for slot in slots]


def _position(key: str, order: Sequence[str], present: Sequence[str]) -> int:
    """Where an added argument goes: after its nearest preceding sibling in the new text, else before the next.

    The options of a table are the last of its arguments, whatever a person has done to the order of the others.
    """
    if key == "dict":
        return len(present)
    at = order.index(key)
    before = next(
        (present.index(name) + 1 for name in reversed(order[:at]) if name in present), None
    )
    after = next((present.index(name) for name in order[at + 1 :] if name in present), len(present))
    position = after if before is None else before
    keywords = [index for index, name in enumerate(present) if name.startswith(("=", "**", "dict"))]
    if not key.startswith("=") and keywords:
        return min(position, keywords[0])
    trailing = [index for index, name in enumerate(present) if name.startswith("**")]
    positional = [
        index for index, name in enumerate(present) if not name.startswith(("=", "**", "dict"))
    ]
    if key.startswith("=") and positional:
        position = max(position, positional[-1] + 1)
    return min(position, trailing[0]) if trailing else position
