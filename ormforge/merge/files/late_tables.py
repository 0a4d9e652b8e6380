"""Generated relationships over a table that the user's file defines below the class.

A generated file has its association tables first. In a file that a person has ordered otherwise, the name is not
bound yet where the class is made; a `lambda` is evaluated when everything is there.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from ormforge.plan import Generated
from ormforge.source.identity import assigned_value, bound_names, is_relationship
from ormforge.source.partition import class_node, read_module
from ormforge.source.patches import Lines, Patch, patched
from ormforge.source.unit import Unit


def late_tables(
    new: Mapping[PurePosixPath, Generated], mine: Mapping[PurePosixPath, str]
) -> Mapping[PurePosixPath, Generated]:
    """Every generated file, with the tables referred to late that the user's file defines below their use."""
    return {
        path: (
            _with_late_tables(generated, mine[path], path)
            if path in mine and path.suffix in (".py", ".pyi")
            else generated
        )
        for path, generated in new.items()
    }


def _with_late_tables(new: Generated, mine: str, path: PurePosixPath) -> Generated:
    """The generated text with such tables referred to late; any other text as it is."""
    if "secondary=" not in new.text:
        return new
    places = {unit.identity: place for place, unit in enumerate(read_module(mine, path)[0].units)}
    suite = read_module(new.text, path)[0]
    tables = {
        unit.names[0]: unit.identity
        for unit in suite.units
        if unit.kind != "class" and unit.identity.startswith("table:") and unit.names
    }
    units = tuple(_late(unit, tables, places) for unit in suite.units)
    return new if units == suite.units else replace(new, text=replace(suite, units=units).text)


def _late(unit: Unit, tables: Mapping[str, str], places: Mapping[str, int]) -> Unit:
    place = places.get(unit.identity)
    if unit.kind != "class" or place is None or "secondary=" not in unit.text:
        return unit
    below = {name for name, table in tables.items() if places.get(table, -1) > place}
    lines = Lines(unit.code)
    patches = list(_patches(unit, lines, below)) if below else []
    return replace(unit, code=patched(unit.code, patches)) if patches else unit


def _patches(unit: Unit, lines: Lines, below: set[str]) -> Iterator[Patch]:
    body = class_node(unit).body
    # A lambda does not see the names of the class around it.
    members = {name for statement in body for name in bound_names(statement)}
    for statement in body:
        value = assigned_value(statement)
        if not is_relationship(statement) or not isinstance(value, ast.Call):
            continue
        for item in value.keywords:
            names = [part for part in ast.walk(item.value) if isinstance(part, ast.Name)]
            if isinstance(item.value, ast.Lambda) or below.isdisjoint(name.id for name in names):
                continue
            owners = [lines.before(n, f"{unit.names[0]}.") for n in names if n.id in members]
            yield from _joined([lines.before(item.value, "lambda: "), *owners])


def _joined(patches: list[Patch]) -> Iterator[Patch]:
    """The patches, those for the same place as one, in the order given."""
    texts: dict[tuple[int, int], str] = {}
    for patch in patches:
        place = (patch.line, patch.start)
        texts[place] = texts.get(place, "") + patch.text
    return (Patch(line, start, start, text) for (line, start), text in texts.items())
