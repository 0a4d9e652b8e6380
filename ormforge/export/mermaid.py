"""The database as an entity relationship diagram of Mermaid.

The grammar: mermaid.js.org/syntax/entityRelationshipDiagram.html; `#34;` and the like are Mermaid's own escapes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ormforge.catalog.keys import path_part, table_path
from ormforge.catalog.model import Catalog, Column, Table
from ormforge.export.ends import Link, Place, links, missing_targets

_NO_WORD = re.compile(r"(?:[^A-Za-z0-9_\[\]()\u00C0-\uFFFF]|[^\w\[\]()])+")
_TAKEN_FOR_A_KEY = re.compile(r"(?:pk|fk|uk)\b", re.I | re.A)
_SPECIAL = re.compile(r"[^\w .,:()'-]")


def mermaid(catalog: Catalog) -> str:
    """The tables with their columns and keys, and the foreign keys between them, as an `erDiagram`.

    Types and names are written in the letters Mermaid allows; a column whose name has others is given it in quotes.
    """
    lines = ["erDiagram"]
    for table in catalog.tables:
        lines += [f"    {_entity(catalog, (table.schema, table.name))} {{"]
        lines += [f"        {line}" for line in _columns(table)]
        lines += ["    }"]
    for place in missing_targets(catalog):
        lines.append(f"    {_entity(catalog, place)} {{\n    }}")
    lines += [f"    {_relationship(catalog, link)}" for link in links(catalog)]
    return "\n".join(lines) + "\n"


def _entity(catalog: Catalog, place: Place) -> str:
    schema, name = place
    path = path_part(name) if schema == catalog.default_schema else table_path(schema, name)
    return _quoted(path)


def _columns(table: Table) -> Iterator[str]:
    primary = table.primary_key.columns if table.primary_key is not None else ()
    foreign = {name for key in table.foreign_keys for name in key.columns}
    unique = {unique.columns[0] for unique in table.uniques if len(unique.columns) == 1}
    for column in table.columns:
        groups = (("PK", primary), ("FK", foreign), ("UK", unique))
        keys = ",".join(word for word, names in groups if column.name in names)
        yield " ".join(filter(None, (_type(column), _name(column), keys, _comment(column))))


def _type(column: Column) -> str:
    return _word(column.type.sql, "untyped")


def _name(column: Column) -> str:
    return _word(column.name, "column")


def _comment(column: Column) -> str:
    real = "" if _name(column) == column.name else column.name
    text = ": ".join(filter(None, (real, column.comment)))
    return _quoted(text) if text else ""


def _relationship(catalog: Catalog, link: Link) -> str:
    parent = "|o" if link.optional else "||"
    child = "o|" if link.single else "o{"
    line = "--" if link.identifying else ".."
    ends = _entity(catalog, link.target), _entity(catalog, (link.table.schema, link.table.name))
    return f"{ends[0]} {parent}{line}{child} {ends[1]} : {_quoted(', '.join(link.key.columns))}"


def _word(text: str, empty: str) -> str:
    """The text as a word that begins with a letter and that Mermaid does not take for a key."""
    word = _NO_WORD.sub("_", text).strip("_") if _NO_WORD.search(text) else text
    if not word:
        return empty
    first = word[0]
    plain = (first.isascii() and (first.isalpha() or first == "_")) or first >= "\u00c0"
    return word if plain and not _TAKEN_FOR_A_KEY.match(word) else f"_{word}"


def _quoted(text: str) -> str:
    """The text in quotes, in which nothing but letters, digits and harmless marks stands for itself."""
    escaped = _SPECIAL.sub(lambda found: f"#{ord(found[0])};", text)
    return f'"{escaped}"' if escaped else '" "'
