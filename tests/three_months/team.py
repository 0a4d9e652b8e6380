"""A team and its project: what it runs, what it writes by hand, and a record of every line of that."""

from __future__ import annotations

import ast
import contextlib
import io
import os
import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config as AlembicConfig

from ormforge.cli.invocation import Invocation
from ormforge.cli.main import run as run_command_line
from ormforge.cli.terminal import Terminal
from tests.merge.shop import edited
from tests.project import Run

PROJECT = Path(__file__).parent / "project"


@dataclass
class Team:
    """A copy of the project; `lines` and `arguments` are what has been written by hand and not taken out again."""

    root: Path
    url: str
    lines: Counter[str] = field(default_factory=Counter)
    arguments: list[str] = field(default_factory=list)

    @classmethod
    def start(cls, root: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> Team:
        """A team that has just begun: the configuration is there, and no migration yet."""
        shutil.copytree(PROJECT, root, ignore=shutil.ignore_patterns("[0-9][0-9]_*", "__pycache__"))
        (root / "migrations" / "versions").mkdir(exist_ok=True)
        monkeypatch.setenv("DATABASE_URL", url)
        return cls(root, url)

    def run(self, *arguments: str, code: int = 0) -> Run:
        """Run the command line in the project's folder; its exit code has to be the one given."""
        out, err = io.StringIO(), io.StringIO()
        invocation = Invocation(
            terminal=Terminal(out, err, os.environ), environ=os.environ, folder=self.root
        )
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            found = run_command_line(list(arguments), invocation)
        assert found == code, f"{arguments}: exit code {found}\n{out.getvalue()}{err.getvalue()}"
        return Run(found, out.getvalue(), err.getvalue())

    def pull(self) -> None:
        """Somebody has written the next migration; it is not applied yet."""
        there = set(os.listdir(self.root / "migrations" / "versions"))
        written = sorted((PROJECT / "migrations" / "versions").glob("[0-9][0-9]_*.py"))
        following = next(path for path in written if path.name not in there)
        shutil.copy(following, self.root / "migrations" / "versions")

    def migrate(self) -> None:
        """Apply the next migration, as `alembic upgrade head` does."""
        self.pull()
        command.upgrade(AlembicConfig(str(self.root / "alembic.ini")), "head")

    def follow(self, *, drifted: bool = True, code: int = 0) -> str:
        """Check, migrate, check again, generate; what `generate` has to say.

        The first `check` passes: what was written by hand since the last run is no drift.
        """
        self.run("check")
        self.migrate()
        self.run("check", code=(code or 1) if drifted else 0)
        told = self.run("generate", code=code).err
        assert self.missing() == Counter(), told
        return told

    def above(self, line: str, text: str) -> None:
        """Write whole lines above the line that begins so, which is there once."""
        lines = self.models.splitlines(keepends=True)
        (number,) = (n for n, each in enumerate(lines) if each.startswith(line))
        self._insert(number, text)

    def into(self, name: str, text: str, path: str = "models.py") -> None:
        """Write whole lines at the end of a class."""
        found = (node for node in ast.parse(self.read(path)).body if isinstance(node, ast.ClassDef))
        (end,) = (node.end_lineno for node in found if node.name == name)
        self._insert(end or 0, text, path)

    def below(self, text: str) -> None:
        """Write whole lines at the end of the models."""
        self._insert(len(self.models.splitlines()), text)

    def amend(self, old: str, new: str, *, argument: str) -> None:
        """Write an argument into a generated statement, of which the rest stays the generator's."""
        self.save(edited(self.models, [(old, new)]))
        self.arguments.append(argument)

    def release(self, version: str) -> None:
        """Give what the changelog tells a version, and remember the database and the API as they are."""
        heading = f"## [Unreleased]\n\n## [{version}]"
        text = self.read("CHANGELOG.md")
        self.save(edited(text, [("## [Unreleased]", heading)]), "CHANGELOG.md")
        self.run("snapshot", "-o", "release.json")
        self.run("export", "openapi", "-o", "api.json")

    def save(self, text: str, path: str = "models.py") -> None:
        """Write a file."""
        (self.root / path).write_text(text, encoding="utf-8")

    def _insert(self, number: int, text: str, path: str = "models.py") -> None:
        lines = self.read(path).splitlines(keepends=True)
        self.save("".join([*lines[:number], text, *lines[number:]]), path)
        self.lines += _lines(text)

    @property
    def models(self) -> str:
        """The models as they are."""
        return self.read("models.py")

    @property
    def archive(self) -> str:
        """All code that is archived."""
        files = sorted((self.root / ".ormforge" / "orphans").rglob("*.txt"))
        return "".join(path.read_text(encoding="utf-8") for path in files)

    def read(self, path: str) -> str:
        """The text of a file."""
        return (self.root / path).read_text(encoding="utf-8")

    def configured(self, added: str) -> None:
        """Write the configuration anew: the project's own, and what is added."""
        self.save((PROJECT / "ormforge.toml").read_text(encoding="utf-8") + added, "ormforge.toml")

    def files(self) -> dict[str, bytes]:
        """Every file of the project by its path, but for what ormforge keeps for this machine alone."""
        paths = (path for path in self.root.rglob("*") if path.is_file())
        named = {path.relative_to(self.root).as_posix(): path.read_bytes() for path in paths}
        own = (".ormforge/cache", ".ormforge/backup", ".ormforge/.lock")
        return {
            name: text
            for name, text in sorted(named.items())
            if not name.startswith(own) and "__pycache__" not in name
        }

    def missing(self, *, archived: bool = True) -> Counter[str]:
        """What was written by hand, and is neither in the files nor, where that counts, in the archive."""
        text = self.models + self.read("schemas.py") + (self.archive if archived else "")
        lost = self.lines - _lines(text)
        lost.update(each for each in self.arguments if each not in text)
        return lost


def _lines(text: str) -> Counter[str]:
    return Counter(line for line in text.splitlines() if line.strip())
