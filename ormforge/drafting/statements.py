"""The statements of a generated module that are neither classes nor tables: types, sequences, DDL events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ormforge.catalog.keys import Key, path_part, table_path, type_key
from ormforge.catalog.model import (
    Catalog,
    Domain,
    EnumType,
    ForeignKey,
    Omission,
    OtherType,
    Sequence,
    Statement,
    Table,
)
from ormforge.draft.model import DraftStatement
from ormforge.drafting.blueprint import table_circles
from ormforge.drafting.constraints import declared_foreign_keys
from ormforge.drafting.ddl import comment_on, listen, quoted_path, unless_present
from ormforge.drafting.defaults import sequence_options
from ormforge.drafting.domains import domain_alterations, domain_checks, domain_object
from ormforge.drafting.enum_types import native_enum
from ormforge.drafting.expressions import (
    SQLALCHEMY,
    Expression,
    call,
    combine,
    literal,
    local,
    name,
)
from ormforge.drafting.foreign_keys import added_later, points_outside
from ormforge.drafting.table_statements import table_statements, virtual_table_statement
from ormforge.drafting.type_names import stated_schema
from ormforge.drafting.types import EnumNames, TypeScope

_SEQUENCE_TYPES = {"integer": "Integer", "smallint": "SmallInteger", "bigint": "BigInteger"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleStatements:
    """The statements in the order they must stand, and what was left out because the module is to have no events."""

    statements: tuple[DraftStatement, ...]
    omissions: tuple[Omission, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementScope:
    """Where the statements stand.

    `metadata` is the module's MetaData as an expression, `tables` every table that `create_all` builds, by its key.
    """

    catalog: Catalog
    enums: EnumNames
    metadata: Expression
    tables: Mapping[Key, Expression]

    @property
    def types(self) -> TypeScope:
        """What types are looked up in."""
        return TypeScope.of(self.catalog, self.enums)

    def type_schema(self, value: Domain | EnumType) -> str | None:
        """The schema of a type as models say it."""
        return stated_schema(value.schema, value.name, self.catalog.default_schema)

    def schema(self, schema: str | None) -> str | None:
        """The schema as models say it: None for the connection's own."""
        return None if schema == self.catalog.default_schema else schema


def module_statements(scope: StatementScope, *, ddl_events: bool = True) -> ModuleStatements:
    """Every statement the catalog needs beside classes and tables; without `ddl_events` the events are left out."""
    types = (_type_statement(value, scope) for value in _types_in_order(scope.catalog))
    objects = (
        *(_sequence(sequence, scope) for sequence in scope.catalog.sequences),
        *_enum_objects(scope),
        *types,
        *_table_order(scope),
    )
    events = tuple(_events(scope))
    plain = tuple(statement for statement in objects if not _is_event(statement))
    if ddl_events:
        return ModuleStatements(statements=(*objects, *events), omissions=())
    left_out = [statement for statement in (*objects, *events) if _is_event(statement)]
    omissions = tuple(
        Omission(kind="ddl event", path=str(each.key), reason="ddl-events = false leaves it out")
        for each in left_out
    )
    return ModuleStatements(statements=plain, omissions=omissions)


def unresolved_foreign_keys(catalog: Catalog) -> tuple[Omission, ...]:
    """The foreign keys to tables that the models do not have, where no clause can say them."""
    return tuple(
        Omission(
            kind="foreign key",
            path=f"{table.path}({', '.join(foreign_key.columns)})",
            reason=f"{_target(foreign_key)} is not among the models",
        )
        for table in catalog.tables
        for foreign_key in table.foreign_keys
        if not foreign_key.resolved and not points_outside(foreign_key, catalog.dialect)
    )


def _target(foreign_key: ForeignKey) -> str:
    return table_path(foreign_key.referred_schema, foreign_key.referred_table)


def _is_event(statement: DraftStatement) -> bool:
    return statement.source.startswith("event.listen(")


def _statement(
    key: Key, value: Expression, *, bound: str | None = None, after: tuple[Key, ...] = ()
) -> DraftStatement:
    return DraftStatement(
        key=key,
        source=value.text if bound is None else f"{bound} = {value.text}",
        name=bound,
        imports=value.imports,
        helpers=value.helpers,
        after=after,
    )


# -- sequences and types


def _sequence(sequence: Sequence, scope: StatementScope) -> DraftStatement:
    key = Key(f"sequence {table_path(sequence.schema, sequence.name)}")
    named = sequence_options(sequence.options)
    data_type = _SEQUENCE_TYPES.get(sequence.options.data_type or "")
    if data_type is not None:
        named["data_type"] = name(SQLALCHEMY, data_type)
    schema = scope.schema(sequence.schema)
    if schema is not None:
        named["schema"] = literal(schema)
    named["metadata"] = scope.metadata
    value = call(name(SQLALCHEMY, "Sequence"), [literal(sequence.name)], named)
    return _statement(key, value, bound=scope.enums.names.get(key))


def _enum_objects(scope: StatementScope) -> Iterator[DraftStatement]:
    """Enum types that no column brings into being, or not soon enough for the types that are made of them."""
    columns = (column for table in scope.catalog.tables for column in table.columns)
    users = {type_key(*c.type.user_type) for c in columns if c.type.user_type is not None}
    dependants: list[Domain | OtherType] = [*scope.catalog.domains, *scope.catalog.other_types]
    for enum in scope.catalog.enums:
        early = any(_uses(dependant, enum) for dependant in dependants)
        if enum.key not in users or early:
            class_name = scope.enums.names.get(enum.key)
            python_class = None if class_name is None else local(class_name)
            schema = scope.type_schema(enum)
            value = native_enum(enum, schema, python_class, scope.metadata)
            yield _statement(Key(f"create {enum.key}"), value)


