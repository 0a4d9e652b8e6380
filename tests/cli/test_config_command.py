from __future__ import annotations

import json
from pathlib import Path

import pytest

from ormforge.config.schema import json_schema
from tests.cli.conftest import Ormforge


def test_show_tells_each_value_and_its_source(ormforge: Ormforge, project: Path) -> None:
    (project / ".env").write_text("\nURL=postgresql://me:s3cret@h/d\n")
    (project / "ormforge.toml").write_text(
        '[database]\nurl = "env:URL"\n[output]\npath = "m.py"\n[naming.tables]\n"public.usr" = "User"\n'
    )
    done = ormforge("config", "show", environ={"ORMFORGE_OUTPUT_HEADER": "no"})
    assert done.code == 0
    shown = {tuple(part.strip() for part in line.split("  # ")) for line in done.out.splitlines()}
    assert {
        ('database.url = "postgresql://me:***@h/d"', "ormforge.toml:2, through URL in .env:2"),
        ('output.path = "m.py"', "ormforge.toml:4"),
        ("output.header = false", "ORMFORGE_OUTPUT_HEADER"),
        ('naming.tables."public.usr" = "User"', "ormforge.toml:6"),
        ('database.include = ["*"]', "default"),
        ("database.schemas = (not set)", "default"),
    } <= shown
    assert "s3cret" not in done.out + done.err


def test_show_for_a_program(ormforge: Ormforge, project: Path) -> None:
    done = ormforge("--output-format", "json", "config", "show")
    content = json.loads(done.out)
    assert (content["command"], content["file"], content["profile"]) == (
        "config show",
        "ormforge.toml",
        None,
    )
    values = {value["key"]: value for value in content["values"]}
    assert values["output.path"] == {
        "key": "output.path",
        "value": "models.py",
        "source": {
            "kind": "file",
            "name": "ormforge.toml",
            "line": 4,
            "profile": None,
            "through": None,
        },
    }


@pytest.mark.parametrize("command", ["show", "validate"])
def test_a_variable_that_is_not_set_here_is_a_warning(
    ormforge: Ormforge, project: Path, command: str
) -> None:
    (project / "ormforge.toml").write_text('[database]\nurl = "env:URL"\n[output]\npath = "m.py"\n')
    done = ormforge("config", command)
    assert done.code == 0
    assert done.err.startswith(
        "warning: ormforge.toml:2: database.url: the environment variable URL is not set"
    )
    if command == "show":
        assert 'database.url = "env:URL"' in done.out


def test_validate(ormforge: Ormforge, project: Path) -> None:
    assert ormforge("config", "validate").err == "ormforge.toml is valid\n"
    assert ormforge("-q", "config", "validate").err == ""
    assert (
        json.loads(ormforge("--output-format", "json", "config", "validate").out)["valid"] is True
    )


BROKEN = '[database]\nurll = "sqlite://"\n[output]\npath = 3\n'


def test_mistakes_are_told_a_line_each(ormforge: Ormforge, project: Path) -> None:
    (project / "ormforge.toml").write_text(BROKEN)
    done = ormforge("config", "validate")
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines() == [
        'error: ormforge.toml:1: database.url: is missing; write url = "env:DATABASE_URL", '
        "or ddl or migrations instead",
        'error: ormforge.toml:2: database.urll: unknown key; did you mean "url"?',
        "error: ormforge.toml:4: output.path: must be text in quotes, not the number 3",
    ]


def test_mistakes_for_a_program(ormforge: Ormforge, project: Path) -> None:
    (project / "ormforge.toml").write_text(BROKEN)
    done = ormforge("--output-format", "json", "check")
    assert (done.code, done.err) == (2, "")
    content = json.loads(done.out)
    assert (content["version"], content["exit_code"]) == (1, 2)
    assert content["error"]["kind"] == "InvalidConfig"
    assert content["error"]["problems"][2] == {
        "file": "ormforge.toml",
        "line": 4,
        "key": "output.path",
        "message": "must be text in quotes, not the number 3",
    }


def test_mistakes_for_github(ormforge: Ormforge, project: Path) -> None:
    (project / "ormforge.toml").write_text(BROKEN)
    done = ormforge("--output-format", "github", "check")
    assert done.out.splitlines()[2] == (
        "::error file=ormforge.toml,line=4,title=ormforge%3A configuration::"
        "output.path: must be text in quotes, not the number 3"
    )


def test_schema(ormforge: Ormforge) -> None:
    assert json.loads(ormforge("config", "schema").out) == json_schema()


def test_a_note_about_the_files_is_told(ormforge: Ormforge, project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.ormforge]\n")
    done = ormforge("config", "validate")
    assert done.err.startswith("note: [tool.ormforge] in pyproject.toml is ignored")
