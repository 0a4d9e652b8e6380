"""docs/output.schema.json: what every command prints with `--output-format json` has its form, and no field besides."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.conftest import Ormforge
from tests.project import Project

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/output.schema.json").read_text())
CONFIG = """\
[database]
url = "sqlite:///{folder}/test.db"
[output]
path = "models.py"
[api]
path = "schemas.py"
[templates]
overlays = ["overlay"]
[review.silenced]
"missing-primary-key log" = "appended to"
[types]
"*.absent" = "str"
"""


def closed(schema: Any) -> Any:
    """The schema as it is in this release: a new field has to be added to it."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: closed(value) for key, value in schema.items()}
    return {**inner, "additionalProperties": False} if "properties" in schema else inner


@pytest.fixture
def project(tmp_path: Path, sqlite_url: str) -> Project:
    made = Project(tmp_path, sqlite_url)
    made.sql(
        "CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, isbn TEXT);"
        "CREATE TABLE copies (id INTEGER PRIMARY KEY, book_id INTEGER REFERENCES books (id));"
        "CREATE TABLE log (host TEXT)"
    )
    made.write("ormforge.toml", CONFIG.format(folder=tmp_path))
    made.write("overlay/note.txt", "")
    return made


def test_every_command(project: Project, ormforge: Ormforge) -> None:
    seen: set[str] = set()

    def said(*words: str, code: int = 0) -> dict[str, Any]:
        run = ormforge("--output-format", "json", *words)
        content = json.loads(run.out)
        assert (run.code, content["exit_code"]) == (code, code), run.out
        jsonschema.validate(content, closed(SCHEMA))
        seen.update(content)
        return dict(content)

    said("generate", "--message")
    text = project.read("models.py")
    own = "    isbn: Mapped[str | None] = mapped_column(Text)\n"
    project.write("models.py", text.replace(own, f"{own}\n    def code(self):\n        return 1\n"))
    said("generate")
    ormforge("export", "openapi", "-o", "api.json")
    assert said("custom", "list")["custom"]
    assert said("check", code=2)["notes"], "a rule that matches nothing"
    project.sql("ALTER TABLE books RENAME TO volumes; DROP TABLE copies")
    assert said("diff", code=2)["files"][0]["diff"]
    assert said("diff", "--schema", code=1)["schema_changes"]
    assert said("rename", "table", "books", "volumes")["renames"]
    said("rename", "list")
    project.sql("ALTER TABLE volumes DROP COLUMN isbn")
    said("generate", "--allow-mass-removal")
    said("custom", "orphans")
    assert said("export", "openapi", "--diff", "api.json")["api_changes"]
    assert said("review")["silenced"]
    assert said("explain", "volumes.title")["facts"]
    said("doctor")
    said("verify")
    said("draft")
    said("templates", "list")
    assert isinstance(said("templates", "eject", "models.py.j2")["written"], str)
    assert said("templates", "diff")["templates"]
    said("config", "show")
    said("config", "validate")
    said("snapshot", "-o", "catalog.json")
    said("export", "mermaid", "-o", "schema.mmd")
    said("init", "--ci", "github")
    project.write("ormforge.toml", "[output]\nheadr = 1\n")
    assert said("check", code=2)["error"]["problems"]
    (project.root / "ormforge.toml").unlink()
    said("init", "--yes", "--url", "sqlite:///test.db", "--ci", "gitlab")
    said("custom", "resolve", "x", code=2)
    assert seen == set(SCHEMA["properties"])


def test_the_schema_is_one_and_the_form_is_its_version() -> None:
    from ormforge.cli.documents import FORM_VERSION

    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["version"]["const"] == FORM_VERSION


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_no_secret_in_the_log(tmp_path: Path, ormforge: Ormforge, form: str) -> None:
    """Neither of a failure nor of a drift, though a default of the database holds the password itself."""
    made = Project(tmp_path, f"sqlite:///{tmp_path}/s3cret%20pw/test.db")
    (tmp_path / "s3cret pw").mkdir()
    made.write("ormforge.toml", '[database]\nurl = "env:U"\n[output]\npath = "models.py"\n')
    for url in (
        "postgresql://u:s3cr%40t%2Fpw%C3%A9@127.0.0.1:1/d?application_name=x",
        "mysql+pymysql://u:s3cr%40t%2Fpw%C3%A9@127.0.0.1:1/d",
        "mssql://u:s3cr%40t%2Fpw%C3%A9@h/d",
    ):
        summary = tmp_path / "summary.md"
        run = ormforge(
            "-v",
            "--output-format",
            form,
            "check",
            environ={"U": url, "GITHUB_STEP_SUMMARY": str(summary)},
        )
        assert run.code == 2
        told = run.out + run.err + (summary.read_text() if summary.exists() else "")
        assert "s3cr" not in told, told
