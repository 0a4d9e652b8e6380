"""`ormforge export openapi --diff` and `json-schema --diff`: forms, exit codes, mistakes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.export.api_project import ApiProject, make

SQL = "CREATE TABLE tags (id INTEGER PRIMARY KEY, name VARCHAR(30) NOT NULL);"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> ApiProject:
    """A project whose documents were exported before a field was added and one limited."""
    made = make(tmp_path_factory.mktemp("changes") / "shop", SQL)
    assert made.ormforge("export", "openapi", "--full", "-o", "openapi.json").code == 0
    assert made.ormforge("export", "json-schema", "-o", "schemas.json").code == 0
    made.edit("app/schemas.py", "    id: Int64\n", "    id: Int64\n    label: str\n")
    made.edit(
        "app/schemas.py", "name: str = Field(max_length=30)", "name: str = Field(max_length=20)"
    )
    return made


LINES = """\
breaking: TagCreate.name has at most 20 characters, had at most 30 characters (requests)
TagRead.label is new, and required
"""


def test_a_person_is_told(project: ApiProject) -> None:
    told = project.ormforge("export", "openapi", "--full", "--diff", "openapi.json")
    assert (told.code, told.out, told.err) == (0, LINES, "2 changes of the API, 1 breaking\n")
    again = project.ormforge("export", "json-schema", "--diff", "schemas.json")
    assert again == told


def test_markdown(project: ApiProject) -> None:
    told = project.ormforge("export", "json-schema", "--diff", "schemas.json", "--markdown")
    assert told.out.splitlines() == [
        "- **Breaking** (requests): `TagCreate.name` has at most 20 characters, had at most 30 characters",
        "- `TagRead.label` is new, and required",
    ]


def test_a_program_is_told(project: ApiProject) -> None:
    told = project.ormforge(
        "--output-format",
        "json",
        "export",
        "json-schema",
        "--diff",
        "schemas.json",
        "--fail-on",
        "breaking",
    )
    content = json.loads(told.out)
    assert (told.code, content["exit_code"]) == (1, 1)
    assert content["api_changes"][0] == {
        "rule": "max-length",
        "place": "TagCreate.name",
        "message": "has at most 20 characters, had at most 30 characters",
        "breaking": True,
        "breaks": ["request"],
    }
    assert content["api_changes"][1]["breaking"] is False


def test_github_is_told(project: ApiProject) -> None:
    told = project.ormforge(
        "--output-format", "github", "export", "json-schema", "--diff", "schemas.json"
    )
    assert [line.partition(" ")[0] for line in told.out.splitlines()] == ["::warning", "::notice"]


def test_what_fails_a_run(project: ApiProject, tmp_path: Path) -> None:
    current = tmp_path / "now.json"
    assert project.ormforge("export", "json-schema", "-o", str(current)).code == 0
    for older, fail_on, code in (
        ("schemas.json", "breaking", 1),
        ("schemas.json", "change", 1),
        (str(current), "breaking", 0),
        (str(current), "change", 0),
    ):
        told = project.ormforge("export", "json-schema", "--diff", older, "--fail-on", fail_on)
        assert told.code == code, (older, fail_on)
    assert told.err == "Nothing has changed for clients\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("openapi", "--diff", "none.json"),
            "none.json: cannot be read: No such file or directory",
        ),
        (("openapi", "--diff", "ormforge.toml"), "ormforge.toml: is no JSON"),
        (("openapi", "--diff", "schemas.json"), "schemas.json: is no OpenAPI"),
        (("json-schema", "--diff", "openapi.json"), "openapi.json: is no JSON Schema with $defs"),
        (("openapi", "--diff", "openapi.json"), "--full exports them as well"),
        (("openapi", "--fail-on", "breaking"), "--fail-on needs"),
        (("openapi", "--markdown"), "--markdown needs"),
        (("openapi", "--diff", "openapi.json", "-o", "x.json"), "without -o"),
        (("openapi", "--diff", "openapi.json", "-t", "tags"), "without -t"),
    ],
)
def test_mistakes(project: ApiProject, arguments: tuple[str, ...], said: str) -> None:
    told = project.ormforge("export", *arguments)
    assert told.code == 2
    assert said in told.err
