"""Many-to-many lists through a table that has columns of its own, and so a class of its own.

https://docs.sqlalchemy.org/en/20/orm/basic_relationships.html#combining-association-object-with-many-to-many-access-patterns
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ormforge.catalog.keys import forward_key, reverse_key
from ormforge.catalog.model import Catalog, ForeignKey, Table
from ormforge.draft.literals import string_literal
from ormforge.draft.model import DraftRelationship
from ormforge.drafting.choices import Shortcut
from ormforge.drafting.expressions import Expression, call, combine, literal, name, subscript
from ormforge.drafting.generator import Names
from ormforge.drafting.graph import Graph, referred_key
from ormforge.drafting.options import DraftOptions
from ormforge.drafting.paths import table_called
from ormforge.drafting.sides import Asked, Side, link_sides
from ormforge.drafting.styles import Declarative
from ormforge.errors import DraftError, RuleError

_PROXIES = "sqlalchemy.ext.associationproxy"


def shortcut_sides(catalog: Catalog, graph: Graph, options: DraftOptions) -> tuple[Side, ...]:
    """The lists that the rules ask for, from each of two tables to the other.

    Raises RuleError where the table between is none that a list can go through.
    """
    sides: list[Side] = []
    for shortcut in options.shortcuts if graph.mapped else ():
        if options.style == "sqlmodel" and shortcut.form == "proxy":
            raise RuleError(
                shortcut.rule,
                "pydantic, which SQLModel's classes are made of, takes no association proxy",
                hint='Write as = "viewonly".',
            )
        link = table_called(shortcut.through, catalog)
        if link is not None and link.key in graph.tables:
            sides += _sides(shortcut, link, graph)
    return tuple(sides)


def _sides(shortcut: Shortcut, link: Table, graph: Graph) -> Iterator[Side]:
    if link.key in graph.links:
        raise RuleError(
            shortcut.rule,
            f"{link.path} has no columns but its keys: its two lists are there without a rule",
        )
    relations = graph.relations[link.key]
    ends = [graph.tables[referred_key(foreign_key)] for foreign_key in relations]
    if len(relations) != 2 or link.key not in graph.classes:
        raise RuleError(
            shortcut.rule,
            f"{link.path} has {len(relations)} foreign keys that relationships follow, and a shortcut goes along two",
        )
    asked = Asked(rule=shortcut.rule, names=shortcut.names, viewonly=True)
    asked = replace(asked, proxy=shortcut.form == "proxy")
    virtual = any(graph.asked(link, foreign_key) is not None for foreign_key in relations)
    for side in link_sides(link, (ends[0], relations[0]), (ends[1], relations[1]), asked):
        yield replace(side, hidden=virtual)


def over_class(
    side: Side, link: Table, near: ForeignKey, names: Names, between: str
) -> dict[str, Expression]:
    """The arguments of a relationship through the table of a class, which comes later in the module.

    `between` is the `Table` in words of the module.
    """
    arguments = {
        "secondary": Expression(text=f"lambda: {between}"),
        "viewonly": literal(True),
    }
    if side.to_itself or side.hidden:
        arguments["primaryjoin"] = literal(_join(side.owner, link, near, names))
        arguments["secondaryjoin"] = literal(_join(side.target, link, side.foreign_key, names))
    return arguments


def _join(table: Table, link: Table, foreign_key: ForeignKey, names: Names) -> str:
    pairs = zip(foreign_key.columns, foreign_key.referred_columns, strict=True)
    terms = [
        f"foreign({names.items[link.key]}.{names.members[link.column_key(column)]})"
        f" == {names.items[table.key]}.{names.members[table.column_key(referred)]}"
        for column, referred in pairs
    ]
    return terms[0] if len(terms) == 1 else f"and_({', '.join(terms)})"


def draft_proxy(
    side: Side, link: Table, near: ForeignKey, names: Names, wording: Declarative
) -> DraftRelationship:
    """The list as an association proxy, to which objects of the other class can be added.

    Raises RuleError where the style can make no row of the link table from them alone.
    """
    between, target = names.items[link.key], names.items[side.target.key]
    rows = names.members[reverse_key(side.owner.path, link.path, near.columns)]
    far = names.members[forward_key(link.path, side.foreign_key.columns, side.target.path)]
    linked = frozenset((*near.columns, *side.foreign_key.columns))
    try:
        row = wording.link_row(between, link, linked, far)
    except DraftError as error:
        rule = () if side.asked is None else side.asked.rule
        raise RuleError(rule, error.message, hint='Write as = "viewonly".') from None
    creator = combine([row], lambda texts: f"lambda {far}: {texts[0]}")
    words = {"creator": creator, **wording.proxy_keywords}
    value = call(name(_PROXIES, "association_proxy"), [literal(rows), literal(far)], words)
    listed = Expression(text=f"list[{string_literal(target)}]")
    annotation = subscript(name(_PROXIES, "AssociationProxy"), listed)
    return DraftRelationship(
        key=side.key,
        name=names.members[side.key],
        annotation=annotation.text,
        value=value.text,
        imports=annotation.imports | value.imports,
        helpers=value.helpers,
        target=target,
        target_key=side.target.key,
        direction=side.direction,
        collection=True,
        optional=False,
        columns=near.referred_columns,
        secondary=link.key,
    )
