"""Everything by which a table can find rows: its keys and its indexes, in one form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Literal

from ormforge.catalog.model import Index, Option, PrimaryKey, Table, Unique

Element = tuple[Literal["column", "expression"], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """A key or an index: what it orders by, and of what kind it is.

    `source` is the object of the catalog that it was made from; `name` is None for a constraint without one. `columns`
    are those at its beginning, however sorted, up to the first expression.
    """

    source: PrimaryKey | Unique | Index
    name: str | None
    elements: tuple[Element, ...]
    columns: tuple[str, ...]
    unique: bool
    where: str | None = None
    method: str | None = None
    kind: str | None = None
    include: tuple[str, ...] = ()
    operator_classes: tuple[Option, ...] = ()
    lengths: tuple[tuple[str, int], ...] = ()
    options: tuple[Option, ...] = ()
    deferrable: bool = False
    nulls_not_distinct: bool = False

    @property
    def rank(self) -> tuple[int, str]:
        """Which of two that do the same is kept: the smaller one."""
        kinds = (isinstance(self.source, PrimaryKey), isinstance(self.source, Unique), self.unique)
        return kinds.index(True) if True in kinds else len(kinds), self.name or ""

    @property
    def shape(self) -> Access:
        """The same without its name and what it enforces: equal for two that find rows alike."""
        return replace(
            self,
            source=PrimaryKey(columns=()),
            name=None,
            unique=False,
            deferrable=False,
            nulls_not_distinct=False,
        )

    def finds(self, columns: tuple[str, ...]) -> bool:
        """Whether rows are found by these columns, in any order, through its beginning."""
        if self.kind is not None or self.method not in (None, "hash"):
            return False
        if self.where is not None and not _is_not_null(self.where, columns):
            return False
        exact = self.method is None or len(self.elements) == len(columns)
        return exact and set(self.columns[: len(columns)]) == set(columns)


def accesses(table: Table) -> Iterator[Access]:
    """The table's keys and indexes."""
    for key in (table.primary_key, *table.uniques):
        if key is not None:
            yield _of_key(key)
    for index in table.indexes:
        yield Access(
            source=index,
            name=index.name,
            elements=tuple(
                ("column", e.column) if e.plain and e.column is not None else ("expression", e.sql)
                for e in index.elements
            ),
            columns=tuple(
                e.column
                for e in takewhile(lambda e: e.column is not None, index.elements)
                if e.column is not None
            ),
            unique=index.unique,
            where=index.where,
            method=index.method,
            kind=index.kind,
            include=index.include,
            operator_classes=index.operator_classes,
            lengths=index.lengths,
            options=index.options,
            nulls_not_distinct=index.nulls_not_distinct,
        )


def _of_key(key: PrimaryKey | Unique) -> Access:
    # Where the columns do not say all of the key, it is like no other.
    whole = key.sql if isinstance(key, PrimaryKey) else None
    return Access(
        source=key,
        name=key.name,
        elements=(("expression", whole),) if whole else tuple(("column", c) for c in key.columns),
        columns=key.columns,
        unique=True,
        include=key.include,
        options=key.options,
        deferrable=key.deferrable,
        nulls_not_distinct=isinstance(key, PrimaryKey) or key.nulls_not_distinct,
    )


def _is_not_null(where: str, columns: tuple[str, ...]) -> bool:
    """Whether a partial index only leaves out rows that hold NULL in one of the columns."""
    found = re.fullmatch(r"\(*\s*([\"`\[]?)(.+?)[\"`\]]?\s+IS\s+NOT\s+NULL\s*\)*", where, re.I)
    return found is not None and found[2] in columns
