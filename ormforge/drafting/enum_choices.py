"""Which enums become Python classes and what those are called, as the project's rules choose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ormforge.catalog.keys import Key, path_part, type_key
from ormforge.catalog.model import Catalog, Column
from ormforge.config.matching import winning_rule
from ormforge.drafting.choices import EnumForm
from ormforge.drafting.chosen_names import ChosenName, ChosenNames
from ormforge.drafting.enums import EnumSource, enum_sources
from ormforge.drafting.names import column_paths
from ormforge.drafting.options import DraftOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumChoices:
    """The enums that become classes, the names chosen for them, and the columns that stay strings all the same."""

    classes: tuple[EnumSource, ...]
    names: ChosenNames
    strings: frozenset[Key]


def enum_choices(catalog: Catalog, options: DraftOptions) -> EnumChoices:
    """What the rules choose for every enum of the catalog.

    A type that several columns share is a class as long as one of them is to be of it.
    """
    spellings = enum_spellings(catalog)
    strings = frozenset(
        key
        for key, known in spellings.items()
        if options.enums and _form(known, options) == "strings"
    )
    classes, names = [], {}
    for source in enum_sources(catalog):
        users = source.used_by or {source.key}
        if users <= strings:
            continue
        classes.append(source)
        rules = [
            rule
            for user in sorted({source.key, *users})
            if (rule := winning_rule(options.enum_names, spellings.get(user, ()))) is not None
        ]
        if rules:
            names[source.key] = ChosenName(
                name=options.enum_names[rules[0]], rule=("naming", "enums", rules[0])
            )
    return EnumChoices(classes=tuple(classes), names=names, strings=strings)


def enum_spellings(catalog: Catalog) -> dict[Key, tuple[str, ...]]:
    """How rules may call each enum type, and each column that takes its values from an enum, by their keys."""
    default = catalog.default_schema
    of_types = {
        enum.key: tuple(_type_paths(enum.schema, enum.name, default)) for enum in catalog.enums
    }
    columns: dict[Key, tuple[str, ...]] = {}
    users = {key for source in enum_sources(catalog) for key in source.used_by}
    for table in catalog.tables:
        for column in table.columns:
            key = table.column_key(column.name)
            if key in users:
                columns[key] = (
                    *column_paths(table, (column.name,), default),
                    *of_types.get(_type_of(column), ()),
                )
    return of_types | columns


def _form(spellings: tuple[str, ...], options: DraftOptions) -> EnumForm:
    rule = winning_rule(options.enums, spellings)
    return "class" if rule is None else options.enums[rule]


def _type_of(column: Column) -> Key:
    user_type = column.type.user_type
    return Key("") if user_type is None else type_key(*user_type)


def _type_paths(schema: str | None, name: str, default_schema: str | None) -> Iterator[str]:
    if schema is not None:
        yield f"{path_part(schema)}.{path_part(name)}"
        yield f"{schema}.{name}"
    if schema == default_schema:
        yield path_part(name)
        yield name
