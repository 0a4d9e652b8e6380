"""`[format] tool = "ruff"`: the generated text is what `ruff format` leaves as it is, with the project's own settings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ormforge.errors import FormatError
from ormforge.pipeline.ruff import find_ruff
from tests.project import Project

SCHEMA = """
CREATE TABLE books (id INTEGER PRIMARY KEY, a_name_that_makes_the_line_too_long VARCHAR(50) NOT NULL DEFAULT 'something');
CREATE TABLE people (id INTEGER PRIMARY KEY, born DATE);
"""
CONFIG = """
[database]
url = "env:DATABASE_URL"
[output]
path = "app/models"
layout = "per-table"
[format]
tool = "ruff"
[api]
path = "schemas.py"
"""
SINGLE = '[format]\nquote-style = "single"\n'


@pytest.fixture
def project(tmp_path: Path, sqlite_url: str) -> Project:
    (tmp_path / "project" / ".git").mkdir(parents=True)
    made = Project(tmp_path / "project", sqlite_url)
    made.sql(SCHEMA)
    made.write("ormforge.toml", CONFIG)
    return made


def ruff_agrees(project: Project) -> bool:
    command = [find_ruff([str(Path(sys.executable).parent)]), "format", "--no-cache", "--check"]
    return not subprocess.run([*command, "."], cwd=project.root, check=False).returncode


def test_settings_count_where_they_hold(project: Project) -> None:
    project.write("pyproject.toml", "[tool.ruff]\nline-length = 40\n")
    project.write("app/ruff.toml", f"line-length = 70\n{SINGLE}")
    generated = project.ormforge("generate")
    assert generated.code == 0, generated.err
    assert ruff_agrees(project)
    assert "__tablename__ = 'books'" in project.read("app/models/books.py")
    assert max(map(len, project.read("app/models/books.py").splitlines())) > 60
    assert project.ormforge("check").code == 0


def test_settings_of_the_machine_and_of_variables_do_not_count(project: Project) -> None:
    own = project.root.parent / "home" / "ruff"
    own.mkdir(parents=True)
    (own / "ruff.toml").write_text(SINGLE)
    (project.root.parent / "ruff.toml").write_text(SINGLE)  # above the repository
    env = {"XDG_CONFIG_HOME": str(own.parent), "RUFF_LINE_LENGTH": "20"}
    assert project.ormforge("generate", env=env).code == 0
    assert '__tablename__ = "books"' in project.read("app/models/books.py")


def test_a_merged_statement_is_formatted_as_the_rest(project: Project) -> None:
    project.write(
        "pyproject.toml", '[tool.ruff]\nline-length = 60\nformat.quote-style = "single"\n'
    )
    assert project.ormforge("generate").code == 0
    path = "app/models/books.py"
    mine = project.read(path).replace(
        "server_default='something'", "server_default='something', index=True"
    )
    project.write(path, mine)
    subprocess.run(
        [find_ruff([str(Path(sys.executable).parent)]), "format", "-q", "."],
        cwd=project.root,
        check=True,
    )
    project.sql("ALTER TABLE books DROP COLUMN a_name_that_makes_the_line_too_long")
    project.sql(
        "ALTER TABLE books ADD COLUMN a_name_that_makes_the_line_too_long VARCHAR(60) NOT NULL DEFAULT 'something'"
    )
    merged = project.ormforge("generate")
    assert merged.code == 0, merged.err
    assert "String(60)" in project.read(path)
    assert "index=True" in project.read(path)
    assert ruff_agrees(project)
    assert project.ormforge("check").code == 0


def test_without_ruff_and_with_settings_that_are_none(project: Project, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="there is no ruff") as failure:
        find_ruff([os.fspath(tmp_path)])
    assert "pip install 'ormforge[ruff]'" in str(failure.value.hint)
    project.write("ruff.toml", 'line-length = "wide"\n')
    refused = project.ormforge("generate")
    assert refused.code == 2
    assert "error: ruff cannot format with ruff.toml: Failed to " in refused.err
    assert not (project.root / "app").exists()
