"""Changes of the database as lines under the headings of Keep a Changelog (keepachangelog.com, version 1.1.0)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from ormforge.catalog.changes import SchemaChange
from ormforge.catalog.compare import Difference, DifferenceKind, value_texts
from ormforge.changelog.markdown import code_span

Heading = Literal["Added", "Changed", "Removed"]
_HEADINGS: Final[Mapping[DifferenceKind, Heading]] = {
    "added": "Added",
    "changed": "Changed",
    "renamed": "Changed",
    "removed": "Removed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a changelog, without the mark of its list.

    `undoes` is the line that told the opposite change, where it is known: taken out, it says the same as this one.
    An entry that `replaces` lines takes the place of all of them, and is nothing where one is missing.
    """

    heading: Heading
    text: str
    undoes: str | None = None
    replaces: tuple[str, ...] = ()


def entries_of(
    changes: Iterable[SchemaChange], opposite: Iterable[SchemaChange]
) -> tuple[Entry, ...]:
    """The entries that tell these changes; `opposite` are those that lead back."""
    back = {_identity(change.difference): change for change in opposite}
    return tuple(
        Entry(
            heading=_HEADINGS[change.difference.kind],
            text=_text(change),
            undoes=_text(back[identity]) if identity in back else None,
        )
        for change in changes
        for identity in [_identity(change.difference)]
    )


def _identity(one: Difference) -> tuple[object, ...]:
    """What a change and its opposite have in common."""
    if one.kind == "renamed":
        return one.what, frozenset({one.before, one.after})
    return one.what, one.path, one.property


def _text(change: SchemaChange) -> str:
    """The line. Nothing of the database is taken for Markdown in it."""
    said = _said(change.difference)
    if change.breaking is None:
        return said[:1].upper() + said[1:]
    return f"**Breaking:** {said}: {_plain(change.breaking)}"


def _said(one: Difference) -> str:
    head = f"{one.what} {code_span(one.path)}" if one.path else one.what
    if one.kind == "renamed":
        return f"{one.what} {code_span(one.before or '')} renamed to {code_span(one.after or '')}"
    if one.property is None:
        told = one.after if one.kind == "added" else one.before
        return f"{head} ({code_span(told)})" if told and not one.path.endswith(f" {told}") else head
    name, before, after = value_texts(one)
    texts = f"{code_span(before)} → {code_span(after)}"
    return f"{head}: {name} {texts}" if name else f"{head}: {texts}"


def _plain(text: str) -> str:
    """A reason, whose names are the database's: in a code span where it has any that Markdown could take for its own."""
    return text if all(c.isalnum() or c in " '(),_" for c in text) else code_span(text)
