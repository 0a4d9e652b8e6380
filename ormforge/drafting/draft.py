"""The draft of a catalog: every stage in its order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ormforge.catalog.keys import Key, helper_key
from ormforge.catalog.model import Catalog, Table
from ormforge.draft.model import (
    Draft,
    DraftHelper,
    DraftModel,
    DraftStatement,
    DraftTable,
    Import,
    Pins,
)
from ormforge.drafting.assemble import UNMANAGED, Assembler, is_unmanaged
from ormforge.drafting.blueprint import build_blueprint
from ormforge.drafting.chosen_types import with_chosen_types
from ormforge.drafting.enums import EnumSource, draft_enums, enum_sources
from ormforge.drafting.expressions import Expression, local
from ormforge.drafting.generator import ModelGenerator
from ormforge.drafting.graph import Graph, build_graph
from ormforge.drafting.helpers import draft_helpers, helper_names
from ormforge.drafting.nameless import without_nameless
from ormforge.drafting.namer import Namer
from ormforge.drafting.options import DraftOptions
from ormforge.drafting.overlaps import find_overlaps
from ormforge.drafting.relationships import RelationshipWriter, columns_by_name
from ormforge.drafting.shadowing import respell_model
from ormforge.drafting.sides import Side
from ormforge.drafting.statements import (
    ModuleStatements,
    StatementScope,
    module_statements,
    unresolved_foreign_keys,
)
from ormforge.drafting.types import EnumNames
from ormforge.naming import singular, strip_prefix

_NO_PINS = Pins()
_UNMANAGED_HELPER = DraftHelper(
    key=helper_key(UNMANAGED),
    name=UNMANAGED,
    source=f"{UNMANAGED} = MetaData()",
    imports=frozenset({Import("sqlalchemy", "MetaData")}),
)
_GROUPS = {"many-to-one": 1, "one-to-many": 1, "one-to-one": 2, "many-to-many": 3}


def draft_models(catalog: Catalog, options: DraftOptions, pins: Pins = _NO_PINS) -> Draft:
    """The models of a catalog, under the names that are promised already and new ones where there are none.

    The same arguments give the same draft, in whatever order the catalog holds its tables. Raises DraftError.
    """
    catalog, omissions = without_nameless(catalog)
    graph = build_graph(catalog, options)
    namer = Namer(graph, options, pins, catalog.default_schema)
    generator = ModelGenerator(catalog, graph, namer)
    models = generator.generate_models()
    types = name_types(catalog, namer, options, frozenset(model.name for model in models))
    names = generator.name_members(models, frozenset(types.values()))
    enums = EnumNames(names=types)
    always_named = options.constraint_names == "always"
    plain = build_blueprint(catalog, enums, always_named=always_named)
    blueprint = with_chosen_types(plain, catalog, options)
    assembler = Assembler(blueprint=blueprint, names=names, options=options)
    items = tuple(draft_items(graph, assembler, generator.sides.values()))
    written = draft_statements(catalog, enums, options, items)
    return Draft(
        catalog=catalog,
        base_name=options.base,
        base_import=base_import(options),
        enums=draft_enums(enum_sources(catalog), types),
        helpers=tuple(used_helpers(items, written.statements)),
        statements=written.statements,
        items=items,
        omissions=(*omissions, *written.omissions, *unresolved_foreign_keys(catalog)),
    )


def name_types(
    catalog: Catalog, namer: Namer, options: DraftOptions, taken: frozenset[str]
) -> Mapping[Key, str]:
    """The Python names of the catalog's enums (none where the options want plain strings) and domains."""
    schemas = {enum.key: enum.schema for enum in catalog.enums}
    enums = [
        (source.key, schemas.get(source.key), enum_words(source, options))
        for source in enum_sources(catalog)
    ]
    domains = [(domain.key, domain.schema, domain.name) for domain in catalog.domains]
    return namer.type_names([*(enums if options.enums else ()), *domains], taken | helper_names())


def enum_words(source: EnumSource, options: DraftOptions) -> str:
    """What an enum is named after: its type, or the class it belongs to and its column."""
    if source.owner is None:
        return source.words
    owner = strip_prefix(source.owner, options.strip_prefixes)
    owner = singular(owner, options.irregular) if options.singularize else owner
    return f"{owner}_{source.words}"


def draft_items(
    graph: Graph, assembler: Assembler, sides: Iterable[Side]
) -> Iterator[DraftModel | DraftTable]:
    """Classes and tables by schema and name; link tables before them, since classes refer to them as they are made."""
    of_table: dict[Key, list[Side]] = {}
    for side in sorted(sides, key=_side_order):
        of_table.setdefault(side.owner.key, []).append(side)
    overlaps = find_overlaps(side for own in of_table.values() for side in own)
    writer = RelationshipWriter(names=assembler.names, overlaps=overlaps)
    for table in sorted(graph.tables.values(), key=lambda t: _item_order(t, graph)):
        if table.key in graph.classes:
            own = of_table.get(table.key, [])
            relationships = map(writer.draft, own)
            yield respell_model(assembler.model(table, relationships, columns_by_name(own)))
        else:
            yield assembler.table(table)


def base_import(options: DraftOptions) -> Import | None:
    """The import of the project's own declarative base, if it has one."""
    if options.base_import is None:
        return None
    module, _, name = options.base_import.rpartition(":")
    return Import(module, name)


def draft_statements(
    catalog: Catalog,
    enums: EnumNames,
    options: DraftOptions,
    items: Iterable[DraftModel | DraftTable],
) -> ModuleStatements:
    """The statements that are neither classes nor tables."""
    scope = StatementScope(
        catalog=catalog,
        enums=enums,
        metadata=local(f"{options.base}.metadata"),
        tables=table_expressions(items),
    )
    return module_statements(scope, ddl_events=options.ddl_events)


def table_expressions(items: Iterable[DraftModel | DraftTable]) -> Mapping[Key, Expression]:
    """How the module refers to each table that `create_all` builds."""
    return {
        item.key: local(f"{item.name}.__table__" if isinstance(item, DraftModel) else item.name)
        for item in items
        if not is_unmanaged(item.table)
    }


def used_helpers(
    items: Iterable[DraftModel | DraftTable], statements: Iterable[DraftStatement]
) -> Iterator[DraftHelper]:
    """The helpers that the items and statements need."""
    needed: set[str] = set().union(*(statement.helpers for statement in statements))
    for item in items:
        if isinstance(item, DraftTable):
            needed |= item.helpers
        else:
            needed = needed.union(*(attribute.helpers for attribute in item.attributes))
            needed = needed.union(*(column.helpers for column in item.columns))
    if UNMANAGED in needed:
        yield _UNMANAGED_HELPER
    yield from draft_helpers(needed - {UNMANAGED})


def _item_order(table: Table, graph: Graph) -> tuple[object, ...]:
    return (table.key not in graph.links, table.schema or "", table.name)


def _side_order(side: Side) -> tuple[object, ...]:
    """Foreign keys in the order of their columns, then lists, single rows and links from elsewhere."""
    place = {column.name: number for number, column in enumerate(side.source.columns)}
    columns = [place[name] for name in side.foreign_key.columns]
    if side.owns_foreign_key:
        return (0, columns, side.key)
    table = side.link or side.target
    return (_GROUPS[side.direction], table.schema or "", table.name, columns, side.key)
