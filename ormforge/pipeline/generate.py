"""From configuration to plan. Nothing here writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath

from ormforge.catalog.keys import Key
from ormforge.catalog.model import Catalog
from ormforge.catalog.snapshot import dump_catalog
from ormforge.config import Config
from ormforge.config.paths import output_paths
from ormforge.draft.model import Draft
from ormforge.errors import UsageError
from ormforge.merge import Merge, claim_names, late_tables
from ormforge.pipeline.adopt import adoption_notes
from ormforge.pipeline.brake import check_mass_removal
from ormforge.pipeline.catalog import (
    changes_since,
    empty_notes,
    omission_notes,
    select_tables,
)
from ormforge.pipeline.changelog import with_changelog
from ormforge.pipeline.checks import check_merge, keeping_text
from ormforge.pipeline.importable import check_imports
from ormforge.pipeline.joins import join_notes
from ormforge.pipeline.last_run import LastRun, last_run, snapshot_change
from ormforge.pipeline.meanings import meaning_notes
from ormforge.pipeline.merged import merge_outputs
from ormforge.pipeline.moved import with_moved_files
from ormforge.pipeline.outputs import Outputs, format_outputs, render_outputs
from ormforge.pipeline.own_base import base_notes, project_options
from ormforge.pipeline.plugins import changed_catalog, planned_draft
from ormforge.pipeline.promises import promises
from ormforge.pipeline.rebinding import rebinding_notes
from ormforge.pipeline.renames import follow_renames
from ormforge.pipeline.rules import lossy_notes, unused_rule_notes
from ormforge.pipeline.source import read_database
from ormforge.pipeline.stages import run_stage
from ormforge.pipeline.stale import stale_files
from ormforge.pipeline.suggestions import suggested_renames
from ormforge.pipeline.targets import without_targets
from ormforge.pipeline.unrecorded import unrecorded_notes
from ormforge.pipeline.upgrades import upgrade_notes
from ormforge.pipeline.usage import usage_notes
from ormforge.pipeline.versions import named_anew
from ormforge.plan import FileChange, Generated, Plan
from ormforge.process import Tell
from ormforge.report import Progress
from ormforge.workspace import Workspace, encode, read_workspace, state_changes

Files = Mapping[PurePosixPath, Generated]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What a run starts from: the project as it is, the database as it is, and as the last run saw it.

    `database` is the catalog as it was read, `catalog` as the plugins leave it; so are `last` and `before`.
    """

    workspace: Workspace
    database: Catalog
    catalog: Catalog
    last: LastRun
    before: Catalog | None


def generate(
    config: Config,
    root: Path,
    *,
    tables: tuple[str, ...] = (),
    allow_mass_removal: bool = False,
    prune: bool = False,
    snapshot: Path | None = None,
    progress: Progress | None = None,
    tell: Tell | None = None,
) -> Plan:
    """Every file that ormforge would write, and every note. Writes nothing.

    `tables` are globs: only the tables they match are taken from the database anew. `prune` lets files go that are no
    longer generated and hold nothing hand-written. `snapshot` is a file to take the
    catalog from instead of the database. `tell` is told what the project's migrations print. Raises OrmforgeError.
    """
    database = run_stage("reflect", progress, partial(read_database, config, root, snapshot, tell))
    inputs = read_inputs(config, root, database, tables)
    with keeping_text(inputs.workspace):
        outputs = run_stage("draft", progress, partial(draft_outputs, inputs, config, root))
    inputs = with_target_files(inputs, outputs, config, root)
    new = run_stage("format", progress, partial(format_outputs, outputs, root))
    check_mass_removal(inputs.workspace, new, allowed=allow_mass_removal)
    stale = stale_files(inputs.workspace, new, prune=prune)
    new = {**new, **stale.kept}
    outputs = replace(outputs, notes=(*outputs.notes, *stale.notes))
    workspace = _promising(inputs.workspace, outputs.promised)
    workspace = replace(workspace, base={**workspace.base, **stale.pruned})
    merged = run_stage("merge", progress, partial(_merge, workspace, new, config, root))
    check = partial(check_merge, workspace, new, merged, config, root, stale.kept)
    run_stage("verify", progress, check)
    plan = assemble_plan(inputs, outputs, new, merged, config)
    used = (
        *usage_notes(inputs.workspace, merged.files, new, config, root),
        *join_notes(inputs.before, inputs.catalog, new, merged.files),
    )
    upgraded = upgrade_notes(
        inputs.workspace, new, database_changed=inputs.catalog != inputs.before
    )
    plan = replace(plan, notes=(*plan.notes, *upgraded, *used))
    return with_changelog(
        plan,
        inputs.workspace,
        inputs.before,
        inputs.catalog,
        new,
        config,
        shared=inputs.last.shared,
    )


