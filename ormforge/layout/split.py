"""One draft divided into the modules of a package.

What everything stands on (the base, enums, helpers, sequences and domains) has modules of its own, which import none of the
others. A class imports at run time only that, the tables and the classes its right-hand sides name; the classes its quoted
annotations name are imported for type checkers alone, so that no two modules need each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from ormforge.catalog.keys import Key
from ormforge.draft.homes import PackageLayout, homes_of
from ormforge.draft.model import (
    Draft,
    DraftHelper,
    DraftModel,
    DraftStatement,
    DraftTable,
    Import,
)
from ormforge.layout.references import uses_of

Part = TypeVar("Part", bound=DraftModel | DraftTable | DraftStatement | DraftHelper)

BASE_MODULE = "base"
ENUM_MODULE = "enums"
LINK_MODULE = "links"
_TAKEN = (BASE_MODULE, ENUM_MODULE, LINK_MODULE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """The models as modules: the draft of each by its name, in the order they must be imported in.

    `exports` are what the package itself hands on, so that `from package import Book` works in every layout.
    """

    modules: Mapping[str, Draft]
    exports: tuple[Import, ...]


def split_draft(draft: Draft, layout: PackageLayout) -> Package:
    """The draft divided into modules: one for each table or schema, and those that all of them stand on."""
    homes = _homes(draft, layout)
    bound = _bound_names(draft, homes)
    modules: dict[str, Draft] = {}
    base = _base_module(draft, bound)
    if base is not None:
        modules[BASE_MODULE] = base
    if draft.enums:
        modules[ENUM_MODULE] = replace(
            draft, items=(), helpers=(), statements=(), base_elsewhere=True
        )
    for name in dict.fromkeys(homes[item.key] for item in draft.items):
        modules[name] = _item_module(draft, name, homes, bound)
    exports = sorted((module, name) for name, module in bound.items())
    return Package(
        modules=modules,
        exports=tuple(Import(f".{module}", name, alias=name) for module, name in exports),
    )


def _homes(draft: Draft, layout: PackageLayout) -> dict[Key, str]:
    """The module of each class and table."""
    tables = (item.table for item in draft.items)
    homes = homes_of(tables, layout, draft.catalog.default_schema, _TAKEN)
    if layout == "per-table":
        return homes
    return {**homes, **dict.fromkeys(_links(draft, homes), LINK_MODULE)}


def _links(draft: Draft, homes: Mapping[Key, str]) -> Iterator[Key]:
    """The tables that classes of other schemas name when they are defined, and that need no class themselves.

    Two schemas whose classes name each other's link tables could not import each other.
    """
    keys = {item.name: item.key for item in draft.items}
    needs = {
        item.key: {keys[name] for name in uses_of(item).running & keys.keys()} - {item.key}
        for item in draft.items
    }
    for user, needed in needs.items():
        yield from (key for key in needed if homes[key] != homes[user] and not needs[key])


def _bound_names(draft: Draft, homes: Mapping[Key, str]) -> dict[str, str]:
    """The module of every name that the models bind, but for an imported base."""
    bound = {item.name: homes[item.key] for item in draft.items}
    bound.update((enum.name, ENUM_MODULE) for enum in draft.enums)
    bound.update((helper.name, BASE_MODULE) for helper in draft.helpers)
    for statement in draft.statements:
        if statement.name is not None:
            bound[statement.name] = _statement_home(statement, draft, homes)
    if draft.base_import is None:
        bound[draft.base_name] = BASE_MODULE
    return bound


def _statement_home(statement: DraftStatement, draft: Draft, homes: Mapping[Key, str]) -> str:
    """The module of the last of the tables that a statement follows; without any, that of the base."""
    following = [item.key for item in draft.items if item.key in statement.after]
    if not statement.after:
        return BASE_MODULE
    return homes[following[-1] if following else draft.items[-1].key]


def _base_module(draft: Draft, bound: Mapping[str, str]) -> Draft | None:
    """The draft of what everything stands on; None where all of it is imported from elsewhere."""
    statements = tuple(statement for statement in draft.statements if not statement.after)
    if draft.base_import is not None and not draft.helpers and not statements:
        return None
    extend = _importer(bound, BASE_MODULE, draft)
    return replace(
        draft,
        base_elsewhere=draft.base_import is not None,
        enums=(),
        items=(),
        helpers=tuple(extend(helper) for helper in draft.helpers),
        statements=tuple(extend(statement) for statement in statements),
    )


def _item_module(
    draft: Draft, name: str, homes: Mapping[Key, str], bound: Mapping[str, str]
) -> Draft:
    """The draft of one table's module, or one schema's."""
    extend = _importer(bound, name, draft)
    here = {key for key, home in homes.items() if home == name}
    items = tuple(extend(item) for item in draft.items if item.key in here)
    statements = (
        replace(s, after=tuple(key for key in s.after if key in here) or (items[-1].key,))
        for s in draft.statements
        if s.after and _statement_home(s, draft, homes) == name
    )
    return replace(
        draft,
        enums=(),
        helpers=(),
        items=items,
        statements=tuple(extend(statement) for statement in statements),
        base_elsewhere=True,
    )


def _importer(bound: Mapping[str, str], module: str, draft: Draft) -> Callable[[Part], Part]:
    """What adds to a part of this module the imports of what it uses from the others."""

    def extend(part: Part) -> Part:
        uses = uses_of(part)
        siblings = frozenset(
            (*_siblings(uses.running, bound, module), *_quoted(uses.quoted, bound, module))
        )
        if draft.base_import is not None and draft.base_import.bound in uses.running:
            siblings |= {draft.base_import}
        return replace(part, imports=part.imports | siblings)

    return extend


def _siblings(names: Iterable[str], bound: Mapping[str, str], module: str) -> Iterator[Import]:
    for name in names:
        home = bound.get(name)
        if home is not None and home != module:
            yield Import(f".{home}", name)


def _quoted(names: Iterable[str], bound: Mapping[str, str], module: str) -> Iterator[Import]:
    return (replace(i, typing_only=True) for i in _siblings(names, bound, module))
