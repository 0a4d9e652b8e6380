"""Output that changes because another release of a tool writes it: told, so that it is reviewed as what it is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from packaging.version import InvalidVersion, Version

from ormforge.pipeline.versions import versions
from ormforge.plan import Generated, Note
from ormforge.workspace import Workspace

Files = Mapping[PurePosixPath, Generated]


def upgrade_notes(workspace: Workspace, new: Files, *, database_changed: bool) -> tuple[Note, ...]:
    """A note where files are generated otherwise than by the last run, which was made with other releases.

    Where none is generated otherwise there is nothing to tell, whatever the releases.
    """
    before, now = workspace.versions, versions(workspace.versions)
    changed = [name for name, release in now.items() if before.get(name, release) != release]
    known = {path: new[path].text for path in workspace.base if path in new}
    if not changed or all(workspace.base[path].text == text for path, text in known.items()):
        return ()
    steps = ", ".join(f"{name} {before[name]} -> {now[name]}" for name in changed)
    if _is_older(now["ormforge"], before.get("ormforge")):
        return (_older(before["ormforge"], now["ormforge"]),)
    if database_changed:
        message = f"some of this is written otherwise by other releases: {steps}"
        hint = "To review it by itself, run the new releases once before the database changes."
    else:
        message = f"the same database is written otherwise by other releases: {steps}"
        hint = "Nothing else is in this change; hand-written code is merged as ever."
    return (Note(code="upgrade", severity="info", message=message, hint=hint),)


def _older(before: str, now: str) -> Note:
    return Note(
        code="upgrade",
        severity="warning",
        message=f"this is ormforge {now}, and the files were last written by {before}, which is newer",
        hint=f'Upgrade ormforge, and have everybody do so: required-version = ">={before}"',
    )


def _is_older(now: str, before: str | None) -> bool:
    try:
        return before is not None and Version(now) < Version(before)
    except InvalidVersion:
        return False
