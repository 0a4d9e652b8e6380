"""A check that every block which a template overrides is there to be overridden."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import nodes
from jinja2.meta import find_referenced_templates

from ormforge.errors import TemplateError
from ormforge.overlay.environment import Overlay
from ormforge.overlay.undefined import did_you_mean


def check_blocks(overlay: Overlay, template: str) -> None:
    """Raise TemplateError where the template, or one it needs, overrides a block that its parent lacks."""
    seen: set[str] = set()
    waiting = [template]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        tree, path = _parsed(overlay, name)
        parent = _parent(tree)
        if parent is not None:
            _check_overrides(tree, path, parent, blocks_of(overlay, parent, (name,)))
        waiting.extend(found for found in find_referenced_templates(tree) if found is not None)


def blocks_of(overlay: Overlay, template: str, children: tuple[str, ...] = ()) -> frozenset[str]:
    """The names of the blocks of a template and of all it extends; TemplateError if it extends itself."""
    tree, path = _parsed(overlay, template)
    if template in children:
        raise TemplateError(
            f"{path}: the template extends itself",
            hint=f'Write {{% extends "ormforge/{template}" %}} to extend the built-in one.',
        )
    own = frozenset(block.name for block in tree.find_all(nodes.Block))
    parent = _parent(tree)
    if parent is None:
        return own
    return own | blocks_of(overlay, parent, (*children, template))


def overridden(tree: nodes.Template) -> Iterator[nodes.Block]:
    """The outermost blocks of a template: in one that extends another, those it overrides."""
    waiting: list[nodes.Node] = list(tree.body)
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, nodes.Block):
            yield node
        else:
            waiting.extend(node.iter_child_nodes())


def _check_overrides(tree: nodes.Template, path: str, parent: str, known: frozenset[str]) -> None:
    for block in overridden(tree):
        if block.name not in known:
            raise TemplateError(
                f"{path}:{block.lineno}: {parent} has no block {block.name!r}"
                f"{did_you_mean(block.name, known)}",
                hint=f"Its blocks are: {', '.join(sorted(known)) or 'none'}.",
            )


def _parsed(overlay: Overlay, name: str) -> tuple[nodes.Template, str]:
    environment = overlay.environment
    assert environment.loader is not None
    source, path, _ = environment.loader.get_source(environment, name)
    return environment.parse(source, name, path), path or name


def _parent(tree: nodes.Template) -> str | None:
    """The template that this one extends, where that is a plain name."""
    extends = tree.find(nodes.Extends)
    if extends is None or not isinstance(extends.template, nodes.Const):
        return None
    return str(extends.template.value)
