"""The options of a MariaDB or MySQL table."""

from __future__ import annotations

import re

from ormforge.catalog.model import Option
from ormforge.database.mysql.columns import charset_of
from ormforge.database.mysql.rows import Row

_OPTION = re.compile(
    r"(?P<name>`(?:[^`]|``)*`|(?:DATA|INDEX) DIRECTORY|[\w]+)(?:=(?P<value>'(?:[^'\\]|\\.|'')*'|\"[^\"]*\"|\S*))?",
    re.IGNORECASE,
)
_PARTITION = re.compile(r"\n ?(?:/\*!\d+ )?PARTITION BY (.*?)(?:\s*\*/)?\s*\Z", re.DOTALL)


_PLACES = ("data_directory", "index_directory")
_LEFT_OUT = frozenset({"partitioned", "connection", "password", *_PLACES})
"""No options, or such as may hold a password, or such as belong to one server's disk."""


def table_options(row: Row, *, versioned: bool = False) -> tuple[Option, ...]:
    """The options, under SQLAlchemy's names for the `mysql` dialect: engine, character set and collation always."""
    engine, collation = str(row["engine"] or ""), row["table_collation"]
    found: list[Option] = []
    if engine:
        suffix = " WITH SYSTEM VERSIONING" if versioned else ""
        found.append(("mysql_engine", f"{engine}{suffix}"))
    if collation:
        found.append(("mysql_default_charset", charset_of(str(collation))))
        found.append(("mysql_collate", str(collation)))
    return (*found, *sorted(_created_with(str(row["create_options"] or ""))))


def partitioning(show_create: str) -> Option | None:
    """How the table is partitioned, from the text of SHOW CREATE TABLE."""
    match = _PARTITION.search(show_create)
    return None if match is None else ("mysql_partition_by", " ".join(match.group(1).split("\n")))


def is_partitioned(row: Row) -> bool:
    """Whether the table is partitioned."""
    return "partitioned" in str(row["create_options"] or "").lower()


def places(row: Row) -> tuple[str, ...]:
    """The options that say where the files of the table lie, which another server has elsewhere."""
    text = str(row["create_options"] or "").lower().replace(" directory=", "_directory=")
    return tuple(name.replace("_", " ") for name in _PLACES if f"{name}=" in text)


def _created_with(text: str) -> list[Option]:
    found = []
    for match in _OPTION.finditer(text):
        name = match["name"].strip("`").lower().replace(" ", "_")
        value = match["value"]
        if value is not None and name not in _LEFT_OUT:
            found.append((f"mysql_{name}", _bare(value)))
    return found


def _bare(value: str) -> str:
    if value[:1] in ("'", '"'):
        return value[1:-1].replace(value[0] * 2, value[0])
    return value
