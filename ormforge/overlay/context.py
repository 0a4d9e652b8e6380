"""What a template is given.

`CONTEXT_VERSION` rises when something a template may rely on changes its name or its meaning; additions do not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ormforge.catalog.keys import Key
from ormforge.draft.model import (
    Draft,
    DraftEnum,
    DraftHelper,
    DraftModel,
    DraftStatement,
    DraftTable,
    Import,
    Style,
)
from ormforge.overlay.imports import Section, import_sections
from ormforge.schemas.model import ApiDraft, ApiHelper, ApiSchema

CONTEXT_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One class, table or statement of a module, in the order they must stand."""

    kind: Literal["model", "table", "statement"]
    value: DraftModel | DraftTable | DraftStatement


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelsModule:
    """A module of models.

    `imports` and `typing_imports` (those below TYPE_CHECKING) are sections of statements. `base` is the name of the
    declarative base to print, None where it is imported; `base_parents` are what it inherits from. `statements` stand before every item.
    """

    imports: tuple[Section, ...]
    typing_imports: tuple[Section, ...]
    header: bool
    base: str | None
    base_parents: tuple[str, ...]
    style: Style
    enums: tuple[DraftEnum, ...]
    helpers: tuple[DraftHelper, ...]
    statements: tuple[DraftStatement, ...]
    items: tuple[Item, ...]


def models_module(draft: Draft, *, header: bool, own: frozenset[str]) -> ModelsModule:
    """The context of a module that holds the whole draft; `own` are the project's own packages."""
    runtime, typing_only = split_imports(_draft_imports(draft))
    return ModelsModule(
        imports=import_sections(runtime, own),
        typing_imports=import_sections(typing_only, own),
        header=header,
        base=draft.base_name if draft.prints_base else None,
        style=draft.style,
        base_parents=tuple(parent.bound for parent in draft.base_parents),
        enums=draft.enums,
        helpers=draft.helpers,
        statements=tuple(s for s in draft.statements if not s.after),
        items=_items(draft),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageModule:
    """The `__init__` of a package: what it hands on, each with the module it stands in and its own name as alias."""

    exports: tuple[Import, ...]
    header: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemasModule:
    """A module of API schemas.

    `base` is the name of the common base class, None where another module has it; `settings` are the arguments of its ConfigDict. `helpers` stand before
    it; one-line ones that follow each other are a group. `loaders` are functions that stand behind every schema.
    """

    imports: tuple[Section, ...]
    typing_imports: tuple[Section, ...]
    header: bool
    base: str | None
    settings: tuple[str, ...]
    helpers: tuple[tuple[ApiHelper, ...], ...]
    schemas: tuple[ApiSchema, ...]
    loaders: tuple[ApiHelper, ...] = ()


def schemas_module(api: ApiDraft, *, header: bool, own: frozenset[str]) -> SchemasModule:
    """The context of a module that holds all schemas; `own` are the project's own packages."""
    runtime, typing_only = split_imports(_api_imports(api))
    return SchemasModule(
        imports=import_sections(runtime, own),
        typing_imports=import_sections(typing_only, own),
        header=header,
        base=None if api.base_elsewhere else api.base_name,
        settings=tuple(f"{name}={value}" for name, value in api.settings),
        helpers=_grouped(api.helpers),
        schemas=api.schemas,
        loaders=api.loaders,
    )


def split_imports(imports: Iterable[Import]) -> tuple[frozenset[Import], frozenset[Import]]:
    """The imports that run, and those for type checkers only, without what runs anyway."""
    wanted = frozenset(imports)
    runtime = frozenset(i for i in wanted if not i.typing_only)
    running = {(i.module, i.name, i.alias) for i in runtime}
    typing_only = frozenset(
        i for i in wanted if i.typing_only and (i.module, i.name, i.alias) not in running
    )
    if typing_only:
        runtime |= {Import("typing", "TYPE_CHECKING")}
    return runtime, typing_only


def _draft_imports(draft: Draft) -> Iterator[Import]:
    if draft.prints_base:
        yield from draft.base_parents
    elif draft.base_import is not None and not draft.base_elsewhere:
        yield draft.base_import
    if draft.enums:
        yield Import("enum")
    for helper in draft.helpers:
        yield from helper.imports
    for statement in draft.statements:
        yield from statement.imports
    for item in draft.items:
        yield from item.imports
        if isinstance(item, DraftModel):
            yield from (wanted for member in item.members for wanted in member.imports)


def _api_imports(api: ApiDraft) -> Iterator[Import]:
    if not api.base_elsewhere:
        yield Import("pydantic", "BaseModel")
        yield Import("pydantic", "ConfigDict")
        yield from api.setting_imports
    for helper in (*api.helpers, *api.loaders):
        yield from helper.imports
    for schema in api.schemas:
        yield from schema.imports
        yield from (wanted for field in schema.fields for wanted in field.imports)


def _grouped(helpers: tuple[ApiHelper, ...]) -> tuple[tuple[ApiHelper, ...], ...]:
    groups: list[tuple[ApiHelper, ...]] = []
    for helper in helpers:
        joins = groups and "\n" not in helper.source + groups[-1][-1].source
        if joins:
            groups[-1] += (helper,)
        else:
            groups.append((helper,))
    return tuple(groups)


def _items(draft: Draft) -> tuple[Item, ...]:
    """Classes and tables in the draft's order, each statement behind the last of the tables it must follow."""
    place = {item.key: number for number, item in enumerate(draft.items)}
    following: dict[int, list[DraftStatement]] = {}
    for statement in draft.statements:
        if statement.after:
            last = max(_place_of(key, place) for key in statement.after)
            following.setdefault(last, []).append(statement)
    return tuple(
        item
        for number, model in enumerate(draft.items)
        for item in (_item(model), *map(_statement, following.get(number, ())))
    )


def _place_of(key: Key, place: dict[Key, int]) -> int:
    return place.get(key, len(place) - 1)


def _item(value: DraftModel | DraftTable) -> Item:
    return Item(kind="model" if isinstance(value, DraftModel) else "table", value=value)


def _statement(value: DraftStatement) -> Item:
    return Item(kind="statement", value=value)
