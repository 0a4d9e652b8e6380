"""What ormforge and its peers make of the same small databases: the table of docs/comparison.md.

    python -m benchmarks.peers [--sqlacodegen PROGRAM] [--install]

Run in the repository's folder. `--sqlacodegen` is the program of a virtual environment of its own that has
sqlacodegen 4.0.4; sqlacodegen_v2 comes with ormforge. `--install` also counts what pip would install, and asks the
package index for it. Every answer is found by running the tools; nothing is taken from their documentation.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

SHOP = """
create table authors (id integer primary key, name varchar(50) not null);
create table books (
  id integer primary key, author_id integer not null references authors (id), title varchar(100) not null
);
"""
SECOND_KEY = "alter table books add column adviser_id integer references authors (id);"
ODD = """
create table "class" (id integer primary key, "from" integer, metadata text, registry text, "a b" text);
create table authors (id integer primary key, books text);
create table books (id integer primary key, author_id integer references authors (id), author text);
"""
NAME = 'x"""\\\n' + "'"
DEFAULT = """)\"\"\"'); open('pwned', 'w') #"""
HOSTILE = (
    'create table notes (id integer primary key, "'
    + NAME.replace('"', '""')
    + "\" text default '"
    + DEFAULT.replace("'", "''")
    + "');"
)
DETAILS = """
create table parents (id integer not null primary key, code text not null collate nocase unique);
create table children (
  id integer not null primary key autoincrement,
  parent_id integer not null references parents (id) on delete cascade on update set null deferrable initially deferred,
  price numeric(8, 2) not null default 9.50 check (price > 0),
  twice numeric generated always as (price * 2) stored,
  born timestamp default current_timestamp
);
create index newest on children (born desc);
create unique index one_cheap on children (parent_id) where price < 1;
create table pairs (a integer not null, b integer not null, primary key (a, b)) without rowid;
"""
METHOD = "\n    def hand_written(self) -> int:\n        return 1\n"
USE = "import models, sqlalchemy.orm; sqlalchemy.orm.configure_mappers(); "
FOLLOWS = "print([c.name for c in {}.__mapper__.relationships['books'].remote_side][0])"
AUTHOR = "next(c for c in models.Base.registry._class_registry.values() if getattr(c, '__tablename__', '') == 'authors')"
REBUILD = "import sqlalchemy as sa; models.Base.metadata.create_all(sa.create_engine('sqlite:///again.db'))"


