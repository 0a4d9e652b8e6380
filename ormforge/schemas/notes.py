"""What has to be said about the API schemas."""

from __future__ import annotations

from collections.abc import Iterator

from ormforge.draft.model import Draft
from ormforge.plan import Note
from ormforge.schemas.model import ApiOptions
from ormforge.schemas.secrets import looks_secret, matches


def schema_notes(draft: Draft, options: ApiOptions) -> tuple[Note, ...]:
    """Notes on the columns that are hidden without having been asked for."""
    return tuple(_hidden(draft, options)) if "read" in options.variants else ()


def _hidden(draft: Draft, options: ApiOptions) -> Iterator[Note]:
    for model in draft.models:
        for column in model.mapped_columns:
            asked = any(
                matches(glob, column, model.table, draft.catalog) for glob in options.exclude
            )
            if looks_secret(column) and not asked:
                yield Note(
                    code="secret",
                    severity="info",
                    message=f"{model.name}Read leaves {column.name} out: it looks like a secret",
                    key=column.key,
                    hint="To show it, add the field by hand; to confirm, name it in [api] exclude.",
                )
