"""A project folder with a database, as a user has one, for tests that run ormforge from outside."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from tests.warm import run_python


@dataclass(frozen=True)
class Run:
    """What one run of the command line did."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Project:
    """A folder that ormforge is run in; `url` is its database, given as DATABASE_URL."""

    root: Path
    url: str

    def ormforge(self, *arguments: str, env: dict[str, str] | None = None) -> Run:
        """Run the command line in the project's folder."""
        given = {"DATABASE_URL": self.url, "NO_COLOR": "1", "COLUMNS": "200", **(env or {})}
        done = run_python("-m", "ormforge", *arguments, cwd=self.root, env=given)
        return Run(done.returncode, done.stdout, done.stderr)

    def sql(self, script: str) -> None:
        """Run a script of SQL statements in the database."""
        run_script(self.url, script)

    def read(self, path: str) -> str:
        """The text of one of the project's files, newlines as they are."""
        return (self.root / path).read_bytes().decode("utf-8")

    def write(self, path: str, text: str) -> None:
        """Write one of the project's files, newlines as they are."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode("utf-8"))

    def files(self) -> dict[str, bytes]:
        """Every Python file of the project, by its path."""
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in sorted(self.root.rglob("*.py"))
        }


def run_script(url: str, script: str) -> None:
    """Run a script of statements: all at once where the driver can, else split at `;` before a line's end."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        driver = connection.connection.driver_connection
        if engine.dialect.name == "sqlite":
            driver.executescript(script)
        elif engine.dialect.name == "postgresql":
            driver.execute(script)
        else:
            with driver.cursor() as cursor:
                for statement in script.split(";\n"):
                    if statement.strip():
                        cursor.execute(statement)
    engine.dispose()
