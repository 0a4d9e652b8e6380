"""The draft of a catalog: every stage in its order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ormforge.catalog.keys import Key, helper_key
from ormforge.catalog.model import Catalog, Table
from ormforge.draft.model import (
    Draft,
    DraftEnum,
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
from ormforge.drafting.column_order import with_sort_order
from ormforge.drafting.declared_keys import with_declared_keys
from ormforge.drafting.enum_choices import EnumChoices, enum_choices
from ormforge.drafting.enums import EnumSource, draft_enums, with_labels
from ormforge.drafting.expressions import Expression, local
from ormforge.drafting.generator import ModelGenerator, Names
from ormforge.drafting.graph import Graph, build_graph
from ormforge.drafting.helpers import draft_helpers, helper_names
from ormforge.drafting.import_style import with_module_imports
from ormforge.drafting.imported import import_of
from ormforge.drafting.loading import loading_of
from ormforge.drafting.mapper_arguments import MapperArguments, enum_members
from ormforge.drafting.mixins import with_bases
from ormforge.drafting.nameless import without_nameless
from ormforge.drafting.namer import Namer
from ormforge.drafting.options import DraftOptions
from ormforge.drafting.overlaps import find_overlaps
from ormforge.drafting.relationships import RelationshipWriter, columns_by_name, linked_columns
from ormforge.drafting.shadowing import respell_model
from ormforge.drafting.shortcuts import shortcut_sides
from ormforge.drafting.sides import Side
from ormforge.drafting.statements import (
    ModuleStatements,
    StatementScope,
    module_statements,
    unresolved_foreign_keys,
)
from ormforge.drafting.styles import ClassScope, wording_of
from ormforge.drafting.types import EnumNames
from ormforge.naming import singular

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
    base_key = helper_key(replace(options, base_name=None).base)
    if options.base_name is None:
        # What is printed is known for what it is, whatever a person calls it.
        printed = options.style == "tables" and options.base_import is None
        name = pins.names.get(base_key)
        options = replace(options, base_name=name, prints_metadata=printed)
    catalog, omissions = without_nameless(_in_order(catalog))
    catalog = with_declared_keys(catalog, options)
    graph = build_graph(catalog, options)
    namer = Namer(graph, options, pins, catalog.default_schema)
    generator = ModelGenerator(catalog, graph, namer)
    models = generator.generate_models()
    choices = enum_choices(catalog, options)
    types = name_types(catalog, namer, options, choices, frozenset(model.name for model in models))
    names = generator.name_members(models, frozenset(types.values()))
    shortcuts = shortcut_sides(catalog, graph, options)
    names = generator.name_shortcuts(names, shortcuts, frozenset(types.values()))
    enums = draft_enums(choices.classes, types)
    assembler = draft_assembler(catalog, graph, options, names, types, choices.strings, enums)
    sides = (*generator.sides.values(), *shortcuts)
    items = tuple(draft_items(graph, assembler, sides, pins.edited))
    if pins.gone:
        gone = [enum for enum in enums if pins.gone.issuperset(enum.keys)]
        items = tuple(with_labels(i, gone) if isinstance(i, DraftModel) else i for i in items)
    written = draft_statements(catalog, EnumNames(names=types), options, items)
    draft = Draft(
        catalog=catalog,
        base_name=options.base,
        base_key=base_key,
        base_import=base_import(options),
        base_elsewhere=options.base_import is not None and not options.brings_base,
        base_parents=base_parents(options),
        enums=enums,
        helpers=tuple(used_helpers(items, written.statements)),
        statements=written.statements,
        items=items,
        omissions=(*omissions, *written.omissions, *unresolved_foreign_keys(catalog)),
        style=options.style,
        named_by=dict(namer.named_by),
        asked_by={side.key: side.asked.rule for side in sides if side.asked is not None},
    )
    return with_module_imports(draft) if options.imports == "module" else draft


def draft_assembler(
    catalog: Catalog,
    graph: Graph,
    options: DraftOptions,
    names: Names,
    types: Mapping[Key, str],
    strings: frozenset[Key],
    enums: Iterable[DraftEnum],
) -> Assembler:
    """What puts the classes and tables together: under these names, with types as the style and the rules have them."""
    plain = build_blueprint(
        catalog,
        EnumNames(names=types),
        strings=strings,
        comments=options.comments,
        always_named=options.constraint_names == "always",
    )
    wording = wording_of(options.style)
    blueprint = wording.blueprint(with_chosen_types(plain, catalog, options))
    mapper = MapperArguments(
        blueprint=blueprint,
        names=names,
        hierarchy=graph.hierarchy,
        members=enum_members(enums),
    )
    return Assembler(
        blueprint=blueprint, names=names, options=options, mapper=mapper, wording=wording
    )


def name_types(
    catalog: Catalog,
    namer: Namer,
    options: DraftOptions,
    choices: EnumChoices,
    taken: frozenset[str],
) -> Mapping[Key, str]:
    """The Python names of the catalog's enums (none where the options want plain strings) and domains."""
    schemas = {enum.key: enum.schema for enum in catalog.enums}
    enums = [
        (source.key, schemas.get(source.key), enum_words(source, options))
        for source in choices.classes
    ]
    domains = [(domain.key, domain.schema, domain.name) for domain in catalog.domains]
    return namer.type_names([*enums, *domains], taken | helper_names(), choices.names)


