"""What is worked out once for a whole catalog before its columns and constraints are put into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from ormforge.catalog.keys import Key, column_key, table_key, type_key
from ormforge.catalog.model import Catalog, Column, ForeignKey, Table
from ormforge.drafting import python_types
from ormforge.drafting.choices import Comments
from ormforge.drafting.cycles import circles
from ormforge.drafting.enum_types import ColumnEnum
from ormforge.drafting.enums import column_enums
from ormforge.drafting.types import EnumNames, TypeScope, TypeSpec, type_in_scope

_CASELESS_TEXT = "citext"


@dataclass(frozen=True, slots=True, kw_only=True)
class Blueprint:
    """The types and connections of a catalog's columns.

    `types` has every column's type and `enums` the key of the Python enum it takes its values from, by the column's
    key. `inheriting` are columns whose own foreign key gives them exactly their type. `circles` numbers the tables:
    those that refer to each other in a circle share a number. `comments` tells where they go. With `always_named`, names that the database would
    choose by itself are written too.
    """

    dialect: str
    default_schema: str | None
    types: Mapping[Key, TypeSpec]
    enums: Mapping[Key, Key]
    inheriting: frozenset[Key]
    circles: Mapping[Key, int]
    comments: Comments = "both"
    always_named: bool = False

    def schema(self, schema: str | None) -> str | None:
        """The schema as models say it: None for the connection's own."""
        return None if schema == self.default_schema else schema


def build_blueprint(
    catalog: Catalog,
    enums: EnumNames,
    *,
    strings: frozenset[Key] = frozenset(),
    comments: Comments = "both",
    always_named: bool = False,
) -> Blueprint:
    """The blueprint of a catalog; `enums` are the Python names of its enums and domains, and the columns of `strings`
    do without an enum."""
    scope, plain = TypeScope.of(catalog, enums), TypeScope.of(
        catalog, _without_enums(enums, catalog)
    )
    listed = column_enums(catalog)
    types: dict[Key, TypeSpec] = {}
    taken: dict[Key, Key] = {}
    for table in catalog.tables:
        for column in table.columns:
            key = table.column_key(column.name)
            if key in strings:
                types[key], enum = _column_type(plain, column, None)
            else:
                types[key], enum = _column_type(scope, column, listed.get(key))
            if enum is not None:
                taken[key] = enum
    return Blueprint(
        dialect=catalog.dialect,
        default_schema=catalog.default_schema,
        types=types,
        enums=taken,
        inheriting=_inheriting(catalog, types),
        circles=table_circles(catalog),
        comments=comments,
        always_named=always_named,
    )


def _without_enums(enums: EnumNames, catalog: Catalog) -> EnumNames:
    types = {enum.key for enum in catalog.enums}
    return EnumNames(names={key: name for key, name in enums.names.items() if key not in types})


def is_inline(foreign_key: ForeignKey) -> bool:
    """Whether the foreign key stands in its column, rather than with the table."""
    return (
        len(foreign_key.columns) == 1
        and foreign_key.resolved
        and not foreign_key.not_valid
        and "." not in foreign_key.referred_columns[0]
    )


def inline_foreign_keys(table: Table, column: str) -> tuple[ForeignKey, ...]:
    """The foreign keys that stand in the column."""
    if is_numbered_foreign_key(table):
        return ()
    return tuple(
        foreign_key
        for foreign_key in table.foreign_keys
        if foreign_key.columns == (column,) and is_inline(foreign_key)
    )


def is_numbered_foreign_key(table: Table) -> bool:
    """Whether SQLite numbers the rows by AUTOINCREMENT, which SQLAlchemy drops from a key that is a foreign key too."""
    key = () if table.primary_key is None else table.primary_key.columns
    numbered = ("sqlite_autoincrement", "True") in table.options
    return numbered and any(set(key) & set(other.columns) for other in table.foreign_keys)


def _column_type(
    scope: TypeScope, column: Column, listed: ColumnEnum | None
) -> tuple[TypeSpec, Key | None]:
    """The column's type, and its enum if it has one."""
    typed = partial(
        type_in_scope, scope, column.type, collation=column.collation, charset=column.charset
    )
    if listed is not None and not listed.native:
        plain = typed()
        is_text = plain.python == python_types.STR and _CASELESS_TEXT not in column.type.sql
        listed = listed if is_text else None
    spec = typed(column_enum=listed)
    if listed is not None:
        return spec, listed.key if listed.key in scope.names else None
    user_type = column.type.user_type
    own = None if user_type is None or column.type.dimensions else type_key(*user_type)
    return spec, own if own in scope.enums and own in scope.names else None


def _inheriting(catalog: Catalog, types: Mapping[Key, TypeSpec]) -> frozenset[Key]:
    """The columns that may leave their type to their foreign key.

    SQLAlchemy gives such a column the type of the column pointed to; that must be the same type, said in full by a
    column that the chain of foreign keys ends at. A circle has no such end.
    """
    targets = _inline_targets(catalog)
    return frozenset(
        key
        for key, found in targets.items()
        if _has_end(key, targets)
        and all(target in types and types[target].full == types[key].full for target in found)
    )


def _inline_targets(catalog: Catalog) -> dict[Key, tuple[Key, ...]]:
    targets: dict[Key, tuple[Key, ...]] = {}
    for table in catalog.tables:
        for foreign_key in table.foreign_keys:
            if foreign_key in inline_foreign_keys(table, foreign_key.columns[0]):
                key = table.column_key(foreign_key.columns[0])
                target = column_key(
                    foreign_key.referred_schema,
                    foreign_key.referred_table,
                    foreign_key.referred_columns[0],
                )
                targets[key] = (*targets.get(key, ()), target)
    return targets


def _has_end(key: Key, targets: Mapping[Key, tuple[Key, ...]]) -> bool:
    seen: set[Key] = set()
    open_keys = [key]
    while open_keys:
        here = open_keys.pop()
        if here in seen:
            return False
        seen.add(here)
        open_keys.extend(dict.fromkeys(targets.get(here, ())))
    return True


def table_circles(catalog: Catalog) -> Mapping[Key, int]:
    """A number for each table, which those that refer to each other in a circle share."""
    edges = {
        table.key: tuple(
            table_key(foreign_key.referred_schema, foreign_key.referred_table)
            for foreign_key in table.foreign_keys
            if foreign_key.resolved
        )
        for table in catalog.tables
    }
    return circles(edges)
