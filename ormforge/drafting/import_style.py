"""SQLAlchemy's names with their module: `sa.String(100)`, `postgresql.JSONB`, as alembic writes them.

What belongs to `sqlalchemy.orm` is still imported by name: it is what classes are made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ormforge.draft.model import (
    Draft,
    DraftAttribute,
    DraftColumn,
    DraftHelper,
    DraftModel,
    DraftRelationship,
    DraftStatement,
    DraftTable,
    Import,
    Imports,
)
from ormforge.drafting.shadowing import respell_source

_DIALECTS = "sqlalchemy.dialects"


def with_module_imports(draft: Draft) -> Draft:
    """The draft in which every name of SQLAlchemy's core stands behind its module's.

    A class that has an attribute of a module's name keeps importing what it needs of that module by name.
    """
    return replace(
        draft,
        helpers=tuple(map(_helper, draft.helpers)),
        statements=tuple(map(_statement, draft.statements)),
        items=tuple(_model(i) if isinstance(i, DraftModel) else _table(i) for i in draft.items),
    )


def _module_of(wanted: Import) -> Import | None:
    """The import of the module that brings a name; None where the name is imported by itself."""
    if wanted.name is None or wanted.typing_only:
        return None
    if wanted.module == "sqlalchemy":
        return Import("sqlalchemy", None, "sa")
    package, _, dialect = wanted.module.rpartition(".")
    return Import(_DIALECTS, dialect) if package == _DIALECTS else None


def _spellings(imports: Imports, hidden: Iterable[str]) -> tuple[Mapping[str, str], Imports]:
    """The new spelling of each imported name that gets one, and what is then to be imported."""
    taken, spellings, needed = frozenset(hidden), {}, set()
    for wanted in imports:
        module = _module_of(wanted)
        if module is None or module.bound in taken:
            needed.add(wanted)
        else:
            spellings[wanted.bound] = f"{module.bound}.{wanted.name}"
            needed.add(module)
    return spellings, frozenset(needed)


def _helper(helper: DraftHelper) -> DraftHelper:
    spellings, imports = _spellings(helper.imports, ())
    return replace(helper, source=respell_source(helper.source, spellings), imports=imports)


def _statement(statement: DraftStatement) -> DraftStatement:
    spellings, imports = _spellings(statement.imports, ())
    return replace(statement, source=respell_source(statement.source, spellings), imports=imports)


def _table(table: DraftTable) -> DraftTable:
    spellings, imports = _spellings(table.imports, ())
    return replace(
        table,
        constructor=respell_source(table.constructor, spellings),
        elements=tuple(respell_source(element, spellings) for element in table.elements),
        imports=imports,
    )


def _model(model: DraftModel) -> DraftModel:
    hidden = frozenset(member.name for member in model.members)
    return replace(
        model,
        attributes=tuple(_attribute(attribute, hidden) for attribute in model.attributes),
        columns=tuple(_column(column, hidden) for column in model.columns),
        relationships=tuple(_relationship(r, hidden) for r in model.relationships),
    )


def _attribute(attribute: DraftAttribute, hidden: frozenset[str]) -> DraftAttribute:
    spellings, imports = _spellings(attribute.imports, hidden)
    return replace(attribute, value=respell_source(attribute.value, spellings), imports=imports)


def _column(column: DraftColumn, hidden: frozenset[str]) -> DraftColumn:
    spellings, imports = _spellings(column.imports, hidden)
    return replace(
        column,
        annotation=respell_source(column.annotation, spellings),
        value=None if column.value is None else respell_source(column.value, spellings),
        imports=imports,
    )


def _relationship(relationship: DraftRelationship, hidden: frozenset[str]) -> DraftRelationship:
    spellings, imports = _spellings(relationship.imports, hidden)
    return replace(
        relationship,
        annotation=respell_source(relationship.annotation, spellings),
        value=respell_source(relationship.value, spellings),
        imports=imports,
    )
