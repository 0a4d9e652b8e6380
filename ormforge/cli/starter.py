"""The text of a first configuration."""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath

_STARTER = """\
# What ormforge generates, and from what. `ormforge config show` prints every value and where it comes from.

[database]
url = {url}
# schemas = ["public"]         # default: the one that the connection uses by itself
# include = ["*"]              # globs of `table` or `schema.table`
{exclude}

[output]
path = {path}
# base = "app.db:Base"         # import a declarative base instead of printing one
# column-order = "table"       # or "required-first"
# snapshot = "catalog.json"    # keep the catalog in a file, to be committed with the models

[naming]
singularize = true             # the table books becomes the class Book
# strip-prefixes = ["tbl_"]
# irregular = {{ person = "people" }}
# [naming.tables]
# "usr" = "User"
# [naming.columns]
# "usr.fname" = "first_name"
# [naming.relationships]
# "books.author_id" = {{ forward = "author", reverse = "books" }}

# [types]                      # by column, or by the database's type
# "*.settings" = "dict[str, Any]"
# "type:citext" = "str"

# [keys]                       # views and tables without a key of their own
# "v_sales" = ["id"]

# [[relationships]]            # foreign keys that the database does not declare
# from = "orders.cust_no"
# to = "customers.no"

# [lazy]                       # how relationships are loaded
# "authors.books" = "selectin"

# [templates]
# overlays = ["templates"]     # folders of your own templates, before the built-in ones

# [api]                        # pydantic schemas beside the models
# path = {api_path}

# [profiles.ci]                # ormforge --profile ci ...
# database.url = "env:CI_DATABASE_URL"
"""


def starter_text(url: str, path: str, *, alembic: bool) -> str:
    """A commented ormforge.toml; `alembic` leaves out the table in which alembic keeps its version."""
    exclude = 'exclude = ["alembic_version"]'
    return _STARTER.format(
        url=_toml(url),
        path=_toml(path),
        api_path=_toml(str(PurePosixPath(path).with_name("schemas.py"))),
        exclude=exclude if alembic else f"# {exclude}",
    )


def below_tool_table(text: str) -> str:
    """The configuration as it stands in a pyproject.toml: every table below `[tool.ormforge]`."""
    return re.sub(r"^(# )?(\[{1,2})(?=[a-z])", r"\1\2tool.ormforge.", text, flags=re.MULTILINE)


def _toml(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
