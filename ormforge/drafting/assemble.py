"""Classes and tables put together from their members."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ormforge.catalog.keys import attribute_key
from ormforge.catalog.model import Column, Table
from ormforge.draft.model import (
    DraftAttribute,
    DraftColumn,
    DraftModel,
    DraftRelationship,
    DraftTable,
    Import,
)
from ormforge.drafting.blueprint import Blueprint
from ormforge.drafting.columns import column_arguments
from ormforge.drafting.expressions import Expression, literal
from ormforge.drafting.generator import Names
from ormforge.drafting.mapper_arguments import MapperArguments
from ormforge.drafting.options import DraftOptions
from ormforge.drafting.styles import ClassScope, Declarative
from ormforge.drafting.table_arguments import table_arguments

UNMANAGED = "unmanaged_metadata"
VIRTUAL = "VirtualTable"
_TABLE = Import("sqlalchemy", "Table")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembler:
    """Puts the classes and tables of one catalog together."""

    blueprint: Blueprint
    names: Names
    options: DraftOptions
    mapper: MapperArguments
    wording: Declarative = field(default_factory=Declarative)

    def model(
        self, table: Table, relationships: Iterable[DraftRelationship], scope: ClassScope
    ) -> DraftModel:
        """A mapped class."""
        columns = tuple(self._column(column, table, scope) for column in table.columns)
        return DraftModel(
            key=table.key,
            name=self.names.items[table.key],
            table=table,
            bases=(self._parent(table) or self.options.base,),
            docstring=self._docstring(table),
            attributes=self.wording.attributes(table, self._attributes(table), columns),
            columns=self._ordered(columns),
            relationships=tuple(relationships),
            keywords=self.wording.keywords,
        )

    def table(self, table: Table) -> DraftTable:
        """A `Table`."""
        sources = [column_arguments(column, table, self.blueprint) for column in table.columns]
        arguments = table_arguments(table, self.blueprint)
        elements = (*(s.element for s in sources), *arguments.elements, *arguments.keywords())
        virtual = table.kind == "virtual table"
        apart = is_unmanaged(table) and not virtual
        return DraftTable(
            key=table.key,
            name=self.names.items[table.key],
            table=table,
            metadata=UNMANAGED if apart else self.options.metadata,
            elements=tuple(element.text for element in elements),
            imports=frozenset(() if virtual else {_TABLE}).union(
                *(element.imports for element in elements)
            ),
            helpers=frozenset({VIRTUAL} if virtual else {UNMANAGED} if apart else ()).union(
                *(element.helpers for element in elements)
            ),
            constructor=VIRTUAL if virtual else _TABLE.bound,
        )

    def _column(self, column: Column, table: Table, scope: ClassScope) -> DraftColumn:
        key = table.column_key(column.name)
        source = column_arguments(
            column, table, self.blueprint, python_name=self.names.members[key]
        )
        member = self.wording.column(column, source, scope)
        value = member.value or Expression(text="")
        return DraftColumn(
            key=key,
            name=self.names.members[key],
            annotation=member.annotation.text,
            value=value.text or None,
            imports=member.annotation.imports | value.imports,
            helpers=value.helpers,
            column=column,
            python_type=source.python,
            enum=source.enum,
            primary_key=table.primary_key is not None and column.name in table.primary_key.columns,
            foreign_key=any(column.name in key.columns for key in table.foreign_keys),
            required=source.required,
        )

    def _parent(self, table: Table) -> str | None:
        child = self.mapper.hierarchy.children.get(table.key)
        return None if child is None else self.names.items[child.parent.key]

    def _docstring(self, table: Table) -> str | None:
        wanted = self.options.comments in ("both", "docstring")
        return (table.comment or "").strip() or None if wanted else None

    def _attributes(self, table: Table) -> Iterator[DraftAttribute]:
        yield _attribute(table, "__tablename__", literal(table.name))
        if is_unmanaged(table):
            helper = Expression(text=UNMANAGED, helpers=frozenset({UNMANAGED}))
            yield _attribute(table, "metadata", helper)
        arguments = table_arguments(table, self.blueprint).declarative()
        if arguments is not None:
            yield _attribute(table, "__table_args__", arguments)
        mapper = self.mapper.of(table)
        if mapper is not None:
            yield _attribute(table, "__mapper_args__", mapper)

    def _ordered(self, columns: tuple[DraftColumn, ...]) -> tuple[DraftColumn, ...]:
        if self.options.column_order == "table":
            return columns
        return tuple(sorted(columns, key=lambda column: not column.required))


def is_unmanaged(table: Table) -> bool:
    """Whether CREATE TABLE cannot build it, so that it must stay out of the metadata of `create_all`."""
    return table.kind != "table"


def _attribute(table: Table, attribute: str, value: Expression) -> DraftAttribute:
    return DraftAttribute(
        key=attribute_key(table.schema, table.name, attribute),
        name=attribute,
        value=value.text,
        imports=value.imports,
        helpers=value.helpers,
    )