def enum_words(source: EnumSource, options: DraftOptions) -> str:
    """What an enum is named after: its type, or the class it belongs to and its column."""
    if source.owner is None:
        return source.words
    owner = options.words(source.owner)
    owner = singular(owner, options.irregular) if options.singularize else owner
    return f"{owner}_{source.words}"


def draft_items(
    graph: Graph, assembler: Assembler, sides: Iterable[Side], edited: frozenset[Key]
) -> Iterator[DraftModel | DraftTable]:
    """Classes and tables by schema and name; link tables before them, since classes refer to them as they are made, and
    subclasses after them."""
    of_table: dict[Key, list[Side]] = {}
    for side in sorted(sides, key=_side_order):
        of_table.setdefault(side.owner.key, []).append(side)
    everything = [side for own in of_table.values() for side in own]
    overlaps = find_overlaps(everything)
    names, wording = assembler.names, assembler.wording
    default_schema = assembler.blueprint.default_schema
    loading = loading_of(everything, names, assembler.options, default_schema)
    writer = RelationshipWriter(
        names=names,
        overlaps=overlaps,
        loading=loading,
        wording=wording,
        metadata=assembler.options.metadata,
        default_schema=default_schema,
    )
    scopes: dict[Key, ClassScope] = {}
    items: list[DraftModel | DraftTable] = []
    for table in sorted(graph.tables.values(), key=lambda t: _item_order(t, graph)):
        if table.key in graph.mapped:
            own = of_table.get(table.key, [])
            scopes[table.key] = class_scope(table, own, assembler, graph)
            relationships = [writer.draft(side, scopes[table.key]) for side in own]
            items.append(assembler.model(table, relationships, scopes[table.key]))
        else:
            items.append(assembler.table(table))
    bound = {
        key: scope.bound | _edited_in(graph.tables[key], edited) for key, scope in scopes.items()
    }
    for item in with_bases(items, bound, graph.hierarchy, assembler.options, default_schema):
        yield _finished(item, assembler.options) if isinstance(item, DraftModel) else item


def _finished(model: DraftModel, options: DraftOptions) -> DraftModel:
    placed = model if options.style == "sqlmodel" else with_sort_order(model)
    return respell_model(placed)


def _edited_in(table: Table, edited: frozenset[Key]) -> frozenset[str]:
    return frozenset(c.name for c in table.columns if table.column_key(c.name) in edited)


def class_scope(
    table: Table, sides: Sequence[Side], assembler: Assembler, graph: Graph
) -> ClassScope:
    """What the wording of a class's members depends on."""
    told_by = graph.hierarchy.discriminator(table.key)
    own = (column.name for column in table.columns if table.column_key(column.name) == told_by)
    return ClassScope(
        attributes=assembler.names.attributes[table.key],
        bound=frozenset() if assembler.wording.in_words else columns_by_name(sides),
        linked=linked_columns(sides),
        discriminator=next(own, None),
    )


def base_parents(options: DraftOptions) -> tuple[Import, ...]:
    """What the printed base is made of: the classes it inherits from, or MetaData itself."""
    if options.style == "tables":
        return (Import("sqlalchemy", "MetaData"),)
    dataclass = (Import("sqlalchemy.orm", "MappedAsDataclass"),)
    asynchronous = (Import("sqlalchemy.ext.asyncio", "AsyncAttrs"),)
    return (
        *(asynchronous if options.async_attrs else ()),
        *(dataclass if options.style == "dataclass" else ()),
        Import("sqlalchemy.orm", "DeclarativeBase"),
    )


def _in_order(catalog: Catalog) -> Catalog:
    tables = sorted(catalog.tables, key=lambda table: (table.schema or "", table.name))
    return replace(catalog, tables=tuple(tables))


def base_import(options: DraftOptions) -> Import | None:
    """The import of the declarative base, where it is the project's own or SQLModel's."""
    if options.base_import is None:
        return Import("sqlmodel", "SQLModel") if options.style == "sqlmodel" else None
    return import_of(options.base_import) if options.brings_base else None


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
        metadata=local(options.metadata),
        tables=table_expressions(items, catalog, options),
    )
    return module_statements(scope, ddl_events=options.ddl_events)


def table_expressions(
    items: Iterable[DraftModel | DraftTable], catalog: Catalog, options: DraftOptions
) -> Mapping[Key, Expression]:
    """How the module refers to each table that `create_all` builds."""
    wording = wording_of(options.style)

    def expression(item: DraftModel | DraftTable) -> Expression:
        if isinstance(item, DraftTable):
            return local(item.name)
        own = item.table.schema == catalog.default_schema
        schema = None if own else item.table.schema
        return local(wording.table_of(item.name, item.table, options.metadata, schema))

    return {item.key: expression(item) for item in items if not is_unmanaged(item.table)}


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
            needed = needed.union(*(side.helpers for side in item.relationships))
    if UNMANAGED in needed:
        yield _UNMANAGED_HELPER
    yield from draft_helpers(needed - {UNMANAGED})


def _item_order(table: Table, graph: Graph) -> tuple[object, ...]:
    depth = graph.hierarchy.depth(table.key)
    return (table.key not in graph.links, depth, table.schema or "", table.name)


def _side_order(side: Side) -> tuple[object, ...]:
    """Foreign keys in the order of their columns, then lists, single rows and links from elsewhere."""
    place = {column.name: number for number, column in enumerate(side.source.columns)}
    columns = [place[name] for name in side.foreign_key.columns]
    if side.owns_foreign_key:
        return (0, columns, side.key)
    table = side.link or side.target
    return (_GROUPS[side.direction], table.schema or "", table.name, columns, side.key)
