"""The keys and values that are promised to stay: a configuration that has been valid once stays so."""

from __future__ import annotations

from pathlib import Path

from ormforge.config import read_config

PROMISED = """\
required-version = ">=0.1"

[database]
url = "env:DATABASE_URL"
schemas = ["public"]
include = ["*"]
exclude = ["alembic_version", "*.tmp_*"]
views = "class"

[output]
path = "app/models.py"
layout = "single"
style = "declarative"
base = "app.db:Base"
column-order = "table"
header = true

[naming]
singularize = false
strip-prefixes = ["tbl_"]
irregular = { person = "people" }
[naming.tables]
"public.usr" = "User"
[naming.columns]
"public.usr.fname" = "first_name"
[naming.relationships]
"public.books.author_id" = { forward = "author", reverse = "books" }

[types]
"public.usr.prefs" = "app.types:UserPrefs"
"*.settings" = "dict[str, Any]"
[keys]
"public.v_sales" = ["id"]
[[relationships]]
from = "public.orders.cust_no"
to = "public.customers.no"
[[mixins]]
when-columns = ["created_at", "updated_at"]
use = "app.db:TimestampMixin"

[custom]
on-conflict = "mine"
on-orphan = "archive"

[templates]
overlays = ["templates"]
vars = { team = "core" }
[[targets]]
template = "crud.py.j2"
path = "app/crud/{{ table.name }}.py"
per = "table"

[format]
tool = "black"
[api]
path = "app/schemas.py"
variants = ["base", "create", "update", "read"]
exclude = ["*.password_hash"]
nested = 1
[hooks]
before = ["alembic upgrade head"]
after = ["pytest -q"]
[changelog]
path = "CHANGELOG.md"
[profiles.ci]
database.url = "env:CI_DATABASE_URL"
"""
VALUES = {
    "layout": ["single", "per-schema", "per-table"],
    "style": ["declarative", "dataclass", "sqlmodel", "tables"],
    "views": ["class", "table", "skip"],
    "on-conflict": ["mine", "theirs", "fail"],
    "on-orphan": ["archive", "keep", "fail"],
    "tool": ["black", "ruff", "none"],
    "per": ["table", "schema", "run"],
}


def read(folder: Path, text: str, profile: str | None = None) -> None:
    (folder / "ormforge.toml").write_text(text)
    read_config(folder, None, profile, {}, {})


def test_every_promised_key_is_accepted(tmp_path: Path) -> None:
    read(tmp_path, PROMISED)
    read(tmp_path, PROMISED, "ci")


def test_every_promised_value_is_accepted(tmp_path: Path) -> None:
    plain = '[database]\nurl = "env:U"\n[output]\npath = "{path}"\n'
    for key, values in VALUES.items():
        for value in values:
            table = {"views": "database", "tool": "format", "per": "targets"}.get(key, "output")
            table = "custom" if key.startswith("on-") else table
            path = "app" if value in ("per-schema", "per-table") else "app.py"
            line = f'{key} = "{value}"\n'
            text = plain.format(path=path)
            if table == "targets":
                text += f'[templates]\noverlays = ["t"]\n[[targets]]\ntemplate = "a"\npath = "b"\n{line}'
            elif table in ("database", "output"):
                text = text.replace(f"[{table}]\n", f"[{table}]\n{line}")
            else:
                text += f"[{table}]\n{line}"
            read(tmp_path, text)
