"""The brake: a wrong or empty database must not take the models away."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from ormforge.errors import MergeError
from ormforge.plan import Generated
from ormforge.workspace import Workspace

_FEW = 5
_SHARE = 0.3


def check_mass_removal(
    workspace: Workspace, new: Mapping[PurePosixPath, Generated], *, allowed: bool
) -> None:
    """Nothing; raises MergeError where every known table, or more than a few and 30 % of them, has gone.

    Those of files that an earlier run has left stale have gone already.
    """
    known = _tables(
        {path: generated for path, generated in workspace.base.items() if not generated.stale}
    )
    gone = known - _tables(new)
    if allowed or not gone:
        return
    if gone == known or (len(gone) > _FEW and len(gone) > _SHARE * len(known)):
        raise MergeError(
            f"{len(gone)} of {len(known)} tables have gone from the database: is it the right one?",
            hint="If they are to go, run `ormforge generate --allow-mass-removal`.",
        )


def _tables(files: Mapping[PurePosixPath, Generated]) -> frozenset[str]:
    return frozenset(
        key
        for generated in files.values()
        for key in generated.keys.values()
        if key.startswith("table ")
    )
