"""A project with a database, generated again and again in one process: what the scenarios are played on."""

from __future__ import annotations

import contextlib
import difflib
import importlib
import io
import re
import sys
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import sqlalchemy as sa
import sqlalchemy.orm as orm

from ormforge.cli.invocation import Invocation
from ormforge.cli.main import run as run_command_line
from ormforge.cli.terminal import Terminal
from tests.project import Run, run_script

Edits = Sequence[tuple[str, str]]

CONFIG = """\
[database]
url = "env:DATABASE_URL"

[output]
path = "models.py"

[naming]
singularize = true
"""
SCHEMA = """\
create table authors (
  id integer primary key,
  name varchar(50) not null,
  email varchar(200) unique
);
create table books (
  id integer primary key,
  author_id integer not null references authors (id),
  title varchar(100) not null,
  price numeric(10, 2) not null,
  note varchar(80)
);
create index ix_books_title on books (title);
create table tags (
  id integer primary key,
  name varchar(20) not null
);
create table book_tags (
  book_id integer not null references books (id),
  tag_id integer not null references tags (id),
  primary key (book_id, tag_id)
);
"""
STAMP = re.compile(r"# ormforge: base [0-9a-f]{12}")


@dataclass
class Shop:
    """A folder in which ormforge runs, its database, and the statements that the database is made of."""

    root: Path
    url: str
    schema: str = SCHEMA
    config: str = CONFIG
    runs: list[Run] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        (self.root / "ormforge.toml").write_text(self.config, encoding="utf-8")
        self._rebuild()

    def generate(self, *options: str, code: int | None = 0) -> Run:
        """Run `ormforge generate`; its exit code has to be the one given."""
        run = self.ormforge("generate", *options)
        assert code is None or run.code == code, f"exit code {run.code}\n{run.err}"
        return run

    def ormforge(self, *arguments: str) -> Run:
        """Run the command line in the project's folder."""
        out, err = io.StringIO(), io.StringIO()
        environ = {"DATABASE_URL": self.url}
        invocation = Invocation(
            terminal=Terminal(out, err, environ), environ=environ, folder=self.root
        )
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run_command_line(list(arguments), invocation)
        self.runs.append(Run(code, out.getvalue(), err.getvalue()))
        return self.runs[-1]

    def migrate(self, *edits: tuple[str, str]) -> None:
        """Change the statements that make the database, and make it anew."""
        self.schema = edited(self.schema, edits)
        self._rebuild()

    def edit(self, *edits: tuple[str, str], path: str = "models.py") -> str:
        """Edit a file by hand; the text that it has then."""
        text = edited(self.read(path), edits)
        self.write(text, path)
        return text

    def read(self, path: str = "models.py") -> str:
        """The text of a file, newlines as they are."""
        return (self.root / path).read_bytes().decode("utf-8")

    def write(self, text: str, path: str = "models.py") -> None:
        """Write a file, newlines as they are."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(text.encode("utf-8"))

    def files(self) -> dict[str, bytes]:
        """Every Python file, by its path."""
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in sorted(self.root.rglob("*.py"))
        }

    def archived(self) -> str:
        """All that stands in the archive of orphans."""
        files = sorted((self.root / ".ormforge" / "orphans").rglob("*.txt"))
        return "".join(path.read_bytes().decode("utf-8") for path in files)

    def _rebuild(self) -> None:
        engine = sa.create_engine(self.url, poolclass=sa.NullPool)
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql("drop schema public cascade")
                connection.exec_driver_sql("create schema public")
            elif engine.dialect.name == "sqlite":
                Path(engine.url.database or "").write_bytes(b"")
            else:
                name = connection.engine.url.database
                connection.exec_driver_sql(f"drop database `{name}`")
                connection.exec_driver_sql(f"create database `{name}`")
        engine.dispose()
        if self.schema.strip():
            run_script(self.url, self.schema)


def edited(text: str, edits: Edits) -> str:
    """The text with each of the replacements made, each of which must apply; a number picks the n-th place."""
    for old, new in edits:
        assert old in text, f"not in the text: {old!r}\n{text}"
        text = text.replace(old, new, 1)
    return text


def unstamped(text: str) -> str:
    """The text without the id of its base, which every change of the database changes."""
    return STAMP.sub("# ormforge: base -", text)


def differences(expected: str, found: str) -> str:
    """What differs between two texts but the stamp; empty where nothing does."""
    before, after = (unstamped(text).splitlines(keepends=True) for text in (expected, found))
    return "".join(difflib.unified_diff(before, after, "expected", "found", n=2))


def loaded(text: str) -> dict[str, Any]:
    """What a module binds, its mappers configured; raises where it cannot be used."""
    module = ModuleType("models")
    sys.modules["models"] = module
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(compile(text, "models.py", "exec", dont_inherit=True), module.__dict__)
            if "Base" in module.__dict__:
                module.Base.registry.configure()
    finally:
        del sys.modules["models"]
    return module.__dict__


def imported(root: Path, name: str) -> ModuleType:
    """A module of a project, its mappers configured; nothing of the project stays imported."""
    top = name.partition(".")[0]
    sys.path.insert(0, str(root))
    importlib.invalidate_caches()
    written, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            module = importlib.import_module(name)
            orm.configure_mappers()
        return module
    finally:
        orm.clear_mappers()
        sys.dont_write_bytecode = written
        sys.path.remove(str(root))
        for each in [m for m in sys.modules if m.partition(".")[0] == top]:
            del sys.modules[each]


def drift(text: str, url: str) -> frozenset[str]:
    """Where the tables of a module and those of the database differ, a line each."""
    modelled = _facts(loaded(text)["Base"].metadata)
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    reflected = sa.MetaData()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        reflected.reflect(engine)
    engine.dispose()
    return frozenset(modelled ^ _facts(reflected))


def _facts(metadata: sa.MetaData) -> set[str]:
    """What the tables say about columns, keys and indexes, in words that both sides have in common."""
    facts = set()
    for table in metadata.tables.values():
        facts.add(f"table {table.name}: {table.comment or ''}")
        for column in table.columns:
            length = getattr(column.type, "length", None)
            nullable = column.nullable and not column.primary_key
            facts.add(
                f"column {table.name}.{column.name}: {getattr(column.type._type_affinity, '__name__', '')}"
                f" {length if not isinstance(column.type, sa.Enum) else sorted(column.type.enums)}"
                f" {'null' if nullable else 'not null'} {column.comment or ''}"
            )
        for key in table.foreign_key_constraints:
            facts.add(
                f"foreign key {table.name}{key.column_keys}: {key.elements[0].target_fullname}"
            )
        facts |= {f"index {index.name}" for index in table.indexes}
    return facts
