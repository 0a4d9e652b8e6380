"""Mixins and bases of the project's own, for the classes that its rules choose.

The columns that a mixin brings leave the class. One that is not declared like the others of its name stays, since a
class's own column counts more than its mixin's; so does one that another member refers to by its bare name. A class
whose column is of another type has no use for the mixin.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ormforge.catalog.keys import Key
from ormforge.catalog.model import Table
from ormforge.config.matching import chosen, matches
from ormforge.draft.model import DraftColumn, DraftModel, DraftTable
from ormforge.drafting.choices import Mixin
from ormforge.drafting.expressions import ORM, call, name
from ormforge.drafting.imported import import_of, name_of
from ormforge.drafting.inheritance import Hierarchy
from ormforge.drafting.names import table_paths
from ormforge.drafting.options import DraftOptions


def with_bases(
    items: Iterable[DraftModel | DraftTable],
    bound: Mapping[Key, frozenset[str]],
    hierarchy: Hierarchy,
    options: DraftOptions,
    default_schema: str | None,
) -> Iterator[DraftModel | DraftTable]:
    """The items, each class with the bases that the rules choose; `bound` are the columns, by the key of their table,
    that have to stay in the class."""
    known = tuple(items)
    models = [item for item in known if isinstance(item, DraftModel)]
    by_key = {model.key: model for model in models}
    worded = {
        mixin.rule: _common_wording(mixin, models, default_schema) for mixin in options.mixins
    }
    for item in known:
        if isinstance(item, DraftTable):
            yield item
            continue
        own = _with_base(item, options, default_schema)
        parents = [by_key[key] for key in hierarchy.ancestors(item.key) if key in by_key]
        for mixin in reversed(options.mixins):
            takers = [takes_mixin(m.table, mixin, default_schema) for m in (item, *parents)]
            fits = takers[0] and _has_its_types(item, worded[mixin.rule])
            if fits and not any(takers[1:]):
                own = _with_mixin(own, mixin, worded[mixin.rule], bound[item.key])
        names = {column.name for column in (*own.columns, *own.inherited)}
        above = [c for m in reversed(parents) for c in m.columns if c.name not in names]
        yield replace(own, inherited=(*above, *own.inherited))


def takes_mixin(table: Table, mixin: Mixin, default_schema: str | None) -> bool:
    """Whether the class of the table has the mixin."""
    paths = tuple(table_paths(table, default_schema))
    columns = {column.name for column in table.columns}
    return columns.issuperset(mixin.columns) and any(matches(glob, paths) for glob in mixin.tables)


def _with_base(model: DraftModel, options: DraftOptions, default_schema: str | None) -> DraftModel:
    base = chosen(options.bases, table_paths(model.table, default_schema))
    if base is None or model.bases != (options.base,):
        return model
    needed = import_of(base)
    return replace(model, bases=(name_of(base),), imports=model.imports | {needed})


def _with_mixin(
    model: DraftModel,
    mixin: Mixin,
    worded: Mapping[str, tuple[str, str | None]],
    bound: frozenset[str],
) -> DraftModel:
    needed = import_of(mixin.use)
    moved = [
        column
        for column in model.columns
        if worded.get(column.column.name) == _wording(column) and column.column.name not in bound
    ]
    return replace(
        model,
        bases=(name_of(mixin.use), *model.bases),
        imports=model.imports | {needed},
        columns=tuple(
            column if column.column.name in bound else _staying(column, mixin)
            for column in model.columns
            if column not in moved
        ),
        inherited=(*model.inherited, *moved),
    )


def _has_its_types(model: DraftModel, worded: Mapping[str, tuple[str, str | None]]) -> bool:
    """Whether the class's columns have the mixin's types: type checkers refuse any others below it."""
    return all(
        column.column.name not in worded or worded[column.column.name][0] == column.annotation
        for column in model.columns
    )


def _staying(column: DraftColumn, mixin: Mixin) -> DraftColumn:
    """The column with a value where it stands beside a mixin's: an annotation alone would not count more than that."""
    if column.value is not None or column.column.name not in mixin.columns:
        return column
    value = call(name(ORM, "mapped_column"))
    return replace(column, value=value.text, imports=column.imports | value.imports)


def _common_wording(
    mixin: Mixin, models: Iterable[DraftModel], default_schema: str | None
) -> Mapping[str, tuple[str, str | None]]:
    """How most of the classes that have the mixin say each of its columns, which is how it should say them."""
    found: dict[str, Counter[tuple[str, str | None]]] = {}
    for model in models:
        if takes_mixin(model.table, mixin, default_schema):
            for column in model.columns:
                if column.column.name in mixin.columns:
                    counter = found.setdefault(column.column.name, Counter())
                    counter[_wording(column)] += 1
    return {column: counter.most_common(1)[0][0] for column, counter in found.items()}


def _wording(column: DraftColumn) -> tuple[str, str | None]:
    return column.annotation, column.value
