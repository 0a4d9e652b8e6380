"""The review of a project's database: the findings, less what the project has silenced."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ormforge.catalog.keys import Key
from ormforge.config import Config
from ormforge.config.matching import winning_rule
from ormforge.draft.model import Draft
from ormforge.drafting.loading import relationship_paths
from ormforge.drafting.names import column_paths, table_paths
from ormforge.pipeline.options import draft_options
from ormforge.pipeline.plugins import planned_draft
from ormforge.pipeline.source import read_catalog
from ormforge.review import Reviewed, SchemaFinding, review, silence


def review_schema(config: Config, root: Path, snapshot: Path | None = None) -> Reviewed:
    """What the review finds in the database, or in a snapshot. Writes nothing; raises OrmforgeError."""
    catalog = read_catalog(config, root, snapshot)
    draft = planned_draft(config, catalog, draft_options(config, root))
    default = catalog.default_schema

    def spellings(finding: SchemaFinding) -> Iterator[str]:
        if finding.members:
            yield from column_paths(finding.table, finding.members, default)
        yield from table_paths(finding.table, default)

    findings = review(draft, _decided(draft, config))
    return silence(findings, config.review.silenced, spellings)


def _decided(draft: Draft, config: Config) -> frozenset[Key]:
    """The relationships whose loading a rule of the project chooses."""
    default = draft.catalog.default_schema
    return frozenset(
        relationship.key
        for model in draft.models
        for relationship in model.relationships
        if winning_rule(config.lazy, relationship_paths(model.table, relationship.name, default))
    )
