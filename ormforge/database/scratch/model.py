"""What a scratch database is to the one who builds in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from ormforge.catalog.model import Catalog

if TYPE_CHECKING:
    from sqlalchemy import Connection

Create: TypeAlias = "Callable[[Connection, bool], None]"
"""Creates the tables over a connection; the flag tells whether to look first for what is there already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scratch:
    """An empty place of the source's kind.

    `where` says for people what it is. `build` runs what creates the tables there, and returns the catalog they make, in
    the source's own names; whatever the creation raises passes through. `alike` takes out of the source's catalog what
    reads differently only because of the place. `remarks` tell what the place lacks.
    """

    where: str
    build: Callable[[Create], Catalog]
    alike: Callable[[Catalog], Catalog] = field(default=lambda catalog: catalog)
    remarks: Callable[[], tuple[str, ...]] = field(default=tuple)
