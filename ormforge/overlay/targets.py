"""The project's own outputs: what their templates are given, and the text and the path that come of it."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from ormforge.catalog.model import Catalog, Table
from ormforge.draft.model import Draft, DraftEnum, DraftModel, DraftTable
from ormforge.overlay.environment import Overlay
from ormforge.overlay.failures import telling_where
from ormforge.overlay.render import python_text, render, shared_context
from ormforge.schemas import ApiSchema, Parameter


@dataclass(frozen=True, slots=True, kw_only=True)
class TableApi:
    """The API schemas of one table; None for a variant that there is none of.

    `nested` are its deeper Reads, by depth. `key` are the parameters that name a row, none where there is no class.
    """

    key: tuple[Parameter, ...] = ()
    base: ApiSchema | None = None
    create: ApiSchema | None = None
    update: ApiSchema | None = None
    read: ApiSchema | None = None
    nested: tuple[ApiSchema, ...] = ()

    def with_schema(self, schema: ApiSchema) -> TableApi:
        """The same, with one more schema."""
        if schema.depth:
            return replace(self, nested=(*self.nested, schema))
        others = {name: getattr(self, name) for name in ("base", "create", "update", "read")}
        return TableApi(**{**others, schema.variant: schema}, nested=self.nested)


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetTable:
    """A table with everything that is generated for it.

    `table` is the catalog's; `item` the class or the `Table` that the models have for it, `model` the same where it is
    a class.
    """

    table: Table
    item: DraftModel | DraftTable
    model: DraftModel | None
    api: TableApi


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetModule:
    """Where the other outputs are imported from: `app.models`, and `app.schemas` where there are API schemas."""

    models: str
    schemas: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetContext:
    """What a template of the project's own is given.

    `tables` are those that the file is about, in the order in which their classes stand. `schema` is the name of their
    schema in a file for one schema or one table; `table`, `item`, `model` and `api` are those of its table in a file for one.
    """

    catalog: Catalog
    draft: Draft
    target: TargetModule
    tables: tuple[TargetTable, ...]
    enums: tuple[DraftEnum, ...]
    schema: str | None = None
    table: Table | None = None
    item: DraftModel | DraftTable | None = None
    model: DraftModel | None = None
    api: TableApi | None = None


def render_target(overlay: Overlay, template: str, context: TargetContext, python: bool) -> str:
    """The text that the template makes. Raises TemplateError, OutputError where it is to be Python and is none."""
    values = _values(context)
    return (
        python_text(overlay, template, values)[0] if python else render(overlay, template, values)
    )


def render_path(overlay: Overlay, pattern: str, context: TargetContext, said: str) -> str:
    """The path that the pattern makes; errors call the pattern what is `said`. Raises TemplateError."""
    with telling_where(overlay, said):
        template = overlay.environment.from_string(pattern)
        return template.render(**shared_context(overlay), **_values(context))


def _values(context: TargetContext) -> dict[str, object]:
    return {field.name: getattr(context, field.name) for field in fields(context)}
