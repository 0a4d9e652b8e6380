"""What has to be said about the API schemas."""

from __future__ import annotations

from collections.abc import Iterator

from ormforge.catalog.keys import path_part
from ormforge.draft.model import Draft
from ormforge.plan import Note
from ormforge.schemas.model import ApiOptions
from ormforge.schemas.secrets import is_asked, looks_secret


def schema_notes(draft: Draft, options: ApiOptions) -> tuple[Note, ...]:
    """A note that lists the columns which are hidden without having been asked for."""
    hidden = tuple(_hidden(draft, options)) if "read" in options.variants else ()
    if not hidden:
        return ()
    are = "looks like a secret" if len(hidden) == 1 else "look like secrets"
    return (
        Note(
            code="secret",
            severity="info",
            message=f"no Read shows {', '.join(hidden)}, which {are}",
            hint="To show one, name it in [api] show; to confirm, in [api] exclude.",
        ),
    )


def _hidden(draft: Draft, options: ApiOptions) -> Iterator[str]:
    """The paths of the columns, as globs may call them."""
    told = (*options.exclude, *options.show)
    for model in draft.models:
        for column in model.mapped_columns:
            if looks_secret(column) and not is_asked(told, column, model.table, draft.catalog):
                yield f"{model.table.path}.{path_part(column.column.name)}"
