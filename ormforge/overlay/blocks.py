"""A check that every block which a template overrides is there to be overridden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, TemplateNotFound, nodes

from ormforge.errors import TemplateError
from ormforge.overlay.environment import Overlay
from ormforge.overlay.undefined import did_you_mean

_Reference = nodes.Extends | nodes.Include | nodes.Import | nodes.FromImport


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A template's file, its tree, what it extends, and the names of all its blocks."""

    name: str
    path: Path
    tree: nodes.Template
    parent: str | None
    blocks: frozenset[str]


def parse(overlay: Overlay, name: str) -> Parsed:
    """The template of this name; raises what jinja2 raises."""
    environment = overlay.environment
    assert environment.loader is not None
    source, path, _ = environment.loader.get_source(environment, name)
    return _parsed(environment, source, name, path)


@lru_cache(maxsize=100)
def _parsed(environment: Environment, source: str, name: str, path: str | None) -> Parsed:
    tree = environment.parse(source, name, path)
    return Parsed(
        name=name,
        path=Path(path or name),
        tree=tree,
        parent=_parent(tree),
        blocks=frozenset(block.name for block in tree.find_all(nodes.Block)),
    )


def check_blocks(overlay: Overlay, template: str) -> None:
    """Raise TemplateError where the template, or one it needs, is missing or overrides a block its parent lacks."""
    seen: set[str] = set()
    waiting = [template]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        parsed = parse(overlay, name)
        waiting.extend(_references(overlay, parsed))
        if parsed.parent is not None:
            _check_overrides(parsed, _inherited(overlay, parsed.parent, (name,)))


def _inherited(overlay: Overlay, template: str, children: tuple[str, ...]) -> frozenset[str]:
    """The names of the blocks of a template and of all it extends; TemplateError if that is one of its children."""
    parsed = parse(overlay, template)
    if template in children:
        raise TemplateError(
            f"{parsed.path}: the template extends itself",
            hint=f'Write {{% extends "ormforge/{template}" %}} to extend the built-in one.',
        )
    if parsed.parent is None:
        return parsed.blocks
    return parsed.blocks | _inherited(overlay, parsed.parent, (*children, template))


def _check_overrides(parsed: Parsed, known: frozenset[str]) -> None:
    for block in _outermost_blocks(parsed.tree):
        if block.name not in known:
            raise TemplateError(
                f"{parsed.path}:{block.lineno}: {parsed.parent} has no block {block.name!r}"
                f"{did_you_mean(block.name, known)}",
                hint=f"Its blocks are: {', '.join(sorted(known)) or 'none'}.",
            )


def _outermost_blocks(tree: nodes.Template) -> Iterator[nodes.Block]:
    """The blocks that stand in no other; in a template that extends another, those it overrides."""
    waiting: list[nodes.Node] = list(tree.body)
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, nodes.Block):
            yield node
        else:
            waiting.extend(node.iter_child_nodes())


def _references(overlay: Overlay, parsed: Parsed) -> Iterator[str]:
    """The templates that this one names; TemplateError where one of them must be there and is not."""
    for node in parsed.tree.find_all(nodes.Stmt):
        name = _plain_name(node.template) if isinstance(node, _Reference) else None
        if name is None:
            continue
        try:
            parse(overlay, name)
        except TemplateNotFound:
            if isinstance(node, nodes.Include) and node.ignore_missing:
                continue
            near = did_you_mean(name, overlay.environment.list_templates())
            message = f"{parsed.path}:{node.lineno}: there is no template {name!r}{near}"
            raise TemplateError(message) from None
        yield name


def _parent(tree: nodes.Template) -> str | None:
    extends = tree.find(nodes.Extends)
    return None if extends is None else _plain_name(extends.template)


def _plain_name(expression: nodes.Expr) -> str | None:
    """The name of a template where it stands there as a plain text."""
    if isinstance(expression, nodes.Const) and isinstance(expression.value, str):
        return expression.value
    return None
