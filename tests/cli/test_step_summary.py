"""The job summary of GitHub Actions, and `--strict`."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from ormforge.catalog.changes import SchemaChange
from ormforge.catalog.compare import Difference
from ormforge.cli.step_summary import summary_text
from ormforge.plan import FileChange, Kept, Note, Plan
from tests.project import Project

CONFIG = '[database]\nurl = "env:DATABASE_URL"\n[output]\npath = "models.py"\n'


def test_the_summary_is_markdown_in_which_database_text_is_plain() -> None:
    change = FileChange(path=PurePosixPath("a.py"), before=b"x = 1\n", after=b"x = '```'\n")
    plan = Plan(
        changes=(change, FileChange(path=PurePosixPath("b.py"), before=b"", after=b"")),
        schema=(
            SchemaChange(
                difference=Difference(
                    kind="removed", what="table", path="<img src=x>`a`_b_", before="a\n# heading"
                ),
                breaking="it is gone",
            ),
        ),
        notes=(
            Note(
                code="conflict",
                severity="decision",
                message="a | b",
                path=PurePosixPath("a.py"),
                line=3,
            ),
            Note(code="inexpressible", severity="info", message="a trigger"),
        ),
        kept=Kept(methods=2),
    )
    assert summary_text(plan) == (
        "### ormforge: 1 of 2 files differ\n\n"
        "**Database, since the last run**\n\n"
        "- **Breaking:** table &lt;img src=x&gt;\\`a\\`\\_b\\_ removed \\(a \\# heading\\): it is gone\n\n"
        "- **decision** `a.py:3`: a \\| b\n\n"
        "Hand-written code kept: 2 methods\n\n"
        "<details><summary>a.py</summary>\n\n"
        "````diff\n--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-x = 1\n+x = '```'\n````\n\n</details>\n\n"
    )


@pytest.fixture
def project(tmp_path: Path, sqlite_url: str) -> Project:
    made = Project(tmp_path, sqlite_url)
    made.sql("CREATE TABLE a (id INTEGER PRIMARY KEY)")
    made.write("ormforge.toml", CONFIG)
    assert made.ormforge("generate").code == 0
    return made


def test_the_summary_is_appended_for_github_alone(project: Project) -> None:
    project.write("summary.md", "of another step\n")
    environment = {"GITHUB_STEP_SUMMARY": str(project.root / "summary.md")}
    project.sql("ALTER TABLE a ADD COLUMN x INTEGER")
    project.ormforge("check", env=environment)
    assert project.read("summary.md") == "of another step\n"
    assert project.ormforge("--output-format", "github", "check", env=environment).code == 1
    text = project.read("summary.md")
    assert text.startswith("of another step\n### ormforge: 1 of 1 files differ\n")
    assert "+    x: Mapped[int | None]" in text


@pytest.mark.parametrize("command", ["check", "diff", "generate"])
def test_strict_makes_a_warning_count(project: Project, command: str) -> None:
    project.write("models.py", project.read("models.py") + "\n\n# region ormforge:custom a\n")
    project.ormforge("generate")
    lax = project.ormforge(command)
    assert "warning:" in lax.err
    assert lax.code == 0
    assert project.ormforge(command, "--strict").code == 1
