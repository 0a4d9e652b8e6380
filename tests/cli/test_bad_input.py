"""What a person gets wrong in rules, templates and targets: one error with its place, and nothing is written."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Ormforge

HEAD = '[database]\nurl = "sqlite:///shop.db"\n[output]\npath = "models.py"\n[templates]\noverlays = ["ov"]\n'
SCHEMA = """
create table books (id integer primary key, title text not null);
create table borrowers (id integer primary key, name text not null);
"""
OWN = """
def boom(value): raise KeyError(value)
VALUE = 3
"""
EXTENDS = '{% extends "ormforge/models.py.j2" %}\n'


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    connection = sqlite3.connect(tmp_path / "shop.db")
    connection.executescript(SCHEMA)
    connection.close()
    (tmp_path / "ov").mkdir()
    (tmp_path / "own.py").write_text(OWN)
    return tmp_path


def refused(ormforge: Ormforge, shop: Path, told: str, kept: list[str] | None = None) -> None:
    before = sorted(shop.rglob("*"))
    done = ormforge("generate")
    assert done.code == 2, done.err
    errors = [line for line in done.err.splitlines() if line.startswith(("error", "warning"))]
    assert len(errors) == 1, done.err
    assert errors[0].startswith(f"error: {told}"), done.err
    state = shop / ".ormforge"
    assert [
        path
        for path in sorted(shop.rglob("*"))
        if path not in before and state not in (path, *path.parents)
    ] == []
    failed = sorted(
        p.relative_to(state / "failed").as_posix() for p in (state / "failed").rglob("*.txt")
    )
    assert failed == sorted(kept or [])


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ('overlay = ["x"]', '7: templates.overlay: unknown key; did you mean "overlays"?'),
        ('vars = ["x"]', "7: templates.vars: must be a table of keys and values, not a list"),
        ('filters = ["own:boom", "own:VALUE"]', "7: templates.filters[1]: own:VALUE"),
        ('tests = ["own:gone"]', "7: templates.tests[0]: own:gone: the module own has no"),
        ('filters = ["nowhere:x"]', "7: templates.filters[0]: nowhere:x cannot be imported"),
        ('[naming.tables]\nbooks = "Borrowers"', "8: naming.tables.books: 'Borrowers' is what borrowers is called already"),
        ('[types]\n"books.title" = "nowhere:Title"', '8: types."books.title": nowhere:Title cannot be imported'),
        ('[bases]\nbooks = "own:Gone"', "7: bases: needs output.base"),
        ('[[targets]]\ntemplate = "t.j2"\npath = "out/{{ table.name[0] }}.py"', "9: targets[0].path: makes out/b.py for the table borrowers (target 1), which is the file of the table books"),
        ('[[targets]]\ntemplate = "t.j2"\npath = "models.py"\nper = "run"', "9: targets[0].path: makes models.py for the run (target 1), which is the file of the models"),
        ('[[targets]]\ntemplate = "t.j2"\npath = "{{ table.name }}.py"\nper = "run"', "9: targets[0].path: None has no 'name'"),
        ('[[targets]]\ntemplate = "t.j2"\npath = "{{ table.name"', "9: targets[0].path: unexpected end of template"),
        ('[[targets]]\ntemplate = "t.j2"\npath = "../{{ table.name }}.py"', "9: targets[0].path: must be a path below the project's folder, without '..'"),
        ('[[targets]]\ntemplate = "t.j2"\npath = "{{ \'../\' }}x.py"', "9: targets[0].path: must be a path below the project's folder, without '..'"),
        ('[[targets]]\ntemplate = "t.j2"\npath = "ormforge.toml"\nper = "run"', "9: targets[0].path: makes ormforge.toml for the run, which ormforge itself reads"),
        ('[[targets]]\ntemplate = "t.j2"\npath = "ov/{{ table.name }}.j2"', "9: targets[0].path: makes ov/books.j2 for the table books, which ormforge itself reads"),
        ('[[targets]]\ntemplate = "tt.j2"\npath = "{{ table.name }}.py"', "8: targets[0].template: there is no template 'tt.j2'; did you mean 't.j2'?"),
        ('[[targets]]\ntemplate = "../ov/t.j2"\npath = "{{ table.name }}.py"', "8: targets[0].template: there is no template '../ov/t.j2'"),
    ],
)  # fmt: skip
def test_in_the_configuration(ormforge: Ormforge, shop: Path, rules: str, told: str) -> None:
    (shop / "ov" / "t.j2").write_text("x = 1\n")
    (shop / "ormforge.toml").write_text(f"{HEAD}{rules}\n")
    refused(ormforge, shop, f"ormforge.toml:{told}")


def test_an_overlay_folder_that_is_missing(ormforge: Ormforge, shop: Path) -> None:
    (shop / "ormforge.toml").write_text(HEAD.replace('["ov"]', '["ov", "gone"]'))
    refused(ormforge, shop, "ormforge.toml:6: templates.overlays[1]: there is no folder gone")


@pytest.mark.parametrize(
    ("template", "told"),
    [
        (EXTENDS + "{% block model %}\n{{ model.nme }}\n{% endblock %}", "3: in block 'model': DraftModel has no 'nme'; did you mean 'name'?"),
        (EXTENDS + "{% block header %}{{ nope }}{% endblock %}", "2: in block 'header': there is no variable 'nope' here"),
        (EXTENDS + "{% block header %}\n{{ 1 | boom }}{% endblock %}", "3: in block 'header': boom (own:boom) failed: KeyError: 1"),
        (EXTENDS + "{% block modle %}x{% endblock %}", "2: ormforge/models.py.j2 has no block 'modle'; did you mean 'model'?"),
        (EXTENDS + "{% block header %}{{ 1 | bom }}{% endblock %}", "2: No filter named 'bom'; did you mean 'boom'?"),
        ('{% extends "models.py.j2" %}', " the template extends itself"),
        ('{% include "models.py.j2" %}', "1: the template extends, includes or calls itself without end"),
        ("{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}", "1: the template extends, includes or calls itself without end"),
        ('{% include "../own.py" %}', "1: there is no template '../own.py'"),
        ('{% extends "ormforge/../own.py" %}', "1: there is no template 'ormforge/../own.py'"),
        ("{% if %}", "1: Expected an expression"),
        ("{{ 1 // 0 }}", "1: ZeroDivisionError"),
    ],
)  # fmt: skip
def test_in_a_template(ormforge: Ormforge, shop: Path, template: str, told: str) -> None:
    (shop / "ormforge.toml").write_text(f'{HEAD}filters = ["own:boom"]\n')
    (shop / "ov" / "models.py.j2").write_text(template)
    refused(ormforge, shop, f"ov/models.py.j2:{told}")


def test_a_template_that_prints_no_python(ormforge: Ormforge, shop: Path) -> None:
    (shop / "ormforge.toml").write_text(HEAD)
    broken = EXTENDS + "{% block model %}\nclass {{ model.name }} Broken:\n{% endblock %}"
    (shop / "ov" / "models.py.j2").write_text(broken)
    said = "ov/models.py.j2:3: printed what is no Python, in line "
    refused(ormforge, shop, said, ["models.py.txt", "report.txt"])
    assert "class Books Broken:" in (shop / ".ormforge" / "failed" / "models.py.txt").read_text()


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ('[database]\nurl = "sqlite:///gone.db"', "2: database.url: sqlite:///"),
        ('[database]\nurl = "postgresql+psycopg://a@127.0.0.1:1/d"', "2: database.url: postgresql+psycopg://a@127.0.0.1:1/d: "),
        ('[database]\ndialect = "sqlite"\nddl = ["gone.sql"]', "3: database.ddl[0]: gone.sql: there is no such file"),
        ('[database]\ndialect = "sqlite"\nmigrations = "false"', "3: database.migrations: `false` ended with exit code 1"),
        ('[hooks]\nbefore = [\n  "true",\n  "nowhere",\n]\n[database]\nurl = "sqlite:///shop.db"', "4: hooks.before[1]: nowhere: there is no such program"),
        ('[naming]\nclass-name = "own:boom"\n[database]\nurl = "sqlite:///shop.db"', "2: naming.class-name: own:boom failed for table="),
    ],
)  # fmt: skip
def test_what_fails_is_told_with_the_line_that_asked_for_it(
    ormforge: Ormforge, shop: Path, rules: str, told: str
) -> None:
    (shop / "ormforge.toml").write_text(f'{rules}\n[output]\npath = "models.py"\n')
    run = ormforge("generate")
    assert run.code == 2
    (error,) = [line for line in run.err.splitlines() if line.startswith("error: ")]
    assert error.startswith(f"error: ormforge.toml:{told}")
    said = json.loads(ormforge("--output-format", "json", "generate").out)["error"]
    assert said["problems"][0]["line"] == int(told[0])
    assert (
        "::error file=ormforge.toml,line=" in ormforge("--output-format", "github", "check").out
        or "hooks" in rules
    )


def test_a_function_of_the_project_is_told_with_its_line(ormforge: Ormforge, shop: Path) -> None:
    head = '[database]\nurl = "sqlite:///shop.db"\n[output]\npath = "models.py"\n'
    (shop / "raising.py").write_text("def name(**facts):\n    return facts['no']\n")
    (shop / "ormforge.toml").write_text(f'{head}[naming]\nclass-name = "raising:name"\n')
    assert "KeyError: 'no' (raising.py:2)" in ormforge("check").err
