"""The same tables through ormforge and through other tools.

    python -m benchmarks.api_side_by_side postgresql://USER:PASSWORD@HOST:PORT [--keep FOLDER]

Makes a database on the server and drops it again; installs each tool into a virtual environment of its own. A schema is right
where it takes what the database then takes, and refuses what the database refuses. Prints a table in Markdown.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from benchmarks.api_side_by_side.probes import PROBES, Probe

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DATABASE = "ormforge_api_side_by_side"
BOOK = "6a2f41a3-c54c-4f0f-9bd2-3e4f7d7d9d10"
VARIANTS = {"create": "Create", "update": "Update", "read": "Read"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A tool: what is installed for it, the command that generates, and its classes by use and table."""

    name: str
    installs: tuple[str, ...]
    command: tuple[str, ...]
    output: str
    classes: dict[str, str]


def _classes(form: dict[str, str], authors: str, books: str) -> dict[str, str]:
    tables = {"authors": authors, "books": books}
    return {
        f"{use} {table}": f"{name}{end}"
        for use, end in form.items()
        for table, name in tables.items()
    }


def tools(url: str) -> tuple[Tool, ...]:
    """Every tool, ormforge first: one of them reads what it exports."""
    own = _classes(VARIANTS, "Author", "Book")
    driver = url.replace("postgresql://", "postgresql+psycopg://")
    return (
        Tool(
            name="ormforge",
            installs=(),
            command=(sys.executable, "-m", "ormforge", "generate"),
            output="schemas.py",
            classes=own,
        ),
        Tool(
            name="sqlacodegen, sqlmodels",
            installs=("sqlacodegen", "sqlmodel", "psycopg[binary]"),
            command=(
                "sqlacodegen",
                "--generator",
                "sqlmodels",
                "--outfile",
                "sqlacodegen.py",
                driver,
            ),
            output="sqlacodegen.py",
            classes=_classes({"create": "", "read": ""}, "Authors", "Books"),
        ),
        Tool(
            name="supabase-pydantic",
            installs=("supabase-pydantic", "sqlalchemy"),
            command=(
                "sb-pydantic",
                "gen",
                "--type",
                "pydantic",
                "--db-url",
                url,
                "--dir",
                "supabase",
            ),
            output="supabase/fastapi/schema_public_latest.py",
            classes=_classes(
                {"create": "Insert", "update": "Update", "read": ""}, "Authors", "Books"
            ),
        ),
        Tool(
            name="datamodel-code-generator",
            installs=("datamodel-code-generator",),
            command=(
                "datamodel-codegen",
                "--input",
                "schemas.json",
                "--input-file-type",
                "jsonschema",
                "--output-model-type",
                "pydantic_v2.BaseModel",
                "--output",
                "datamodel.py",
            ),
            output="datamodel.py",
            classes=own,
        ),
        Tool(
            name="SQLModel, by hand",
            installs=("sqlmodel",),
            command=(),
            output="by_hand.py",
            classes=own,
        ),
    )


