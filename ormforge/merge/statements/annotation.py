"""Merging an annotation by its three facets: the wrapper, whether None is allowed, and the type itself."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from ormforge.source.sameness import expression_meaning


@dataclass(frozen=True)
class Annotation:
    """`wrapper[core | None]`. `spelling` is how None was allowed: `Optional[...]`, `X | None`, or not at all.

    `quoted`: the whole inside is a string.
    """

    wrapper: str
    core: str
    spelling: str
    quoted: bool

    @property
    def text(self) -> str:
        """The annotation's source."""
        if self.spelling == "Optional":
            inside = f"Optional[{_quote(self.core) if self.quoted else self.core}]"
        else:
            inside = self.core + (" | None" if self.spelling == "|" else "")
            inside = _quote(inside) if self.quoted else inside
        return f"{self.wrapper}[{inside}]" if self.wrapper else inside


def merge_annotation(base: str, mine: str, new: str) -> str | None:
    """The annotation that holds both sides' changes, or None where they contradict each other.

    The spelling of what both sides have is mine's. Rule 8 of the argument merge.
    """
    if "#" in mine:
        return None
    parsed = [read_annotation(text) for text in (base, mine, new)]
    b, m, n = parsed
    if b is None or m is None or n is None:
        return None
    wrapper = _pick(b.wrapper, m.wrapper, n.wrapper)
    core = _pick(b.core, m.core, n.core)
    optional = _pick(str(bool(b.spelling)), str(bool(m.spelling)), str(bool(n.spelling)))
    if wrapper is None or core is None or optional is None:
        return None
    spelling = (m.spelling or n.spelling) if optional == "True" else ""
    quoted = m.quoted if core == m.core else n.quoted
    return Annotation(wrapper, core, spelling, quoted).text


def read_annotation(text: str) -> Annotation | None:
    """The facets of an annotation; None where it has another form, or the empty text."""
    try:
        node = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    wrapper = ""
    if isinstance(node, ast.Subscript) and _name(node.value) in (
        "Mapped",
        "WriteOnlyMapped",
        "DynamicMapped",
    ):
        wrapper, node = ast.unparse(node.value), node.slice
    quoted = isinstance(node, ast.Constant) and isinstance(node.value, str)
    if quoted:
        inner = _parsed(node.value)  # type: ignore[attr-defined]
        if inner is None:
            return None
        node = inner
    return _with_optional(wrapper, node, quoted)


def _with_optional(wrapper: str, node: ast.expr, quoted: bool) -> Annotation:
    if isinstance(node, ast.Subscript) and _name(node.value) == "Optional":
        core = node.slice
        if isinstance(core, ast.Constant) and isinstance(core.value, str):
            return Annotation(wrapper, core.value, "Optional", True)
        return Annotation(wrapper, _source(core), "Optional", quoted)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr) and _is_none(node.right):
        return Annotation(wrapper, _source(node.left), "|", quoted)
    return Annotation(wrapper, _source(node), "", quoted)


def _source(node: ast.expr) -> str:
    return ast.unparse(node).replace("'", '"')


def _parsed(text: str) -> ast.expr | None:
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _name(node: ast.expr) -> str:
    return (
        node.attr
        if isinstance(node, ast.Attribute)
        else node.id if isinstance(node, ast.Name) else ""
    )


def _quote(text: str) -> str:
    return '"' + text.replace('"', "'") + '"'


def _pick(base: str, mine: str, new: str) -> str | None:
    if new in (mine, base):
        return mine
    return new if base == mine else None


def same_annotation(one: str, other: str) -> bool:
    """Whether two annotations say the same, whether or not they are strings."""
    if expression_meaning(one or "None") == expression_meaning(other or "None"):
        return bool(one) == bool(other)
    first, second = read_annotation(one), read_annotation(other)
    if first is None or second is None:
        return False
    return (first.wrapper, first.core, bool(first.spelling)) == (
        second.wrapper,
        second.core,
        bool(second.spelling),
    )
