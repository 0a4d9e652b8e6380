"""The diagram: a card for every table, and a line for every foreign key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from unicodedata import east_asian_width

from ormforge.catalog.model import Catalog
from ormforge.export.diagram import Box, Edge, Placed, draw
from ormforge.export.ends import Link, Place, links
from ormforge.export.page.model import Card, CardRow, Diagram, Line, TableEntry
from ormforge.export.page.places import Places
from ormforge.export.page.strokes import end_strokes, line_stroke

HEAD = 34
ROW = 21
FOOT = 8
_SHOWN = 10
"""How many columns a card shows, unless more of them are keys."""
_NARROWEST, _WIDEST = 170, 290


def build_diagram(
    catalog: Catalog,
    places: Places,
    entries: Mapping[Place, TableEntry],
    missing: Mapping[Place, Sequence[str]],
) -> Diagram:
    """The cards in the order of the tables, those of tables that are not there last; and the lines."""
    cards = [_card(entry, places.ids[place]) for place, entry in entries.items()]
    cards += [_stub(place, places, names) for place, names in missing.items()]
    number = {place: n for n, place in enumerate([*entries, *missing])}
    found = list(links(catalog))
    boxes = [Box(width=card.box.width, height=card.box.height) for card in cards]
    edges = [_edge(link, cards, number) for link in found]
    drawing = draw(boxes, edges)
    cards = [replace(card, box=box) for card, box in zip(cards, drawing.boxes, strict=True)]
    lines = [
        _line(link, cards, edge, places, line_stroke(route), end_strokes(route, link.single))
        for link, edge, route in zip(found, edges, drawing.routes, strict=True)
    ]
    return Diagram(
        width=drawing.width, height=drawing.height, cards=tuple(cards), lines=tuple(lines)
    )


def _card(entry: TableEntry, identity: str) -> Card:
    keys = [column.primary or bool(column.references) for column in entry.columns]
    free = max(_SHOWN - sum(keys), 0)
    rows = []
    for column, is_key in zip(entry.columns, keys, strict=True):
        if is_key or free > 0:
            free -= not is_key
            marks = (
                ("PK", column.primary),
                ("FK", bool(column.references)),
                ("UK", column.unique and not column.primary),
            )
            rows.append(
                CardRow(
                    name=column.name,
                    type=column.type,
                    marks=tuple(mark for mark, there in marks if there),
                    nullable=column.nullable,
                    target=column.references[0] if column.references else None,
                )
            )
    more = len(entry.columns) - len(rows)
    box = _box(entry.label, rows, len(rows) + bool(more))
    return Card(
        id=identity,
        label=entry.label,
        rows=tuple(rows),
        more=more,
        box=box,
        tone=entry.tone,
        entry=entry,
    )


def _stub(place: Place, places: Places, names: Sequence[str]) -> Card:
    rows = tuple(CardRow(name=name, type="") for name in names)
    label = places.label(place)
    return Card(
        id=places.missing[place],
        label=label,
        rows=rows,
        more=0,
        box=_box(label, rows, len(rows)),
        tone=places.tone(place[0]),
        entry=None,
    )


def _box(label: str, rows: Sequence[CardRow], lines: int) -> Placed:
    """A card of the size that its text needs, of no place yet."""
    widths = [
        30
        + 7 * _letters(row.name)
        + 7 * min(_letters(row.type), 18)
        + 22 * len(row.marks)
        + 9 * row.nullable
        for row in rows
    ]
    width = min(max([32 + 8 * _letters(label), *widths, _NARROWEST]), _WIDEST)
    return Placed(x=0, y=0, width=width, height=HEAD + ROW * lines + FOOT)


def _letters(text: str) -> int:
    """How many letters wide the text is; Chinese ones and the like take two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _edge(link: Link, cards: Sequence[Card], number: Mapping[Place, int]) -> Edge:
    source = number[link.table.schema, link.table.name]
    names = [row.name for row in cards[source].rows]
    return Edge(
        source=source,
        target=number[link.target],
        source_port=HEAD + ROW * names.index(link.key.columns[0]) + ROW // 2,
        target_port=HEAD // 2,
    )


def _line(
    link: Link, cards: Sequence[Card], edge: Edge, places: Places, path: str, ends: str
) -> Line:
    near, far = places.label((link.table.schema, link.table.name)), places.label(link.target)
    columns, referred = ", ".join(link.key.columns), ", ".join(link.key.referred_columns)
    return Line(
        source=cards[edge.source].id,
        target=cards[edge.target].id,
        title=f"{near} ({columns}) → {far} ({referred})",
        path=path,
        ends=ends,
        optional=link.optional,
    )
