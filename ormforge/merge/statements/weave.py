"""Putting a bracket together again: mine's elements verbatim, some replaced, removed or added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ormforge.source.brackets import Bracket, Element
from ormforge.source.lines import indent_of
from ormforge.source.sameness import comments


@dataclass(frozen=True)
class Slot:
    """One place in the result: mine's element and its text there (None: removed), or an added text."""

    element: Element | None
    text: str | None


def weave(bracket: Bracket, slots: Sequence[Slot], *, keep_single_comma: bool = False) -> str:
    """The bracket with the slots in place of its elements; its layout and every comment are kept.

    `keep_single_comma`: a single element keeps its comma, as a tuple of one must.
    """
    if all(slot.element is not None and slot.text == slot.element.text for slot in slots):
        return bracket.text
    layout = _Layout.of(bracket)
    elements, close = _laid_out(slots, layout, bracket.close)
    added = any(slot.element is None for slot in slots)
    final_comma = (
        bool(bracket.elements and bracket.elements[-1].comma)
        or (keep_single_comma and len(elements) == 1)
        or (added and bool(comments(bracket.text)))
    )
    return (
        bracket.head
        + "".join(_with_commas(elements, layout, final_comma))
        + _after(elements, layout, close)
    )


@dataclass(frozen=True)
class _Layout:
    own_line: bool
    indent: str
    outer: str

    @classmethod
    def of(cls, bracket: Bracket) -> _Layout:
        leads = [element.lead for element in bracket.elements if "\n" in element.lead]
        outer = indent_of(bracket.close.rpartition("\n")[2]) if "\n" in bracket.close else ""
        indent = leads[0].rpartition("\n")[2] if leads else outer + "    "
        return cls(bool(leads), indent, outer)

    @property
    def fresh(self) -> str:
        return "\n" + self.indent


def _laid_out(slots: Sequence[Slot], layout: _Layout, close: str) -> tuple[list[Element], str]:
    """The elements with their leads, and the closing text with the comments that had nowhere else to go."""
    placed: list[Element] = []
    inherited: str | None = None
    carried: list[str] = []
    for slot in slots:
        if slot.text is None and slot.element is not None:
            carried += comments(slot.element.source.strip(" "))
            if not placed and inherited is None:
                inherited = _without_comments(slot.element.lead)
            continue
        element = _fill(slot, layout, first=not placed)
        if inherited is not None and "\n" not in element.lead:
            element = replace(element, lead=inherited)
        elif placed and not element.lead and slot.element is not None:
            element = replace(element, lead=" ")
        inherited = None
        if carried:
            element = replace(
                element, lead=_comment_lines(carried, layout) + _on_own_line(element.lead, layout)
            )
            carried = []
        placed.append(element)
    if carried:
        close = _comment_lines(carried, layout) + (
            close if close.startswith("\n") else "\n" + layout.outer + close
        )
    return placed, close


def _fill(slot: Slot, layout: _Layout, *, first: bool) -> Element:
    text = slot.text or ""
    if slot.element is None:
        return Element(layout.fresh if layout.own_line else "" if first else " ", text)
    if text == slot.element.text:
        return slot.element
    inner = [comment for comment in comments(slot.element.text) if comment not in comments(text)]
    if not inner:
        return replace(slot.element, text=text)
    lead = _comment_lines(inner, layout) + _on_own_line(slot.element.lead, layout)
    return replace(slot.element, text=text, lead=lead)


def _comment_lines(found: Sequence[str], layout: _Layout) -> str:
    return "".join(layout.fresh + comment for comment in found)


def _on_own_line(lead: str, layout: _Layout) -> str:
    return lead if "\n" in lead else layout.fresh


def _without_comments(lead: str) -> str:
    return lead if "#" not in lead else "\n" + lead.rpartition("\n")[2]


def _with_commas(elements: Sequence[Element], layout: _Layout, final_comma: bool) -> list[str]:
    parts = []
    for index, element in enumerate(elements):
        last = index == len(elements) - 1
        needs = not last or final_comma or "#" in element.before
        comma = "," if needs else ""
        lead = element.lead
        if index and "#" in elements[index - 1].trail and "\n" not in lead:
            lead = layout.fresh
        before = element.before if element.comma and needs else element.before.rstrip()
        parts.append(lead + element.text + before + comma + element.trail)
    return parts


def _after(elements: Sequence[Element], layout: _Layout, close: str) -> str:
    open_comment = bool(elements) and "#" in elements[-1].trail
    return "\n" + layout.outer + close if open_comment and not close.startswith("\n") else close
