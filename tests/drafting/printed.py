"""A module printed from a catalog with nothing but the expressions under test, and what it rebuilds."""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator
from itertools import count

import sqlalchemy as sa
from sqlalchemy.orm import configure_mappers

from ormforge.catalog.compare import compare_catalogs
from ormforge.catalog.keys import Key
from ormforge.catalog.model import Catalog, Table
from ormforge.database import reflect
from ormforge.database.request import Request
from ormforge.draft.model import Import
from ormforge.drafting.blueprint import build_blueprint
from ormforge.drafting.columns import column_arguments
from ormforge.drafting.constraints import has_mapper_key
from ormforge.drafting.enums import draft_enums, enum_sources
from ormforge.drafting.expressions import Expression, literal
from ormforge.drafting.helpers import draft_helpers
from ormforge.drafting.statements import StatementScope, module_statements
from ormforge.drafting.table_arguments import table_arguments
from ormforge.drafting.types import EnumNames

_numbers = count(1)


class Printed:
    """The source of a module for the catalog; attributes get other names than columns have."""

    def __init__(self, catalog: Catalog, *, classes: bool = True) -> None:
        self.catalog = catalog
        self.imports: set[Import] = {Import("sqlalchemy.orm", "DeclarativeBase")}
        self.helpers: set[str] = set()
        names = self._names(catalog)
        self.blueprint = build_blueprint(catalog, EnumNames(names=names))
        tables = [table for table in catalog.tables if table.kind == "table"]
        self.variables = {table.key: f"T{number}" for number, table in enumerate(tables)}
        is_class = {t.key: classes and t.primary_key is not None for t in tables}
        bodies = [self._class(t) if is_class[t.key] else self._table(t) for t in tables]
        targets = {
            key: Expression(text=f"{name}.__table__" if is_class[key] else name)
            for key, name in self.variables.items()
        }
        scope = StatementScope(
            catalog=catalog,
            enums=EnumNames(names=names),
            metadata=Expression(text="Base.metadata"),
            tables=targets,
        )
        before, after = self._statements(scope)
        self.source = "\n".join(
            [
                *self._enums(catalog, names),
                "class Base(DeclarativeBase): pass",
                *(helper.source for helper in self._helpers()),
                *before,
                *bodies,
                *after,
            ]
        )
        self.source = "\n".join([*self._import_lines(), self.source])

    @staticmethod
    def _names(catalog: Catalog) -> dict[Key, str]:
        keys = [source.key for source in enum_sources(catalog)]
        keys += [domain.key for domain in catalog.domains]
        return {key: f"N{number}" for number, key in enumerate(keys)}

    def _text(self, expression: Expression) -> str:
        self.imports |= expression.imports
        self.helpers |= expression.helpers
        return expression.text

    def _enums(self, catalog: Catalog, names: dict[Key, str]) -> Iterator[str]:
        for drafted in draft_enums(enum_sources(catalog), names):
            self.imports.add(Import("enum"))
            yield f"class {drafted.name}(enum.Enum):"
            yield from (f"    {name} = {literal(value).text}" for name, value in drafted.members)

    def _class(self, table: Table) -> str:
        lines = [f"class {self.variables[table.key]}(Base):"]
        lines.append(f"    __tablename__ = {literal(table.name).text}")
        arguments = table_arguments(table, self.blueprint).declarative()
        if arguments is not None:
            lines.append(f"    __table_args__ = {self._text(arguments)}")
        for number, column in enumerate(table.columns):
            made = column_arguments(column, table, self.blueprint, python_name=f"c{number}")
            value = "" if made.value is None else f" = {self._text(made.value)}"
            lines.append(f"    c{number}: {self._text(made.annotation)}{value}")
        if has_mapper_key(table) and table.primary_key is not None:
            names = [column.name for column in table.columns]
            key = ", ".join(f"c{names.index(name)}" for name in table.primary_key.columns)
            lines.append(f'    __mapper_args__ = {{"primary_key": [{key}]}}')
        return "\n".join(lines)

    def _table(self, table: Table) -> str:
        self.imports.add(Import("sqlalchemy", "Table"))
        arguments = table_arguments(table, self.blueprint)
        made = [column_arguments(column, table, self.blueprint) for column in table.columns]
        elements = [*(m.element for m in made), *arguments.elements, *arguments.keywords()]
        parts = ", ".join(
            [literal(table.name).text, "Base.metadata", *(self._text(e) for e in elements)]
        )
        return f"{self.variables[table.key]} = Table({parts})"

    def _statements(self, scope: StatementScope) -> tuple[list[str], list[str]]:
        before, after = [], []
        for statement in module_statements(scope).statements:
            self.imports |= statement.imports
            self.helpers |= statement.helpers
            (after if statement.after else before).append(statement.source)
        return before, after

    def _helpers(self) -> Iterator:
        for helper in draft_helpers(self.helpers):
            self.imports |= helper.imports
            yield helper

    def _import_lines(self) -> Iterator[str]:
        bound: dict[str, Import] = {}
        for wanted in sorted(self.imports, key=lambda each: (each.module, each.name or "")):
            assert bound.setdefault(wanted.bound, wanted) == wanted, "two imports of one name"
            if wanted.name is None:
                yield f"import {wanted.module}"
            else:
                yield f"from {wanted.module} import {wanted.name}"


def read(url: str, schemas: tuple[str, ...] | None = None) -> Catalog:
    return reflect(Request(url=url, schemas=schemas))


def run(source: str) -> types.ModuleType:
    """The module of this source, its mappers configured."""
    module = types.ModuleType(f"printed_{next(_numbers)}")
    sys.modules[module.__name__] = module
    exec(compile(source, module.__name__, "exec"), vars(module))
    configure_mappers()
    return module


def execute(url: str, *statements: str) -> None:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(
                statement.replace("%", "%%") if "postgres" in url or "mysql" in url else statement
            )
    engine.dispose()


def rebuilt(source: str, url: str, schemas: tuple[str, ...] = ()) -> types.ModuleType:
    """The module, after it has created everything in the database; twice, for that must change nothing."""
    module = run(source)
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        for schema in schemas:
            connection.execute(sa.schema.CreateSchema(schema, if_not_exists=True))
    module.Base.metadata.create_all(engine)
    module.Base.metadata.create_all(engine)
    engine.dispose()
    return module


def differences(before: Catalog, after: Catalog) -> list[str]:
    return [str(difference) for difference in compare_catalogs(before, after)]