def read_inputs(
    config: Config, root: Path, database: Catalog, tables: tuple[str, ...] = ()
) -> Inputs:
    """The project, read, and of the database what is to be taken from it anew."""
    workspace = read_workspace(root, output_paths(config), config.name)
    last = last_run(workspace, config)
    if last.catalog is not None and last.catalog.dialect != database.dialect:
        # another database, of which no change of this one can be told
        last = replace(last, catalog=None)
    if tables and last.catalog is None and workspace.files:
        raise UsageError(
            "--table: what the other tables were at the last run is not known here",
            hint='Run `ormforge generate` without --table once; [output] snapshot = "catalog.json" remembers them for every machine.',
        )
    chosen = select_tables(database, tables, last.catalog)
    catalog = changed_catalog(config, chosen)
    workspace = with_moved_files(workspace, catalog, config, root)
    return Inputs(
        workspace=follow_renames(workspace, catalog),
        database=chosen,
        catalog=catalog,
        last=last,
        before=last.changed(config),
    )


def with_target_files(inputs: Inputs, outputs: Outputs, config: Config, root: Path) -> Inputs:
    """The same, with the files at the paths of targets that no run has written yet: a person may have."""
    workspace = inputs.workspace
    if not config.targets or outputs.files.keys() <= workspace.files.keys():
        return inputs
    paths = (*output_paths(config), *outputs.files)
    again = read_workspace(root, paths, config.name, also=workspace.files)
    notes = tuple(dict.fromkeys((*again.notes, *workspace.notes)))
    workspace = replace(again, notes=notes)
    return replace(inputs, workspace=follow_renames(workspace, inputs.catalog))


def promised_draft(inputs: Inputs, config: Config, root: Path) -> Draft:
    """The draft under the names that are already promised, for what prints no models."""
    workspace = without_targets(inputs.workspace, config)
    options = project_options(workspace, config, root)
    pins = promises(workspace, inputs.catalog, options, config, root)
    return planned_draft(config, inputs.catalog, options, pins)


def draft_outputs(inputs: Inputs, config: Config, root: Path) -> Outputs:
    """The draft, under the names that are already promised, rendered."""
    check_imports(config, root)
    workspace = without_targets(inputs.workspace, config)
    options = project_options(workspace, config, root)
    pins = promises(workspace, inputs.catalog, options, config, root)
    draft = planned_draft(config, inputs.catalog, options, pins)
    outputs = render_outputs(draft, config, root, pins.names)
    claimed = claim_names(pins, workspace.base, outputs.files, workspace.texts)
    if claimed != pins:
        draft = planned_draft(config, inputs.catalog, options, claimed)
        outputs = render_outputs(draft, config, root, claimed.names)
    unpinned = partial(planned_draft, config, inputs.catalog, options)
    notes = (
        *base_notes(options, config),
        *unused_rule_notes(config, options, inputs.catalog, draft),
        *lossy_notes(config, inputs.catalog, draft),
        *omission_notes(draft.omissions),
        *rebinding_notes(workspace, draft, unpinned),
        *unrecorded_notes(workspace, config, draft, unpinned),
        *outputs.notes,
    )
    files = late_tables(outputs.files, workspace.texts)
    return replace(outputs, files=files, notes=notes, promised=claimed.names)


def assemble_plan(
    inputs: Inputs, outputs: Outputs, new: Files, merged: Merge, config: Config
) -> Plan:
    """The plan of what the merge decided."""
    workspace, snapshot = inputs.workspace, dump_catalog(inputs.database)
    notes = (
        *workspace.notes,
        *inputs.last.notes,
        *suggested_renames(inputs.before, inputs.catalog, workspace.renames),
        *empty_notes(inputs.catalog),
        *omission_notes(inputs.catalog.omissions),
        *outputs.notes,
        *merged.notes,
        *adoption_notes(workspace, new),
        *meaning_notes(workspace, new),
    )
    changes = [_file_change(workspace, path, text) for path, text in merged.files.items()]
    changes += snapshot_change(inputs.last, snapshot, config)
    named = named_anew(workspace.versions, config)
    return Plan(
        changes=tuple(sorted(changes, key=lambda change: change.path)),
        state=state_changes(workspace, new, merged.files, merged.memory, snapshot, named),
        notes=notes,
        schema=changes_since(inputs.before, inputs.catalog, workspace.renames),
        kept=merged.kept,
    )


def _promising(workspace: Workspace, names: Mapping[Key, str]) -> Workspace:
    """The workspace that remembers the promised names too, whether text that is generated shows them or not."""
    pins = {**workspace.memory.pins, **names}
    return replace(workspace, memory=replace(workspace.memory, pins=pins))


def _merge(workspace: Workspace, new: Files, config: Config, root: Path) -> Merge:
    memory = workspace.memory
    undeleted = _generated_before(workspace) - memory.tombstones if workspace.is_joined else ()
    return merge_outputs(
        workspace.base,
        workspace.texts,
        new,
        memory,
        config,
        root,
        restore=frozenset(undeleted),
    )


def _generated_before(workspace: Workspace) -> frozenset[Key]:
    """The tables, columns and relationships that the last run has written."""
    keys = (key for generated in workspace.base.values() for key in generated.keys.values())
    return frozenset(key for key in keys if key.startswith(("table ", "column ", "relationship ")))


def _file_change(workspace: Workspace, path: PurePosixPath, text: str | None) -> FileChange:
    source = workspace.files.get(path)
    return FileChange(
        path=path,
        before=None if source is None else source.raw,
        after=None if text is None else encode(source, text),
        mode=None if source is None else source.mode,
    )
