"""Which relationships nested Reads follow, how deep, and which many-to-many lists are given as keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from ormforge.catalog.keys import Key, path_part
from ormforge.catalog.model import Catalog, Table
from ormforge.draft.model import Draft, DraftColumn, DraftModel, DraftRelationship
from ormforge.schemas.model import ApiOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """The relationships of every class, its parents' among them, and how deep the Read of each can be nested.

    `depths[limit][key]` is the depth of what a class is as a related object, `limit` levels deep at the most: a class
    from which no longer way leads on has no deeper shape. `links` are the many-to-many lists given as keys.
    """

    models: Mapping[Key, DraftModel]
    followed: Mapping[Key, tuple[DraftRelationship, ...]]
    links: Mapping[Key, tuple[DraftRelationship, ...]]
    depths: tuple[Mapping[Key, int], ...]

    def nested(self, depth: int) -> Iterator[DraftModel]:
        """The classes that have a shape of this depth, in the draft's order."""
        return (model for key, model in self.models.items() if self.depths[depth][key] == depth)


def relations_of(draft: Draft, options: ApiOptions) -> Relations:
    """The relationships that the options ask for."""
    models = {model.key: model for model in draft.models}
    every = {key: tuple(_own_and_inherited(model, draft)) for key, model in models.items()}
    followed = {
        key: tuple(
            r for r, paths in found if _is_followed(paths, options) and r.target_key in models
        )
        for key, found in every.items()
    }
    links = {
        key: tuple(r for r, paths in found if _is_link(r, paths, models, options))
        for key, found in every.items()
    }
    return Relations(
        models=models,
        followed=followed,
        links=links,
        depths=tuple(_depths(followed, options.nested)),
    )


def _depths(
    followed: Mapping[Key, tuple[DraftRelationship, ...]], limit: int
) -> Iterator[Mapping[Key, int]]:
    depths = dict.fromkeys(followed, 0)
    yield depths
    for _ in range(limit):
        depths = {
            key: max((depths[r.target_key] + 1 for r in found), default=0)
            for key, found in followed.items()
        }
        yield depths


_Found = tuple[DraftRelationship, frozenset[str]]


def _own_and_inherited(model: DraftModel, draft: Draft) -> Iterator[_Found]:
    """Each relationship with the paths that globs may call it by: those of every class that has it."""
    lineage = list(_lineage(model, {each.name: each for each in draft.models}))
    for owner in reversed(lineage):
        tables = [each.table for each in lineage[: lineage.index(owner) + 1]]
        for relationship in owner.relationships:
            yield relationship, frozenset(
                path
                for table in tables
                for path in member_paths(table, relationship.name, draft.catalog)
            )


def _lineage(model: DraftModel, by_name: Mapping[str, DraftModel]) -> Iterator[DraftModel]:
    """The class and those that it inherits from, nearest first."""
    yield model
    for base in model.bases:
        if base in by_name:
            yield from _lineage(by_name[base], by_name)


def member_paths(table: Table, name: str, catalog: Catalog) -> Iterator[str]:
    """How globs may call a member of a table's class: the default schema may be left out."""
    yield f"{table.path}.{name}"
    if table.schema is not None and table.schema == catalog.default_schema:
        yield f"{path_part(table.name)}.{name}"


def _matches(globs: Iterable[str], paths: Iterable[str]) -> bool:
    return any(fnmatchcase(path, glob) for glob in globs for path in paths)


def _is_followed(paths: frozenset[str], options: ApiOptions) -> bool:
    return _matches(options.relationships, paths) and not _matches(options.exclude, paths)


def _is_link(
    relationship: DraftRelationship,
    paths: frozenset[str],
    models: Mapping[Key, DraftModel],
    options: ApiOptions,
) -> bool:
    """Whether the list is given as keys: it can be written, and what it lists is told apart by one column."""
    if relationship.direction != "many-to-many" or "viewonly=True" in relationship.value:
        return False
    target = models.get(relationship.target_key)
    return (
        target is not None and len(key_columns(target)) == 1 and _matches(options.link_keys, paths)
    )


def key_columns(model: DraftModel) -> tuple[DraftColumn, ...]:
    """The columns of the class's own table that tell its objects apart."""
    own = {model.table.column_key(column.name) for column in model.table.columns}
    return tuple(c for c in model.mapped_columns if c.primary_key and c.key in own)
