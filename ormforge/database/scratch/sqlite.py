"""SQLite: a file in a temporary folder."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from ormforge.catalog.model import Catalog
from ormforge.database.request import Request
from ormforge.database.scratch.model import Scratch
from ormforge.database.scratch.unprepared import build_committed


@contextmanager
def sqlite_scratch(request: Request, _source: Catalog) -> Iterator[Scratch]:
    """A new file, gone afterwards: what is read must be a file, for it is read without SQLAlchemy."""
    with tempfile.TemporaryDirectory(prefix="ormforge_verify") as folder:
        path = Path(folder) / "scratch.db"
        path.touch()
        url = f"sqlite:///{path}"
        yield Scratch(where="a temporary file", build=partial(build_committed, request, url))
