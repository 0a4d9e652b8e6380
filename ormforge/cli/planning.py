"""Having the pipeline work out a plan, with progress shown meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ormforge.cli.invocation import Invocation
from ormforge.cli.progress import progress_of

if TYPE_CHECKING:
    from ormforge.config import Loaded
    from ormforge.plan import Note, Plan


def work_out(
    invocation: Invocation,
    loaded: Loaded,
    tables: Sequence[str] = (),
    *,
    allow_mass_removal: bool = False,
) -> Plan:
    """The plan of a run over these tables, or over all of them; writes nothing."""
    from ormforge import pipeline

    with progress_of(invocation) as progress:
        plan = pipeline.generate(
            loaded.config,
            loaded.root,
            tables=tuple(tables),
            allow_mass_removal=allow_mass_removal,
            progress=progress,
        )
    return replace(plan, notes=tuple(placed(note, loaded) for note in plan.notes))


def placed(note: Note, loaded: Loaded) -> Note:
    """A note about a rule of the configuration, with the line on which the rule stands; any other as it is."""
    if note.code != "unused-rule" or note.path is not None:
        return note
    source = loaded.source_of(note.message.partition(": ")[0])
    if source is None or source.kind != "file":
        return note
    return replace(note, path=PurePosixPath(PurePosixPath(source.name).name), line=source.line)
