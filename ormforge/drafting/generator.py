"""sqlacodegen_v2's declarative generator, repaired, and asked for one thing at a time.

It finds the models and the relationships between them in a MetaData made from the catalog, and gives everything its
name through the original's own extension points; each override says which defect of the original it repairs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Table, create_mock_engine
from sqlalchemy.engine.mock import MockConnection
from sqlalchemy.exc import NoSuchModuleError

from ormforge.catalog.keys import Key
from ormforge.catalog.model import Catalog
from ormforge.catalog.model import Table as CatalogTable
from ormforge.drafting.graph import Graph
from ormforge.drafting.metadata import build_metadata, catalog_foreign_key, catalog_table
from ormforge.drafting.namer import Namer, Rank
from ormforge.drafting.sides import Side, foreign_key_sides, link_sides
from ormforge.drafting.sqlacodegen import (
    ColumnAttribute,
    DeclarativeGenerator,
    Model,
    ModelClass,
    RelationshipAttribute,
    get_constraint_sort_key,
    qualified_table_name,
)
from ormforge.errors import DraftError


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The Python name of every class and table (`items`) and of every column and relationship (`members`), by key.

    `attributes` is all that a class binds, by the key of its table.
    """

    items: Mapping[Key, str]
    members: Mapping[Key, str]
    attributes: Mapping[Key, frozenset[str]]


