"""How a whole project is configured: the words of a recipe's head, such as `layout=per-table` or `style=dataclass`."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from ormforge.catalog.model import Catalog, Table

LAYOUTS = ("single", "per-table", "per-schema")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "style": ("dataclass", "sqlmodel", "tables"),
    "api": LAYOUTS,
    "naming": ("singular", "affixes"),
    "base": ("own",),
    "imports": ("module",),
    "enums": ("strings",),
    "schemas": ("two",),
    "targets": ("sql", "python"),
}
"""What may be chosen beside the layout; what is not chosen is as it is by default."""
SQL = PurePosixPath("docs/tables.sql")

_LINES = {
    "naming=singular": "[naming]\nsingularize = true",
    "naming=affixes": '[naming]\nstrip-suffixes = ["s"]\nclass-suffix = "Row"',
    "enums=strings": '[enums]\n"*" = "strings"',
    "targets=sql": f"""\
[templates]
overlays = ["templates"]

[[targets]]
template = "tables.sql.j2"
path = "{SQL}"
per = "run\"""",
    "targets=python": """\
[templates]
overlays = ["templates"]

[[targets]]
template = "finder.py.j2"
path = "app/finders/{{ table.name | lower | replace(' ', '_') }}.py\"""",
}
_BASES = {
    "declarative": "from sqlalchemy.orm import DeclarativeBase\n\n\nclass Base(DeclarativeBase):\n    pass\n",
    "dataclass": (
        "from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass\n\n\n"
        "class Base(MappedAsDataclass, DeclarativeBase):\n    pass\n"
    ),
    "tables": "from sqlalchemy import MetaData\n\nmetadata = MetaData()\n",
}
_TEMPLATES = {
    "targets=sql": (
        "templates/tables.sql.j2",
        "-- the tables\n{% for each in tables %}\n-- {{ each.table.name }}\n{% for column in each.table.columns %}\n"
        "--   {{ column.name }} {{ column.type.sql }}\n{% endfor %}\n\n{% endfor %}\n",
    ),
    "targets=python": (
        "templates/finder.py.j2",
        "{% if model %}\nfrom {{ target.models }} import {{ model.name }}\n\n\n"
        "class {{ model.name }}Finder:\n    {% for column in table.columns %}\n"
        "    column_{{ loop.index }} = {{ loop.index }}\n    {% endfor %}\n\n"
        "    def all(self) -> list[{{ model.name }}]:\n        return []\n{% endif %}\n",
    ),
}


def any_setup(rng: random.Random) -> tuple[str, ...]:
    """The words of any configuration that can be."""
    words = {"layout": rng.choice(LAYOUTS)}
    for name, values in CHOICES.items():
        if rng.random() < 0.3:
            words[name] = rng.choice(values)
    if words.get("style") == "sqlmodel":
        words.pop("base", None)
    if words.get("style") == "tables":
        words.pop("api", None)
    return tuple(f"{name}={value}" for name, value in words.items())


def chosen(setup: tuple[str, ...], name: str, default: str = "") -> str:
    """What a setup says of one choice."""
    return dict(word.split("=") for word in setup).get(name, default)


def project_files(setup: tuple[str, ...], on_conflict: str, on_orphan: str) -> dict[str, str]:
    """The files of a project that nothing has been generated in yet, with its configuration."""
    layout, style = chosen(setup, "layout"), chosen(setup, "style", "declarative")
    path = "app/models.py" if layout == "single" else "app/models"
    output = [f'path = "{path}"', f'layout = "{layout}"', f'style = "{style}"']
    database = ['url = "sqlite:///none.db"']
    files = {"app/__init__.py": ""}
    if chosen(setup, "imports"):
        output.append('imports = "module"')
    if chosen(setup, "base"):
        files["app/root.py"] = _BASES[style]
        output.append(f'base = "app.root:{"metadata" if style == "tables" else "Base"}"')
    sections = [
        "[database]\n" + "\n".join(database),
        "[output]\n" + "\n".join(output),
        f'[custom]\non-conflict = "{on_conflict}"\non-orphan = "{on_orphan}"',
        *(_LINES[word] for word in setup if word in _LINES),
    ]
    api = chosen(setup, "api")
    if api:
        place = "app/schemas.py" if api == "single" else "app/schemas"
        sections.append(f'[api]\npath = "{place}"\nlayout = "{api}"\nnested = 1')
    files.update(_TEMPLATES[word] for word in setup if word in _TEMPLATES)
    return {**files, "ormforge.toml": "\n\n".join(sections) + "\n"}


def catalog_of(catalog: Catalog, setup: tuple[str, ...]) -> Catalog:
    """The catalog as the project's database has it: with tables in another schema as well where the setup says so."""
    if not chosen(setup, "schemas") or catalog.default_schema is None:
        return catalog
    tables = tuple(_in_its_schema(table, catalog) for table in catalog.tables)
    return replace(
        catalog, tables=tuple(sorted(tables, key=lambda table: (table.schema or "", table.name)))
    )


def _in_its_schema(table: Table, catalog: Catalog) -> Table:
    keys = tuple(
        replace(key, referred_schema=_schema(key.referred_table, catalog))
        for key in table.foreign_keys
    )
    return replace(table, schema=_schema(table.name, catalog), foreign_keys=keys)


def _schema(name: str, catalog: Catalog) -> str | None:
    return "sales" if name[0] in "btz" else catalog.default_schema
