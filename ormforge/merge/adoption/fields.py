"""The fields of a dataclass that is taken over: one with a default must not stand above one without, unless all are keywords."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from ormforge.source.brackets import scan
from ormforge.source.identity import assigned_value
from ormforge.source.lines import plain, split_lines

_DEFAULTS = frozenset({"default", "default_factory"})


def needs_keywords(header: Sequence[str], generated: Sequence[str], body: Sequence[str]) -> bool:
    """Whether a class cannot be made as its header says, but can with `kw_only=True`, as the generated one has it.

    Rule: "non-default argument follows default argument" of the module dataclasses.
    """
    says = (any("kw_only=" in line for line in lines) for lines in (header, generated))
    return tuple(says) == (False, True) and _is_misordered("".join((*header, *body)))


def with_keywords(header: Sequence[str]) -> tuple[str, ...]:
    """The header of a class with bases that takes keywords only; every other byte of it stays."""
    text = "".join(header)
    tokens = scan(text)
    closing = max((at for at, token in enumerate(tokens) if token.text == ")"), default=0)
    code = [token for token in tokens[:closing] if not token.comment]
    follows = next((token.text for token in tokens[closing + 1 :] if not token.comment), "")
    if not code or code[-1].text == "(" or follows != ":":
        return tuple(header)
    if tokens[closing - 1].comment and code[-1].text == ",":
        # What is remarked behind a base stays with it.
        place, said = tokens[closing - 1].end, "\n    kw_only=True,"
    else:
        place, said = (code[-2] if code[-1].text == "," else code[-1]).end, ", kw_only=True"
    return tuple(split_lines(text[:place] + said + text[place:]))


def _is_misordered(text: str) -> bool:
    try:
        node = ast.parse(plain(text)).body[0]
    except (SyntaxError, IndexError):
        return False
    optional = False
    for member in node.body if isinstance(node, ast.ClassDef) else ():
        given = _given(member)
        if given is None:
            continue
        if optional and not given:
            return True
        optional = optional or given
    return False


def _given(member: ast.stmt) -> bool | None:
    """Whether a field has a default; None for what is no argument of the constructor."""
    if not isinstance(member, ast.AnnAssign) or "ClassVar" in ast.unparse(member.annotation):
        return None
    value = assigned_value(member)
    keywords = (
        {word.arg: word.value for word in value.keywords} if isinstance(value, ast.Call) else {}
    )
    for word, said in (("init", False), ("kw_only", True)):
        found = keywords.get(word)
        if isinstance(found, ast.Constant) and found.value is said:
            return None
    return not _DEFAULTS.isdisjoint(keywords) or (
        value is not None and not isinstance(value, ast.Call)
    )