def _types_in_order(catalog: Catalog) -> list[Domain | OtherType]:
    """The domains and other types, each after those it is made of."""
    everything: list[Domain | OtherType] = [*catalog.domains, *catalog.other_types]
    ordered: list[Domain | OtherType] = []

    def add(value: Domain | OtherType) -> None:
        if value in ordered:
            return
        for other in everything:
            if other is not value and _uses(value, other):
                add(other)
        ordered.append(value)

    for value in everything:
        add(value)
    return ordered


def _uses(dependant: Domain | OtherType, used: Domain | OtherType | EnumType) -> bool:
    if isinstance(dependant, Domain):
        return dependant.type.user_type == (used.schema, used.name)
    return (used.schema, used.name) in dependant.needs


def _type_statement(value: Domain | OtherType, scope: StatementScope) -> DraftStatement:
    if isinstance(value, Domain):
        made = domain_object(value, scope.types, scope.metadata)
        return _statement(value.key, made, bound=scope.enums.names.get(value.key))
    event = listen(scope.metadata, "before_create", unless_present(value.create))
    return _statement(value.key, event)


# -- the order of tables


def _table_order(scope: StatementScope) -> Iterator[DraftStatement]:
    """Which tables have to be there first, where SQLAlchemy knows of no foreign key: those that a constraint in raw
    words points to, and those whose rows are the values of a column."""
    places = {(t.schema, t.name): t for t in scope.catalog.tables if t.key in scope.tables}
    circles = table_circles(scope.catalog)
    for table in places.values():
        declared = declared_foreign_keys(table)
        names = {column.type.user_type for column in table.columns if column.type.user_type}
        names |= {
            (each.referred_schema, each.referred_table)
            for each in table.foreign_keys
            if each.resolved and each not in declared
        }
        used = {places[name] for name in names & places.keys()}
        apart = (each for each in used if circles.get(each.key, each) != circles.get(table.key))
        for other in sorted(apart, key=lambda each: each.path):
            key = Key(f"order {table.path} after {other.path}")
            first, second = (_table_in_metadata(each, scope) for each in (table, other))
            value = combine([first, second], lambda at: f"{at[0]}.add_is_dependent_on({at[1]})")
            yield _statement(key, value, after=(table.key, other.key))


def _table_in_metadata(table: Table, scope: StatementScope) -> Expression:
    names = (scope.schema(table.schema), table.name)
    path = literal(".".join(name for name in names if name is not None))
    return combine([scope.metadata, path], lambda texts: f"{texts[0]}.tables[{texts[1]}]")


# -- events


def _events(scope: StatementScope) -> Iterator[DraftStatement]:
    catalog = scope.catalog
    for domain in catalog.domains:
        for statement in domain_checks(domain, scope.types):
            yield _event(statement, scope.metadata, domain.key, moment="before_create")
        for statement in domain_alterations(domain, scope.types):
            yield _event(statement, scope.metadata, domain.key)
    for table in catalog.tables:
        if table.key in scope.tables:
            schema = scope.schema(table.schema)
            for statement in table_statements(table, schema, catalog.dialect):
                yield _event(statement, scope.tables[table.key], table.key, (table.key,))
    for statement in _module_events(scope):
        yield _event(statement, scope.metadata, None)


def _event(
    statement: Statement,
    target: Expression,
    owner: Key | None,
    after: tuple[Key, ...] = (),
    *,
    moment: str = "after_create",
) -> DraftStatement:
    place = "" if owner is None else f" {owner}"
    key = Key(f"ddl{place} {path_part(statement.about)}")
    return _statement(key, listen(target, moment, statement.sql), after=after)


def _module_events(scope: StatementScope) -> Iterator[Statement]:
    """What runs when everything else is there."""
    catalog = scope.catalog
    for table in catalog.tables:
        virtual = virtual_table_statement(table)
        if virtual is not None:
            yield virtual
    commented: Iterable[tuple[str, str | None, Sequence | EnumType]] = (
        *(("SEQUENCE", scope.schema(each.schema), each) for each in catalog.sequences),
        *(("TYPE", scope.type_schema(each), each) for each in catalog.enums),
    )
    for kind, schema, value in commented:
        if value.comment is not None:
            path = quoted_path(schema, value.name, catalog.dialect)
            sql = comment_on(kind, path, value.comment)
            yield Statement(sql=sql, about=f"comment on {kind.lower()} {path}")
    yield from _late_comments(scope)
    for statement in catalog.after_create:
        yield _repeatable(statement, catalog.dialect)


def _late_comments(scope: StatementScope) -> Iterator[Statement]:
    """The comments on foreign keys that are added when all tables are there, or stand in raw words."""
    circles = table_circles(scope.catalog)
    for table in scope.catalog.tables:
        for each in table.foreign_keys if table.key in scope.tables else ():
            raw = each not in declared_foreign_keys(table)
            late = each.resolved and (raw or added_later(each, table, circles))
            if late and each.comment is not None and each.name is not None:
                path = quoted_path(scope.schema(table.schema), table.name, scope.catalog.dialect)
                constraint = quoted_path(None, each.name, scope.catalog.dialect)
                yield Statement(
                    sql=comment_on("CONSTRAINT", f"{constraint} ON {path}", each.comment),
                    about=f"comment on foreign key {each.name} of {table.path}",
                )


def _repeatable(statement: Statement, dialect: str) -> Statement:
    """The statement so that it may run each time that `create_all` does."""
    if dialect != "postgresql" or statement.sql.startswith("COMMENT "):
        return statement
    return Statement(sql=unless_present(statement.sql), about=statement.about)
