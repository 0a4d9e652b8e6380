"""What every table is called on the page, and where it stands there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ormforge.catalog.keys import path_part, table_path
from ormforge.catalog.model import Catalog
from ormforge.export.ends import Place
from ormforge.export.page.model import Reference

_TONES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """`ids` holds the tables of the catalog; `missing` those that are only pointed to."""

    default_schema: str | None
    ids: Mapping[Place, str]
    missing: Mapping[Place, str]
    tones: Mapping[str | None, int]

    def label(self, place: Place) -> str:
        """The table's name, with its schema where that is not the default one."""
        schema, name = place
        return name if schema in (None, self.default_schema) else f"{schema}.{name}"

    def reference(self, place: Place, columns: Iterable[str] = ()) -> Reference:
        """A link to the table, if it is there."""
        return Reference(
            label=self.label(place), id=self.ids.get(place), columns=", ".join(columns)
        )

    def tone(self, schema: str | None) -> int:
        """The number of the schema's colour."""
        return self.tones.get(schema, 0)


def places_of(catalog: Catalog, missing: Iterable[Place]) -> Places:
    """The places of all tables, and of those that are only pointed to."""
    taken: set[str] = set()
    known = [(table.schema, table.name) for table in catalog.tables]
    others = list(missing)
    schemas = dict.fromkeys(schema for schema, _ in [*known, *others])
    return Places(
        default_schema=catalog.default_schema,
        ids={place: unique_id(_path(catalog, place), taken) for place in known},
        missing={place: unique_id(_path(catalog, place), taken) for place in others},
        tones={schema: number % _TONES for number, schema in enumerate(schemas)},
    )


def unique_id(path: str, taken: set[str]) -> str:
    """An identifier that looks like the path and that is not taken yet; takes it."""
    plain = re.sub(r"[^A-Za-z0-9_]+", "-", path).strip("-") or "x"
    found, number = plain, 2
    while found.lower() in taken:
        found, number = f"{plain}-{number}", number + 1
    taken.add(found.lower())
    return found


def _path(catalog: Catalog, place: Place) -> str:
    schema, name = place
    return path_part(name) if schema == catalog.default_schema else table_path(schema, name)
