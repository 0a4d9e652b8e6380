"""Having the pipeline work out a plan, with progress shown meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ormforge.cli.invocation import Invocation, OutputFormat
from ormforge.cli.progress import progress_of

if TYPE_CHECKING:
    from ormforge.config import Loaded
    from ormforge.plan import Note, Plan
    from ormforge.unchanged import Fingerprint


def work_out(
    invocation: Invocation,
    loaded: Loaded,
    tables: Sequence[str] = (),
    *,
    snapshot: Path | None = None,
    allow_mass_removal: bool = False,
    prune: bool = False,
    fingerprint: Fingerprint | None = None,
) -> Plan:
    """The plan of a run over these tables, or over all of them; writes nothing.

    `fingerprint` is what the run depends on, where that has been looked up already.
    """
    from ormforge.unchanged import recall, remember

    config, root, catalog = loaded.config, loaded.root, snapshot_file(invocation, snapshot)
    if fingerprint is None:
        fingerprint = fingerprint_of(invocation, loaded, tables, snapshot=snapshot, prune=prune)
    plan = None if fingerprint is None else recall(root, fingerprint)
    if plan is None:
        from ormforge import (
            pipeline,
        )  # costs a second, and nothing of it is needed where nothing has changed

        with progress_of(invocation) as progress:
            plan = pipeline.generate(
                config,
                root,
                tables=tuple(tables),
                allow_mass_removal=allow_mass_removal,
                prune=prune,
                snapshot=catalog,
                progress=progress,
                tell=invocation.listener(),
            )
        if fingerprint is not None:
            remember(root, fingerprint, plan)
    notes = (*_file_notes(invocation, loaded), *(placed(note, loaded) for note in plan.notes))
    return replace(plan, notes=notes)


def fingerprint_of(
    invocation: Invocation,
    loaded: Loaded,
    tables: Sequence[str] = (),
    *,
    snapshot: Path | None = None,
    prune: bool = False,
) -> Fingerprint | None:
    """What a run depends on; None where only the run itself can tell."""
    from ormforge.unchanged import run_fingerprint

    catalog = snapshot_file(invocation, snapshot)
    return (
        None
        if tables
        else run_fingerprint(loaded.config, loaded.root, snapshot=catalog, prune=prune)
    )


def snapshot_file(invocation: Invocation, option: Path | None) -> Path | None:
    """The file of `--from`, counted from the folder that the command was called in."""
    return None if option is None else invocation.folder / option


def _file_notes(invocation: Invocation, loaded: Loaded) -> Iterator[Note]:
    """What is to be told about the configuration files; a person has been told when they were read."""
    from ormforge.plan import Note

    if invocation.output_format is not OutputFormat.text:
        for text in loaded.notes:
            yield Note(code="config", severity="warning", message=text)


def placed(note: Note, loaded: Loaded) -> Note:
    """A note about a key of the configuration, with the line on which it stands; any other as it is."""
    if note.code not in ("unused-rule", "hook") or note.path is not None:
        return note
    source = loaded.source_of(note.message.partition(": ")[0])
    if source is None or source.kind != "file":
        return note
    return replace(note, path=PurePosixPath(PurePosixPath(source.name).name), line=source.line)
