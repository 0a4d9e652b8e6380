"""Names that a new relationship would have taken from an old one, had they not been promised."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ormforge.catalog.keys import Key
from ormforge.draft.model import Draft, DraftRelationship
from ormforge.plan import Note
from ormforge.workspace import Workspace


def rebinding_notes(
    workspace: Workspace, draft: Draft, unpinned: Callable[[], Draft]
) -> tuple[Note, ...]:
    """A note for each attribute that still means what it meant, because its name is promised to it.

    `unpinned` makes the draft without promises; it is asked only where a relationship is new in a known class.
    """
    known = {key for base in workspace.base.values() for key in base.keys.values()}
    fresh = {
        member.key
        for model in draft.models
        if model.key in known
        for member in model.members
        if isinstance(member, DraftRelationship) and member.key not in known
    }
    if not fresh:
        return ()
    natural = {member.key: member.name for model in unpinned().models for member in model.members}
    return tuple(_notes(draft, known, fresh, natural))


def _notes(
    draft: Draft, known: set[Key], fresh: set[Key], natural: Mapping[Key, str]
) -> Iterator[Note]:
    for model in draft.models:
        holders = {member.name: member.key for member in model.members}
        for member in model.members:
            wanted = natural.get(member.key)
            holder = holders.get(wanted or "")
            if member.key not in fresh or wanted == member.name or holder not in known:
                continue
            if natural.get(holder) != wanted:
                yield Note(
                    code="pinned",
                    severity="info",
                    message=f"{model.name}.{wanted} keeps its meaning; the new relationship is called {member.name}",
                    key=member.key,
                )