def main() -> None:
    """Compare, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("server")
    parser.add_argument("--keep", type=Path, help="a folder for what is generated")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.keep or Path(scratch)
        folder.mkdir(exist_ok=True)
        with _database(asked.server) as url:
            _prepare(folder, url)
            with psycopg.connect(url, autocommit=True) as connection:
                results = {tool.name: _compared(tool, folder, connection) for tool in tools(url)}
            labels = _labels(folder, url)
    print(_table(results, labels))


@contextmanager
def _database(server: str) -> Iterator[str]:
    name = sql.Identifier(DATABASE)
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            url = f"{server}/{DATABASE}"
            with psycopg.connect(url, autocommit=True) as other:
                other.execute((HERE / "shop.sql").read_text())
            yield url
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def _prepare(folder: Path, url: str) -> None:
    (folder / "by_hand.py").write_text((HERE / "by_hand.py.txt").read_text())
    (folder / "ormforge.toml").write_text(
        '[database]\nurl = "env:DATABASE_URL"\n[output]\npath = "models.py"\n'
        '[naming]\nsingularize = true\n[api]\npath = "schemas.py"\n'
    )
    (folder / ".env").write_text(
        f"DATABASE_URL={url.replace('postgresql://', 'postgresql+psycopg://')}\n"
    )


def _compared(tool: Tool, folder: Path, connection: psycopg.Connection[Any]) -> list[str]:
    python = _installed(tool, folder)
    _generate(tool, folder, python)
    question = {
        "folder": str(folder),
        "file": str(folder / tool.output),
        "classes": tool.classes,
        "probes": [asdict(probe) for probe in PROBES],
    }
    done = subprocess.run(
        [python, str(HERE / "ask.py")],
        input=json.dumps(question),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{tool.name}: {done.stderr.splitlines()[-1]}")
    found = json.loads(done.stdout)
    verdicts = [
        _verdict(probe, answer, connection)
        for probe, answer in zip(PROBES, found["answers"], strict=True)
    ]
    return [*verdicts, *_shown(found["read"])]


def _installed(tool: Tool, folder: Path) -> str:
    if not tool.installs:
        return sys.executable
    home = folder / f"venv-{tool.installs[0]}"
    python = home / "bin" / "python"
    if not python.exists():
        venv.create(home, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *tool.installs], check=True)
    return str(python)


def _generate(tool: Tool, folder: Path, python: str) -> None:
    if not tool.command:
        return
    program, *arguments = tool.command
    own = Path(python).parent / program
    command = [str(own) if own.exists() else program, *arguments]
    subprocess.run(command, cwd=folder, capture_output=True, check=True)
    if tool.name == "ormforge":
        export = [sys.executable, "-m", "ormforge", "export", "json-schema", "-o", "schemas.json"]
        subprocess.run(export, cwd=folder, capture_output=True, check=True)


def _verdict(probe: Probe, answer: dict[str, Any], connection: psycopg.Connection[Any]) -> str:
    """Right, or what is wrong: what was taken is given to the database, or what was refused."""
    if answer["class"] is None:
        return "no class"
    is_refused = "refused" in answer
    values = probe.values if is_refused else answer["taken"]
    accepted = _accepted(probe, values, connection)
    if is_refused:
        return "refuses it" if accepted else "right"
    return "right" if accepted else "takes it"


def _accepted(probe: Probe, values: dict[str, Any], connection: psycopg.Connection[Any]) -> bool:
    names = sql.SQL(", ").join(map(sql.Identifier, values))
    marks = sql.SQL(", ").join(sql.Placeholder() * len(values))
    table = sql.Identifier(probe.table)
    given = [
        Jsonb(value) if name == "extra" and value is not None else value
        for name, value in values.items()
    ]
    if probe.use == "create":
        statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(table, names, marks)
    elif values:
        statement = sql.SQL("UPDATE {} SET ({}) = ROW({}) WHERE id = %s").format(
            table, names, marks
        )
        given.append(BOOK)
    else:
        return True
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(statement, given)
    except psycopg.Error:
        return False
    return True


SHOWN = (
    "`password_hash` in what is answered",
    "the comment of `price`, as a description",
    "columns that are never null, as required in an answer",
)


def _shown(read: dict[str, Any]) -> Iterator[str]:
    authors, books = (_properties(read[table]) for table in ("authors", "books"))
    yield "shows it" if "password_hash" in authors[0] else "right"
    yield "right" if books[0].get("price", {}).get("description") == "In euros." else "lacks it"
    never_null = {"id", "author_id", "title", "state", "price", "stock", "tags"}
    yield "right" if never_null <= books[1] else "not all"


def _properties(schema: dict[str, Any]) -> tuple[dict[str, Any], set[str]]:
    while "$ref" in schema:
        schema = {**schema["$defs"][schema["$ref"].rpartition("/")[2]], "$defs": schema["$defs"]}
    return schema["properties"], set(schema.get("required", ()))


def _labels(folder: Path, url: str) -> dict[str, str]:
    """Whether what each tool generates is still Python where a label of the enum holds a blank."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER TYPE book_state ADD VALUE 'out of print'")
    found = {}
    for tool in tools(url):
        if not tool.command:
            found[tool.name] = "by hand"
            continue
        _generate(tool, folder, _installed(tool, folder))
        try:
            compile((folder / tool.output).read_text(), tool.output, "exec")
            found[tool.name] = "right"
        except SyntaxError:
            found[tool.name] = "no Python"
    return found


def _table(results: dict[str, list[str]], labels: dict[str, str]) -> str:
    names = [*results]
    lines = ["| | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    rows = [*(probe.says for probe in PROBES), *SHOWN]
    for place, says in enumerate(rows):
        lines.append(f"| {says} | " + " | ".join(results[name][place] for name in names) + " |")
    lines.append(
        "| an enum label with a blank | " + " | ".join(labels[name] for name in names) + " |"
    )
    counts = [
        sum(verdict not in ("right", "by hand") for verdict in (*results[name], labels[name]))
        for name in names
    ]
    lines.append("| **not right** | " + " | ".join(f"**{count}**" for count in counts) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
