"""What is asked of a database: where it is, and which of its tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal

from ormforge.config import Config

Views = Literal["class", "table", "skip"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Which tables to read, and from where.

    `url` is a secret: it is left out of the repr. `schemas` is None for the connection's own schema. `include` and
    `exclude` are case-sensitive globs over `table` and `schema.table`; what both match is left out.
    """

    url: str = field(repr=False)
    schemas: tuple[str, ...] | None = None
    include: tuple[str, ...] = ("*",)
    exclude: tuple[str, ...] = ()
    views: Views = "class"

    def wants(self, schema: str | None, table: str) -> bool:
        """Whether the globs let this table or view in; `schema` is its real name, or None if it has none."""
        names = (table,) if schema is None else (table, f"{schema}.{table}")
        return _any_match(self.include, names) and not _any_match(self.exclude, names)


def reflection_request(config: Config) -> Request:
    """Which tables of which database."""
    database = config.database
    return Request(
        url="" if database.url is None else database.url.get_secret_value(),
        schemas=database.schemas,
        include=database.include,
        exclude=database.exclude,
        views=database.views,
    )


def _any_match(globs: tuple[str, ...], names: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, glob) for glob in globs for name in names)
