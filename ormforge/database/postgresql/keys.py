"""Constraints in the catalog's words, and which of them no construct of SQLAlchemy can say."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ormforge.catalog.model import Check, Exclude, ForeignKey, PrimaryKey, RawConstraint, Unique
from ormforge.database.postgresql.constraints import StoredConstraint
from ormforge.database.postgresql.indexes import StoredIndex
from ormforge.database.postgresql.sql_text import (
    first_bracket,
    split_commas,
    split_operator,
    strip_brackets,
)

_ACTIONS = {"a": None, "r": "RESTRICT", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT"}
_MATCHES = {"s": None, "f": "FULL", "p": "PARTIAL"}

Constraints = tuple[StoredConstraint, ...]
Indexes = tuple[StoredIndex, ...]


def primary_key(constraints: Constraints, indexes: Indexes) -> PrimaryKey | None:
    """The primary key, if the table has one."""
    for each in constraints:
        if each.kind == "p":
            return PrimaryKey(
                columns=each.columns,
                name=each.name,
                name_is_default=each.name_is_default,
                deferrable=each.deferrable,
                initially_deferred=each.initially_deferred,
                include=_index_of(each, indexes).include,
                comment=each.comment,
                sql=each.definition if each.period else None,
            )
    return None


def uniques(constraints: Constraints, indexes: Indexes) -> tuple[Unique, ...]:
    """The unique constraints that CREATE TABLE can make."""
    apart = {*repeated_uniques(constraints, indexes), *_raw(constraints, indexes, ())}
    return tuple(
        Unique(
            columns=each.columns,
            name=each.name,
            name_is_default=each.name_is_default,
            deferrable=each.deferrable,
            initially_deferred=each.initially_deferred,
            nulls_not_distinct=_index_of(each, indexes).nulls_not_distinct,
            include=_index_of(each, indexes).include,
            comment=each.comment,
        )
        for each in constraints
        if each.kind == "u" and each not in apart
    )


def repeated_uniques(constraints: Constraints, indexes: Indexes) -> Constraints:
    """The unique constraints that say what another key of the table says already.

    CREATE TABLE would merge them into one (transformIndexConstraints in parse_utilcmd.c); ALTER TABLE does not.
    """
    seen: set[object] = set()
    repeated = []
    for each in sorted((c for c in constraints if c.kind in "pu"), key=lambda c: c.kind):
        index = _index_of(each, indexes)
        deferred = (each.deferrable, each.initially_deferred)
        said = (each.columns, index.include, index.nulls_not_distinct, deferred, each.period)
        if said in seen:
            repeated.append(each)
        seen.add(said)
    return tuple(repeated)


def foreign_keys(constraints: Constraints, selected: Collection[int]) -> tuple[ForeignKey, ...]:
    """The foreign keys; only those to one of the relations in `selected` are resolved."""
    return tuple(
        ForeignKey(
            columns=each.columns,
            referred_schema=each.referred_schema,
            referred_table=each.referred_table or "",
            referred_columns=each.referred_columns,
            name=each.name,
            name_is_default=each.name_is_default,
            on_delete=_on_delete(each),
            on_update=_ACTIONS[each.on_update],
            match=_MATCHES[each.match],
            deferrable=each.deferrable,
            initially_deferred=each.initially_deferred,
            not_valid=each.not_valid,
            comment=each.comment,
            resolved=each.referred in selected,
        )
        for each in constraints
        if each.kind == "f" and not _is_raw_foreign_key(each, selected)
    )


def checks(constraints: Constraints) -> tuple[Check, ...]:
    """The CHECK constraints, inherited ones included."""
    return tuple(
        Check(
            expression=strip_brackets(each.expression or ""),
            name=each.name,
            not_valid=each.not_valid,
            no_inherit=each.no_inherit,
            comment=each.comment,
        )
        for each in constraints
        if each.kind == "c" and each.enforced
    )


def excludes(constraints: Constraints, indexes: Indexes) -> tuple[Exclude, ...]:
    """The EXCLUDE constraints that SQLAlchemy's construct can say."""
    return tuple(
        _exclude(each, _index_of(each, indexes))
        for each in constraints
        if each.kind == "x" and not _is_raw_exclude(_index_of(each, indexes))
    )


def raw_constraints(
    constraints: Constraints, indexes: Indexes, selected: Collection[int]
) -> tuple[RawConstraint, ...]:
    """The constraints that only their own text can say: temporal and unenforced ones, and EXCLUDE with INCLUDE or
    storage parameters."""
    return tuple(
        RawConstraint(sql=each.definition, name=each.name, columns=each.columns)
        for each in _raw(constraints, indexes, selected)
    )


def _raw(
    constraints: Constraints, indexes: Indexes, selected: Collection[int]
) -> Iterable[StoredConstraint]:
    for each in constraints:
        if (
            (each.kind == "u" and each.period)
            or (each.kind == "c" and not each.enforced)
            or (each.kind == "f" and _is_raw_foreign_key(each, selected))
            or (each.kind == "x" and _is_raw_exclude(_index_of(each, indexes)))
        ):
            yield each


def _is_raw_foreign_key(each: StoredConstraint, selected: Collection[int]) -> bool:
    return (each.period or not each.enforced) and each.referred in selected


def _is_raw_exclude(index: StoredIndex) -> bool:
    return bool(index.include or index.parameters or index.tablespace)


def _index_of(constraint: StoredConstraint, indexes: Indexes) -> StoredIndex:
    return next(index for index in indexes if index.oid == constraint.index)


def _on_delete(each: StoredConstraint) -> str | None:
    action = _ACTIONS[each.on_delete]
    return f"{action} ({', '.join(each.set_columns)})" if each.set_columns else action


def _exclude(each: StoredConstraint, index: StoredIndex) -> Exclude:
    return Exclude(
        name=each.name,
        method=index.method,
        elements=tuple(
            split_operator(element) for element in split_commas(first_bracket(each.definition))
        ),
        columns=index.columns,
        where=strip_brackets(index.predicate) if index.predicate else None,
        operator_classes=index.operator_classes,
        deferrable=each.deferrable,
        initially_deferred=each.initially_deferred,
    )