class ModelGenerator(DeclarativeGenerator):
    """Finds and names the models of a catalog.

    `generate_models` gives the models with their names and relationships; `name_members` then names what is in them.
    `sides` tells what each relationship is.
    """

    def __init__(self, catalog: Catalog, graph: Graph, namer: Namer) -> None:
        metadata = build_metadata(catalog, graph)
        super().__init__(metadata, _bind(catalog.dialect), ("nojoined",))  # type: ignore[arg-type]
        self._graph = graph
        self._namer = namer
        self._side_of: dict[int, Side] = {}

    @property
    def sides(self) -> Mapping[Key, Side]:
        """Every relationship by its key."""
        return {side.key: side for side in self._side_of.values()}

    def generate_models(self) -> list[Model]:
        """Every model with its name and its relationships.

        Repairs DEFECTS 1 (a foreign key that is the primary key means one-to-one, not inheritance) and 13 (a link
        table's two foreign keys are its whole key; links belong to a table, not to every table of that name).
        """
        models = {qualified_table_name(t): self._model(t) for t in self.metadata.tables.values()}
        links = self._links_by_table(models.values())
        for model in models.values():
            if isinstance(model, ModelClass) and self._is_related(model):
                self.generate_relationships(model, models, links.get(id(model.table), []))
        taken: set[str] = set()
        for model in sorted(models.values(), key=self._item_rank):
            self.generate_model_name(model, taken)
            taken.add(model.name)
        return list(models.values())

    def generate_relationships(
        self,
        source: ModelClass,
        models_by_table_name: dict[str, Model],
        association_tables: list[Model],
    ) -> list[RelationshipAttribute]:
        """The relationships that follow the source's foreign keys and links; those back are added to their targets.

        Repairs DEFECTS 13 (cardinality): what a relationship is, is decided by the keys of the catalog.
        """
        start = len(source.relationships)
        super().generate_relationships(source, models_by_table_name, association_tables)
        forward: list[RelationshipAttribute] = []
        backward: set[int] = set()
        for relationship in source.relationships[start:]:
            if id(relationship) not in backward:
                forward.append(relationship)
                backward.add(id(relationship.backref))
        for relationship in forward:
            self._tell_sides(relationship)
        return forward

    def generate_model_name(self, model: Model, global_names: set[str]) -> None:
        """Names a class or a table variable.

        Repairs DEFECTS 9 (names that hide what the module imports) and `t_books`.
        """
        model.name = self._namer.item(catalog_table(model.table), global_names)

    def generate_column_attr_name(
        self, column_attr: ColumnAttribute, global_names: set[str], local_names: set[str]
    ) -> None:
        """Names the attribute of a column.

        Repairs DEFECTS 9: blank names, and names that Python or SQLAlchemy keeps for itself.
        """
        table = catalog_table(column_attr.model.table)
        column = str(column_attr.column.name)
        column_attr.name = self._namer.column(table, column, global_names, local_names)

    def generate_relationship_name(
        self, relationship: RelationshipAttribute, global_names: set[str], local_names: set[str]
    ) -> None:
        """Names a relationship.

        Repairs DEFECTS 14: `book_`, `author1`, and names that change when a second foreign key arrives.
        """
        side = self._side_of[id(relationship)]
        relationship.name = self._namer.relationship(side, global_names, local_names)

    def name_members(self, models: Iterable[Model], module_names: frozenset[str]) -> Names:
        """Names all columns, then all relationships; none is called like a class or one of the `module_names`."""
        hierarchy = self._graph.hierarchy
        mapped = [model for model in models if isinstance(model, ModelClass)]
        mapped.sort(key=lambda model: hierarchy.depth(catalog_table(model.table).key))
        module_names |= {model.name for model in mapped}
        members: dict[Key, str] = {}
        for model in mapped:
            members |= self._name_columns(model, set(module_names), members)
        family = {catalog_table(model.table).key: model for model in mapped}
        for model in mapped:
            key = catalog_table(model.table).key
            related = (*hierarchy.ancestors(key), *hierarchy.descendants(key))
            taken = frozenset().union(*(_attributes(family[k]) for k in related if k in family))
            members |= self._name_relationships(model, set(module_names), taken)
        return Names(
            items={catalog_table(model.table).key: model.name for model in models},
            members=members,
            attributes={catalog_table(model.table).key: _attributes(model) for model in mapped},
        )

    def name_shortcuts(
        self, names: Names, sides: Iterable[Side], module_names: frozenset[str]
    ) -> Names:
        """The names with those of lists that the project's rules ask for; they come last."""
        members, attributes = dict(names.members), dict(names.attributes)
        module_names |= frozenset(names.items.values())
        for side in sorted(sides, key=self._namer.side_rank):
            taken = attributes[side.owner.key]
            members[side.key] = self._namer.relationship(side, module_names, taken)
            attributes[side.owner.key] = taken | {members[side.key]}
        return Names(items=names.items, members=members, attributes=attributes)

    def _item_rank(self, model: Model) -> Rank:
        return self._namer.item_rank(catalog_table(model.table))

    def _model(self, table: Table) -> Model:
        key = catalog_table(table).key
        if key not in self._graph.mapped:
            return Model(table)
        model = ModelClass(table)
        model.columns.extend(ColumnAttribute(model, column) for column in table.columns)
        return model

    def _is_related(self, model: Model) -> bool:
        """Whether it has relationships; a link is only what they go over."""
        return catalog_table(model.table).key in self._graph.classes

    def _links_by_table(self, models: Iterable[Model]) -> dict[int, list[Model]]:
        """The link tables, by the identity of the table from which sqlacodegen_v2 expects to reach them."""
        found: dict[int, list[Model]] = {}
        for model in models:
            if catalog_table(model.table).key in self._graph.links:
                first = min(model.table.foreign_key_constraints, key=get_constraint_sort_key)
                found.setdefault(id(first.referred_table), []).append(model)
        return found

    def _tell_sides(self, relationship: RelationshipAttribute) -> None:
        backref, constraint = relationship.backref, relationship.constraint
        if backref is None or constraint is None:
            raise DraftError(
                f"sqlacodegen_v2 left a relationship of {relationship.source.table} without its other side"
            )
        source = catalog_table(relationship.source.table)
        target = catalog_table(relationship.target.table)
        foreign_key = catalog_foreign_key(constraint)
        if relationship.association_table is not None and backref.constraint is not None:
            link = catalog_table(relationship.association_table.table)
            near = catalog_foreign_key(backref.constraint)
            pair = link_sides(link, (source, near), (target, foreign_key))
        else:
            pair = foreign_key_sides(
                source,
                target,
                foreign_key,
                unique=self._graph.is_unique(source, foreign_key.columns),
                ambiguous=self._graph.between(source, target) > 1,
                hidden=self._graph.shares_its_columns(source, foreign_key),
                family=self._graph.hierarchy.family(source.key, target.key),
                asked=self._graph.asked(source, foreign_key),
            )
        self._side_of[id(relationship)], self._side_of[id(backref)] = pair

    def _name_columns(
        self, model: ModelClass, module_names: set[str], known: Mapping[Key, str]
    ) -> dict[Key, str]:
        """The attributes of a class's columns; one that joins a subclass to its parent is called as it is there."""
        table = catalog_table(model.table)
        hierarchy = self._graph.hierarchy
        inherited = self._inherited_names(table, known)
        taken = set(inherited)
        for attribute in sorted(
            model.columns, key=lambda c: self._namer.column_rank(table, c.column.name)
        ):
            if attribute.column.name in hierarchy.joined(table):
                parent = hierarchy.children[table.key].parent
                attribute.name = known[parent.column_key(attribute.column.name)]
            else:
                self.generate_column_attr_name(attribute, module_names, taken)
            taken.add(attribute.name)
        return {table.column_key(c.column.name): c.name for c in model.columns}

    def _inherited_names(self, table: CatalogTable, known: Mapping[Key, str]) -> frozenset[str]:
        ancestors = self._graph.hierarchy.ancestors(table.key)
        return frozenset(
            known[self._graph.tables[key].column_key(column.name)]
            for key in ancestors
            for column in self._graph.tables[key].columns
        )

    def _name_relationships(
        self, model: ModelClass, module_names: set[str], related: frozenset[str]
    ) -> dict[Key, str]:
        """The names of a class's relationships; `related` are the attributes of classes above and below it."""
        taken = related.union(attribute.name for attribute in model.columns)
        sides = [(self._side_of[id(r)], r) for r in model.relationships]
        for _, relationship in sorted(sides, key=lambda pair: self._namer.side_rank(pair[0])):
            self.generate_relationship_name(relationship, module_names, set(taken))
            taken |= {relationship.name}
        return {side.key: relationship.name for side, relationship in sides}


def _attributes(model: ModelClass) -> frozenset[str]:
    columns = frozenset(attribute.name for attribute in model.columns)
    return columns.union(relationship.name for relationship in model.relationships)


def _bind(dialect: str) -> MockConnection:
    """As much of a database as sqlacodegen_v2 asks for: its dialect."""
    try:
        return create_mock_engine(f"{dialect}://", lambda *_: None)
    except NoSuchModuleError as error:
        raise DraftError(
            f"SQLAlchemy has no dialect {dialect!r}", hint="Install the package that brings it."
        ) from error
