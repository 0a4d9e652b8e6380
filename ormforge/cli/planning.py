"""Having the pipeline work out a plan, with progress shown meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ormforge.cli.invocation import Invocation
from ormforge.cli.progress import progress_of

if TYPE_CHECKING:
    from ormforge.config import Loaded
    from ormforge.plan import Plan


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
        return pipeline.generate(
            loaded.config,
            loaded.root,
            tables=tuple(tables),
            allow_mass_removal=allow_mass_removal,
            progress=progress,
        )
