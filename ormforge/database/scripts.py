"""Running SQL files: on SQLite statement by statement, on PostgreSQL through its own `psql`."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from ormforge.database.embedded import EmbeddedServer
from ormforge.errors import DatabaseError

_MISSING_ROLE = re.compile(r'ERROR:  role "(?P<name>.+)" does not exist')


def run_sqlite_script(database: Path, script: Path) -> None:
    """Run a file of SQL statements. Raises DatabaseError, with the line at which the failing statement begins."""
    connection = sqlite3.connect(database, isolation_level=None)
    try:
        for line, statement in _statements(_text_of(script)):
            try:
                connection.execute(statement)
            except sqlite3.Error as error:
                raise DatabaseError(f"{script}:{line}: {error}") from error
    finally:
        connection.close()


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """The statements of a script, each with the line it begins at."""
    begun, first = "", 1
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        if not begun.strip():
            begun, first = "", number
        begun += line
        if ";" in line and sqlite3.complete_statement(begun):
            yield first, begun
            begun = ""
    if begun.strip():
        yield first, begun


def run_psql_scripts(server: EmbeddedServer, database: str, scripts: Sequence[Path]) -> None:
    """Run files as `psql` runs them, in a new database of the server: what `pg_dump` wrote can be run as well.

    Roles that a file grants to or names as owners are made as they are missed, and all is begun again: models know
    nothing of roles. Raises DatabaseError with the message of `psql`, which names file and line.
    """
    roles: set[str] = set()
    while (error := _run_all(server, database, scripts)) is not None:
        missed = _MISSING_ROLE.search(error)
        if missed is None or missed["name"] in roles:
            raise DatabaseError(error, hint=_hint(error))
        roles.add(missed["name"])
        quoted = missed["name"].replace('"', '""')
        _administer(server, f'CREATE ROLE "{quoted}"', f'DROP DATABASE "{database}"')


def _run_all(server: EmbeddedServer, database: str, scripts: Sequence[Path]) -> str | None:
    """The first error of the scripts; None where there is none."""
    _administer(server, f'CREATE DATABASE "{database}"')
    url = server.database_url(database)
    errors = (_psql(server.psql, url, f"--file={script}") for script in scripts)
    return next((error for error in errors if error is not None), None)


def _administer(server: EmbeddedServer, *statements: str) -> None:
    for statement in statements:
        error = _psql(server.psql, server.url, f"--command={statement}")
        if error is not None:
            raise DatabaseError(error)


def _psql(psql: Path, url: str, *arguments: str) -> str | None:
    """What `psql` says of its first error; None where there is none."""
    command = [str(psql), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", *arguments]
    done = subprocess.run(  # noqa: S603 - the embedded server's own program
        [*command, url.replace("+psycopg", "", 1)],
        env={**os.environ, "PGOPTIONS": "-c lc_messages=C -c client_min_messages=error"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode == 0:
        return None
    return done.stderr.strip().removeprefix("psql:") or f"psql ended with {done.returncode}"


def _hint(error: str) -> str | None:
    if "extension" in error and "is not available" in error:
        return "The embedded PostgreSQL has no such extension; give the url of a server that has."
    return None


def _text_of(script: Path) -> str:
    try:
        return script.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DatabaseError(f"{script}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise DatabaseError(f"{script}: is not UTF-8 text (byte {error.start})") from error
