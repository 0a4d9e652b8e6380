"""Names of which it is not known what gave them: the state of an ormforge that did not record the rules of `[naming]`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from ormforge.catalog.keys import Key
from ormforge.config import Config
from ormforge.draft.model import Draft
from ormforge.pipeline.versions import naming_key
from ormforge.plan import Note
from ormforge.workspace import Workspace

_SHOWN: Final = 5


def unrecorded_notes(
    workspace: Workspace, config: Config, draft: Draft, unpinned: Callable[[], Draft]
) -> tuple[Note, ...]:
    """A note where classes stay what they are called, though the rules call them otherwise, as nobody knows who named them.

    The run records its rules, so that it is told once. `unpinned` makes the draft without promises.
    """
    if not workspace.base or not workspace.versions:
        return ()
    if naming_key(config) in workspace.versions:
        return ()
    natural = _names(unpinned())
    kept = sorted(
        f"{name} ({natural[key]})"
        for key, name in _names(draft).items()
        if natural.get(key, name) != name
    )
    if not kept:
        return ()
    more = f" and {len(kept) - _SHOWN} more" if len(kept) > _SHOWN else ""
    return (
        Note(
            code="pinned",
            severity="info",
            message=f"kept names that [naming] would not give: {', '.join(kept[:_SHOWN])}{more}; "
            "whether rules or a person gave them is not recorded",
            hint="To have the rules' names: put the former rules back, run `ormforge generate`, and change them then.",
        ),
    )


def _names(draft: Draft) -> Mapping[Key, str]:
    return {item.key: item.name for item in (*draft.items, *draft.enums)}
