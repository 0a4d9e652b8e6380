"""Projects whose models have just been generated."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.project import Project, Run

CASES = Path(__file__).parents[1] / "cases"


def generated(root: Path, url: str, ddl: str = "", *, schemas: tuple[str, ...] = ()) -> Project:
    """A project of the database, with its models in models.py."""
    root.mkdir(exist_ok=True)
    project = Project(root, url)
    if ddl:
        project.sql(ddl)
    named = f"schemas = {json.dumps(list(schemas))}\n" if schemas else ""
    project.write(
        "ormforge.toml",
        f'[database]\nurl = "env:DATABASE_URL"\n{named}\n[output]\npath = "models.py"\n',
    )
    run = project.ormforge("generate")
    assert run.code == 0, run.err
    return project


def case_schema(name: str) -> str:
    """The database of a case folder, as SQL."""
    (schema,) = (CASES / name).glob("schema.*.sql")
    return schema.read_text(encoding="utf-8")


def findings(run: Run, severity: str) -> list[str]:
    """What a run of `verify --output-format json` found of this severity: `subject: message`."""
    found: list[dict[str, Any]] = json.loads(run.out)["findings"]
    return [f"{f['subject']}: {f['message']}" for f in found if f["severity"] == severity]


def verify(project: Project, *options: str, url: str = "") -> Run:
    """`ormforge verify` as a program calls it, as another user where a URL is given."""
    env = {"DATABASE_URL": url} if url else {}
    run = project.ormforge("--output-format", "json", "verify", *options, env=env)
    if run.code not in (0, 1):
        pytest.fail(f"verify failed: {run.out}{run.err}")
    return run