@dataclass(frozen=True)
class Tool:
    """A generator: its name, and the command that writes models.py in a folder from shop.db there."""

    name: str
    command: tuple[str, ...]
    configuration: str = ""

    def generate(
        self, folder: Path, environ: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run the tool in a folder."""
        if self.configuration and not (folder / "ormforge.toml").exists():
            (folder / "ormforge.toml").write_text(self.configuration, encoding="utf-8")
        return subprocess.run(
            self.command,
            cwd=folder,
            env={**os.environ, **(environ or {})},
            capture_output=True,
            text=True,
            check=False,
        )


Question = Callable[[Tool, Path], str]


def database(folder: Path, script: str) -> None:
    """Run statements on the folder's shop.db."""
    with closing(sqlite3.connect(folder / "shop.db")) as connection:
        connection.executescript(script)


def python(folder: Path, code: str, warnings: str = "error") -> str | None:
    """What a program prints in the folder, warnings being errors unless told otherwise; None where it fails."""
    command = [sys.executable, "-W", warnings, "-c", code]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else None


def said(truth: bool) -> str:
    """Yes or no."""
    return "yes" if truth else "no"


def keeps_a_method(tool: Tool, folder: Path) -> str:
    """Whether a method at the end of the generated file is there after a migration and the next run."""
    database(folder, SHOP)
    tool.generate(folder)
    models = folder / "models.py"
    models.write_text(models.read_text().rstrip("\n") + "\n" + METHOD)
    database(folder, "alter table books add column price numeric;")
    tool.generate(folder)
    text = models.read_text()
    return said("def hand_written" in text and "price" in text)


def keeps_meanings(tool: Tool, folder: Path) -> str:
    """Whether `author.books` follows the same key after a second one has come."""
    database(folder, SHOP)
    tool.generate(folder)
    code = USE + FOLLOWS.format(AUTHOR)
    before = python(folder, code)
    database(folder, SECOND_KEY)
    tool.generate(folder)
    return said(before is not None and python(folder, code) == before)


def odd_names_import(tool: Tool, folder: Path) -> str:
    """Whether models of oddly named tables and columns import and map without a warning."""
    database(folder, ODD)
    tool.generate(folder)
    return said(python(folder, USE) is not None)


def text_stays_text(tool: Tool, folder: Path) -> str:
    """Whether quotes and line ends in names and defaults reach the models as text, and run nothing."""
    database(folder, HOSTILE)
    tool.generate(folder)
    imported = python(folder, USE) is not None
    return said(imported and not (folder / "pwned").exists())


def rebuilds(tool: Tool, folder: Path) -> str:
    """How many facts that SQLite's PRAGMAs tell of a database differ after a round trip through the models."""
    database(folder, DETAILS)
    tool.generate(folder)
    if python(folder, USE + REBUILD, "ignore") is None:
        return "`create_all` fails"
    differences = facts(folder / "shop.db") ^ facts(folder / "again.db")
    return str(len(differences))


def facts(path: Path) -> frozenset[str]:
    """What SQLite tells of a database, a line each, without the names that it gives by itself."""
    found = set()
    with closing(sqlite3.connect(path)) as connection:
        ask = connection.execute
        for name, sql in ask("select name, sql from sqlite_master where type = 'table'").fetchall():
            if name.startswith("sqlite_"):
                continue
            words = re.sub(r'[\s"]', "", sql).lower()
            for word in ("autoincrement", "withoutrowid", "collatenocase", "check(price>0)"):
                found.add(f"{name} {word} {word in words}")
            found.add(f"{name} deferred {'initiallydeferred' in words}")
            for _, column, kind, required, default, key, hidden in ask(
                f'pragma table_xinfo("{name}")'
            ):
                found.add(f"{name}.{column} {kind} {required} {default} {key} {hidden}")
            for row in ask(f'pragma foreign_key_list("{name}")'):
                found.add(f"{name} key {row[2:]}")
            for _, index, unique, origin, partial in ask(f'pragma index_list("{name}")').fetchall():
                columns = ask(f'pragma index_xinfo("{index}")').fetchall()
                called = index if origin == "c" else ""
                found.add(f"{name} {called} {unique} {origin} {partial} {[c[2:] for c in columns]}")
    return frozenset(re.sub(r"\s+", " ", fact).replace(", ", ",").lower() for fact in found)


def looks_like_black(tool: Tool, folder: Path) -> str:
    """Whether black would leave the file alone."""
    database(folder, SHOP + SECOND_KEY)
    tool.generate(folder)
    done = subprocess.run(
        [sys.executable, "-m", "black", "--quiet", "--check", "models.py"], cwd=folder, check=False
    )
    return said(done.returncode == 0)


def passes_mypy(tool: Tool, folder: Path) -> str:
    """Whether `mypy --strict` finds nothing in the models."""
    database(folder, SHOP + SECOND_KEY)
    tool.generate(folder)
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "models.py"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    return said(done.returncode == 0)


def same_bytes(tool: Tool, folder: Path) -> str:
    """Whether three runs in processes with other hash seeds write the same bytes."""
    texts = set()
    for seed in ("0", "1", "2"):
        for path in folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        database(folder, SHOP + SECOND_KEY)
        tool.generate(folder, {"PYTHONHASHSEED": seed})
        texts.add((folder / "models.py").read_text())
    return said(len(texts) == 1)


def tells_drift(tool: Tool, folder: Path) -> str:
    """Whether the command, asked not to write, ends with another exit code once the database has changed."""
    if tool.name != "ormforge":
        helped = subprocess.run(
            [tool.command[0], "--help"], capture_output=True, text=True, check=False
        )
        return said(bool(re.search(r"--(check|diff)\b", helped.stdout)))
    database(folder, SHOP)
    tool.generate(folder)
    checking = Tool(tool.name, (*tool.command[:-1], "check"), tool.configuration)
    before = checking.generate(folder).returncode
    database(folder, SECOND_KEY)
    return said((before, checking.generate(folder).returncode) == (0, 1))


def needs_no_configuration(tool: Tool, folder: Path) -> str:
    """Whether the command that has been given the URL makes models in a folder without a file of its own."""
    database(folder, SHOP)
    Tool(tool.name, tool.command).generate(folder)
    return said((folder / "models.py").exists())


def processor_seconds(tables: int, runs: int) -> Question:
    """The CPU seconds of the n-th run on a database of so many tables."""

    def question(tool: Tool, folder: Path) -> str:
        for number in range(tables):
            database(folder, SHOP.replace("books", f"b{number}").replace("authors", f"a{number}"))
        for _ in range(runs):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            tool.generate(folder)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return f"{used:.1f}"

    return question


QUESTIONS: dict[str, Question] = {
    "a method written into the file survives the next run": keeps_a_method,
    "`author.books` means the same after a second foreign key to authors": keeps_meanings,
    "an exit code says that the models are out of date": tells_drift,
    "facts of a small SQLite database that differ after a round trip": rebuilds,
    "tables and columns called `class`, `from`, `metadata` … import without a warning": odd_names_import,
    "quotes and line ends in the database stay text": text_stays_text,
    "black would leave the file alone": looks_like_black,
    "`mypy --strict` finds nothing": passes_mypy,
    "the same bytes in every process": same_bytes,
    "works without a configuration file": needs_no_configuration,
    "CPU seconds, 10 tables": processor_seconds(5, 1),
    "CPU seconds, 300 tables": processor_seconds(150, 1),
    "CPU seconds, 300 tables, the third run with nothing changed": processor_seconds(150, 3),
}


def packages(requirement: str) -> str:
    """How many packages pip would install into an empty environment."""
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed"]
    done = subprocess.run(
        [*pip, "--report", "-", requirement], capture_output=True, text=True, check=True
    )
    return str(len(json.loads(done.stdout)["install"]))


def tools(sqlacodegen: str) -> list[Tool]:
    """The generators to ask."""
    beside = Path(sys.executable)
    output = ("sqlite:///shop.db", "--outfile", "models.py")
    lines = ['url = "sqlite:///shop.db"', "[output]", 'path = "models.py"', "[naming]"]
    configuration = "\n".join(["[database]", *lines, "singularize = true", ""])
    found = [
        Tool("ormforge", (str(beside.with_name("ormforge")), "generate"), configuration),
        Tool("sqlacodegen_v2 0.1.4", (str(beside.with_name("sqlacodegen_v2")), *output)),
    ]
    return [*found, Tool("sqlacodegen 4.0.4", (sqlacodegen, *output))] if sqlacodegen else found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sqlacodegen", default="", metavar="PROGRAM")
    parser.add_argument("--install", action="store_true")
    options = parser.parse_args()
    asked = tools(options.sqlacodegen)
    print(f"| | {' | '.join(tool.name for tool in asked)} |\n|---|{'---|' * len(asked)}")
    for title, question in QUESTIONS.items():
        answers = []
        for tool in asked:
            with tempfile.TemporaryDirectory() as folder:
                answers.append(question(tool, Path(folder)))
        print(f"| {title} | {' | '.join(answers)} |", flush=True)
    if options.install:
        wanted = [str(Path(__file__).parents[1]), "sqlacodegen-v2==0.1.4", "sqlacodegen==4.0.4"]
        counts = [packages(each) for each in wanted[: len(asked)]]
        print(f"| packages that pip installs | {' | '.join(counts)} |")


if __name__ == "__main__":
    main()
