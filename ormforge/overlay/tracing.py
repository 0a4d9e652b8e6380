"""Which line of which template printed a place of a text: the text is rendered once more, with marks in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import CodeType
from typing import Any

from jinja2 import Environment, nodes

from ormforge.overlay.environment import Overlay

_MARK = re.compile("\0([0-9]+)\0")


def printed_by(
    overlay: Overlay, template: str, context: Mapping[str, object], text: str, place: int
) -> str | None:
    """`FILE:LINE` of the template that printed the character at this place of the text.

    None where that cannot be told: where a filter has changed what the marks stand in.
    """
    environment = _marking(overlay.environment)
    marked = environment.get_template(template).render(**context)
    if _MARK.sub("", marked) != text:
        return None
    printed, at = None, 0
    for part in re.split("(\0[0-9]+\0)", marked):
        mark = _MARK.fullmatch(part)
        if mark is not None:
            printed = environment.places[int(mark[1])]
        else:
            at += len(part)
        if at > place:
            break
    return printed


class _Marking(Environment):
    """An environment whose templates print a mark before everything that they print."""

    places: list[str]

    def compile(self, source: Any, name: Any = None, filename: Any = None, *rest: Any) -> Any:
        tree = self.parse(source, name, filename) if isinstance(source, str) else source
        for output in tree.find_all(nodes.Output):
            output.nodes = [
                piece for node in output.nodes for piece in self._marked(node, filename or name)
            ]
        code: CodeType | str = super().compile(tree, name, filename, *rest)
        return code

    def _marked(self, node: nodes.Expr, file: str) -> Iterator[nodes.Expr]:
        if not isinstance(node, nodes.TemplateData):
            yield self._mark(file, node.lineno)
            yield node
            return
        for number, line in enumerate(node.data.splitlines(keepends=True), node.lineno):
            yield self._mark(file, number)
            yield nodes.TemplateData(line, lineno=number)

    def _mark(self, file: str, line: int) -> nodes.TemplateData:
        self.places.append(f"{file}:{line}")
        return nodes.TemplateData(f"\0{len(self.places) - 1}\0", lineno=line)


def _marking(environment: Environment) -> _Marking:
    """The same environment, but for the marks."""
    made = _Marking(
        loader=environment.loader,
        undefined=environment.undefined,
        autoescape=environment.autoescape,
        trim_blocks=environment.trim_blocks,
        lstrip_blocks=environment.lstrip_blocks,
        keep_trailing_newline=environment.keep_trailing_newline,
    )
    made.filters.update(environment.filters)
    made.tests.update(environment.tests)
    made.places = []
    return made
