"""The order of columns in the table that a class makes, where it is another than the order in the class.

SQLAlchemy sorts a table's columns by their `sort_order`, 0 unless they say so; among equals those of the class come first, in
its order, then those of its mixins (https://docs.sqlalchemy.org/en/20/orm/mapping_api.html, `mapped_column.sort_order`).
SQLModel puts inherited columns first, and has no word for another order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from ormforge.draft.model import DraftColumn, DraftModel, Style
from ormforge.drafting.expressions import ORM, call, keyword, literal, name


def with_sort_order(model: DraftModel) -> DraftModel:
    """The class, its columns with what brings them into the order of the table."""
    orders = _sort_orders(model)
    columns = (_placed(column, orders[column.column.name]) for column in model.columns)
    return replace(model, columns=tuple(columns))


def is_out_of_order(model: DraftModel, style: Style) -> bool:
    """Whether the class makes a table with the columns in another order, which no word of its own could change."""
    inherited = [column.column.name for column in _inherited(model)]
    if style == "sqlmodel":
        table = [column.name for column in model.table.columns]
        return table != [*inherited, *(column.column.name for column in model.columns)]
    orders = _levels(model)
    return len({orders[column] for column in inherited}) > 1


def _sort_orders(model: DraftModel) -> Mapping[str, int]:
    """The `sort_order` of each column: 0 for the mixin's, which are not ours to change, else for the class's first."""
    levels = _levels(model)
    fixed = [column.column.name for column in (*_inherited(model), *model.columns)]
    start = levels[fixed[0]] if fixed else 0
    return {column: level - start for column, level in levels.items()}


def _levels(model: DraftModel) -> Mapping[str, int]:
    """A number for each column, in the order of the table: one higher wherever the class turns the order round."""
    found = [column.column.name for column in (*model.columns, *_inherited(model))]
    place = {column: number for number, column in enumerate(found)}
    table = [column.name for column in model.table.columns if column.name in place]
    levels = dict.fromkeys(table[:1], 0)
    for before, after in pairwise(table):
        levels[after] = levels[before] + (place[after] < place[before])
    return levels


def _inherited(model: DraftModel) -> list[DraftColumn]:
    """The columns that come from mixins; those of a parent's table are in another one."""
    own = {model.table.column_key(column.name) for column in model.table.columns}
    return [column for column in model.inherited if column.key in own]


def _placed(column: DraftColumn, order: int) -> DraftColumn:
    if not order:
        return column
    bare = call(name(ORM, "mapped_column"))
    value, word = column.value or bare.text, keyword("sort_order", literal(order)).text
    comma = "" if value.endswith("()") else ", "
    return replace(
        column, value=f"{value[:-1]}{comma}{word})", imports=column.imports | bare.imports
    )
