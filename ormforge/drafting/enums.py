"""The Python enums of a catalog: its enum types, MySQL's ENUM columns, and columns whose CHECK lists their values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ormforge.catalog.keys import Key, enum_key, type_key
from ormforge.catalog.model import Catalog, Column, Table
from ormforge.draft.literals import string_literal
from ormforge.draft.model import DraftColumn, DraftEnum, DraftModel, Import, PythonType
from ormforge.drafting import types_mysql
from ormforge.drafting.checked_labels import checked_labels
from ormforge.drafting.enum_types import ColumnEnum
from ormforge.drafting.member_names import member_names

_CASELESS_COLLATIONS = ("nocase", "_ci", "_ci_as", "_ci_ai")


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumSource:
    """What a Python enum is made of.

    `words` is the database name to name the class after (`book_state`); for the enum of one column it is the column's,
    and `owner` that of its table.
    """

    key: Key
    words: str
    labels: tuple[str, ...]
    used_by: frozenset[Key]
    owner: str | None = None
    comment: str | None = None


def enum_sources(catalog: Catalog) -> tuple[EnumSource, ...]:
    """Every enum that the catalog describes, each once: types first, then columns in the order of the tables."""
    return (*_type_sources(catalog), *_column_sources(catalog))


def column_enums(catalog: Catalog) -> Mapping[Key, ColumnEnum]:
    """The enums that columns describe by themselves, by the columns' keys."""
    return {
        table.column_key(column.name): enum
        for table in catalog.tables
        for column in table.columns
        if (enum := _column_enum(table, column, catalog.dialect)) is not None
    }


def draft_enums(sources: Iterable[EnumSource], names: Mapping[Key, str]) -> tuple[DraftEnum, ...]:
    """The enum classes of the sources that have a name; one class where a person uses one for several of them."""
    classes: dict[str, list[EnumSource]] = {}
    for source in sources:
        if source.key in names:
            classes.setdefault(names[source.key], []).append(source)
    return tuple(_enum(name, shared) for name, shared in classes.items())


def _enum(name: str, sources: Sequence[EnumSource]) -> DraftEnum:
    labels = dict.fromkeys(label for source in sources for label in source.labels)
    return DraftEnum(
        key=sources[0].key,
        name=name,
        members=member_names(tuple(labels)),
        docstring=next((source.comment for source in sources if source.comment), None),
        used_by=frozenset().union(*(source.used_by for source in sources)),
        shared=tuple(source.key for source in sources[1:]),
    )


def with_labels(model: DraftModel, enums: Iterable[DraftEnum]) -> DraftModel:
    """The class with its columns' values told by their labels, where the class of their enum has been deleted."""
    gone = {key: enum for enum in enums for key in enum.keys}
    columns = [
        column if column.enum not in gone else _labelled(column, gone[column.enum])
        for column in model.columns
    ]
    return replace(model, columns=tuple(columns))


def _labelled(column: DraftColumn, enum: DraftEnum) -> DraftColumn:
    labels = ", ".join(string_literal(label) for _, label in enum.members)
    text = column.python_type.text.replace(enum.name, f"Literal[{labels}]")
    imports = column.python_type.imports | {Import("typing", "Literal")}
    return replace(column, enum=None, python_type=PythonType(text=text, imports=imports))


def _type_sources(catalog: Catalog) -> Iterator[EnumSource]:
    users: dict[Key, set[Key]] = {}
    for table in catalog.tables:
        for column in table.columns:
            if column.type.user_type is not None:
                key = type_key(*column.type.user_type)
                users.setdefault(key, set()).add(table.column_key(column.name))
    for enum in catalog.enums:
        if enum.labels:
            yield EnumSource(
                key=enum.key,
                words=enum.name,
                labels=enum.labels,
                used_by=frozenset(users.get(enum.key, ())),
                comment=enum.comment,
            )


def _column_sources(catalog: Catalog) -> Iterator[EnumSource]:
    for table in catalog.tables:
        for column in table.columns:
            enum = _column_enum(table, column, catalog.dialect)
            if enum is not None:
                yield EnumSource(
                    key=enum.key,
                    words=column.name,
                    owner=table.name,
                    labels=enum.labels,
                    used_by=frozenset({table.column_key(column.name)}),
                )


def _column_enum(table: Table, column: Column, dialect: str) -> ColumnEnum | None:
    key = enum_key(table.schema, table.name, column.name)
    if dialect in ("mysql", "mariadb") and column.type.sql.lower().startswith("enum("):
        return ColumnEnum(
            key=key,
            labels=types_mysql.labels(column.type.sql),
            native=True,
            collation=column.collation,
            charset=column.charset,
        )
    labels = _checked(table, column, dialect)
    return None if labels is None else ColumnEnum(key=key, labels=labels)


def _checked(table: Table, column: Column, dialect: str) -> tuple[str, ...] | None:
    """The labels of the one CHECK that lists the column's values; none where a collation lets other cases pass."""
    collation = column.collation or dict(table.options).get("mysql_collate", "")
    if collation.lower().endswith(_CASELESS_COLLATIONS):
        return None
    found = [
        labels
        for check in table.checks
        if not check.not_valid
        and (labels := checked_labels(check.expression, column.name, dialect)) is not None
    ]
    return found[0] if len(found) == 1 else None
