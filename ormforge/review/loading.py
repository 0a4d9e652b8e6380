"""Relationships that are read one row at a time unless somebody says otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from ormforge.catalog.keys import Key
from ormforge.catalog.model import Table
from ormforge.draft.model import Draft, DraftModel, DraftRelationship
from ormforge.review.finding import SchemaFinding, finding


def slow_relationships(draft: Draft, decided: frozenset[Key]) -> Iterator[SchemaFinding]:
    """Relationships that reading a list walks along, one query a row; `decided` are those with a rule of their own."""
    for model in draft.models:
        for relationship in model.relationships:
            reason = _reason(model, relationship)
            if reason is not None and relationship.key not in decided:
                path = f"{model.table.path}.{relationship.name}"
                strategy = "selectin" if relationship.collection else "joined"
                yield finding(
                    "n-plus-one",
                    model.table,
                    (relationship.name,),
                    reason,
                    advice=f"Load it along with its rows: `'{path}' = \"{strategy}\"` in [lazy], or an option of the query.",
                )


def _reason(model: DraftModel, relationship: DraftRelationship) -> str | None:
    if relationship.target_key == model.key and relationship.collection:
        return "is a tree: walking it is a query for every node"
    if _is_link(model.table) and _is_end(relationship):
        return (
            f"is the far end of a link: reading a list of {model.name} is a query for the list, and one for the "
            f"{relationship.target} of every row"
        )
    return None


def _is_end(relationship: DraftRelationship) -> bool:
    return relationship.owns_foreign_key and not relationship.collection


def _is_link(table: Table) -> bool:
    """Whether rows of the table pair rows of others: a key of it is made of two foreign keys or more."""
    keys = [key.columns for key in (table.primary_key, *table.uniques) if key is not None]
    keys += [
        tuple(e.column for e in index.elements if e.column is not None)
        for index in table.indexes
        if index.unique and index.where is None
    ]
    return any(_is_made_of_foreign_keys(table, columns) for columns in keys)


def _is_made_of_foreign_keys(table: Table, columns: tuple[str, ...]) -> bool:
    inside = {key.columns for key in table.foreign_keys if set(key.columns) <= set(columns)}
    covered = {name for foreign in inside for name in foreign}
    return len(inside) > 1 and covered == set(columns)
