"""examples/workshop: a whole project, migrated, generated, used, migrated once more, on SQLite and PostgreSQL."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.project import Project

pytestmark = pytest.mark.slow

EXAMPLE = Path(__file__).parent.parent / "examples" / "workshop"
LEFT_OUT = shutil.ignore_patterns(
    "__pycache__", ".*_cache", ".hypothesis", ".venv", "*.db", "backup", "cache"
)
MIGRATION = """\
import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "ws_invoices",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("job_id", sa.Integer, sa.ForeignKey("ws_jobs.id"), nullable=False, unique=True),
        sa.Column("amount", sa.Numeric(8, 2), nullable=False),
    )
    op.add_column("ws_customers", sa.Column("city", sa.String(60)))
    op.drop_column("ws_bicycles", "bought_on")
"""
NEW_TESTS = """\
import pytest
from httpx import AsyncClient

from test_routes import job, made


@pytest.mark.anyio
async def test_an_invoice(client: AsyncClient) -> None:
    repair = await job(client)
    invoice = await made(client, "/invoices", job_id=repair["id"], amount="94.90")
    assert (await client.get(f"/invoices/{invoice['id']}")).json()["amount"] == "94.90"
    assert (await client.get("/customers")).json()[0]["city"] is None
"""


def run(project: Project, *command: str, **env: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=project.root,
        env={**os.environ, "DATABASE_URL": project.url, **env},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def generate(project: Project) -> str:
    found = project.ormforge("generate")
    assert found.code == 0, found.err
    return found.err


def own_lines(project: Project) -> list[str]:
    """Every line of the example's regions, and the hand-written ones outside of them."""
    texts = [
        project.read(path.relative_to(project.root).as_posix())
        for path in sorted((project.root / "app").rglob("*.py"))
    ]
    lines = [line for text in texts for line in text.splitlines()]
    inside, kept = False, []
    for line in lines:
        inside = inside or "# region ormforge" in line
        outside = (
            "in_lower_case",
            "is_late",
            "default=uuid4",
            "default_factory",
            "with_details",
            "/sheet",
            "finish_job",
            "made here",
        )
        if inside or any(word in line for word in outside):
            kept.append(line)
        inside = inside and "# endregion ormforge" not in line
    return kept


def assert_overlap(own: dict[str, Any], exported: dict[str, Any]) -> None:
    """All that is exported is in the application's own document, which has more: routes of its own, a 400."""
    for path, operations in exported["paths"].items():
        for method, said in operations.items():
            found = own["paths"][path][method]
            kept = {code: found["responses"][code] for code in said["responses"]}
            assert {**found, "responses": kept} == said, f"{method} {path}"
    schemas, others = (each["components"]["schemas"] for each in (own, exported))
    assert schemas.keys() >= others.keys()
    assert {name: schemas[name] for name in others} == others


def read_json(text: str) -> dict[str, Any]:
    """A document whose numbers are as exact as those that FastAPI writes."""
    found: dict[str, Any] = json.loads(text, parse_int=float)
    return found


@pytest.fixture(params=["sqlite", "postgresql"])
def urls(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The URLs of two empty databases: the project's, and that of its tests."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/own.db", f"sqlite+aiosqlite:///{tmp_path}/test.db"
        return
    own = sa.make_url(request.getfixturevalue("pg_url"))
    engine = sa.create_engine(own, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{own.database}_test"')
    urls = [own, own.set(database=f"{own.database}_test")]
    urls = [url.set(drivername="postgresql+asyncpg") for url in urls]
    first, second = (url.render_as_string(hide_password=False) for url in urls)
    yield first, second
    with engine.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE "{own.database}_test" WITH (FORCE)')
    engine.dispose()


def test_the_project_is_migrated_generated_and_used(
    urls: tuple[str, str], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    project = Project(tmp_path / "workshop", urls[0])
    shutil.copytree(EXAMPLE, project.root, ignore=LEFT_OUT)
    own = own_lines(project)
    assert len(own) > 30

    run(project, "alembic", "upgrade", "head")
    said = generate(project)
    if "sqlite" in urls[0]:
        if request.config.getoption("--update"):
            shutil.copytree(project.root, EXAMPLE, ignore=LEFT_OUT, dirs_exist_ok=True)
        else:
            assert (
                "nothing to write" in said
            ), "what is committed is what SQLite makes; --update renews it"
    assert "nothing to write" in generate(project)
    assert project.ormforge("check").code == 0
    assert own_lines(project) == own

    (project.root / "migrations/versions/0004_invoices.py").write_text(MIGRATION, encoding="utf-8")
    (project.root / "tests/test_invoices.py").write_text(NEW_TESTS, encoding="utf-8")
    run(project, "alembic", "upgrade", "head")
    said = generate(project)
    assert "Wrote app/routers/invoice.py" in said
    assert own_lines(project) == own
    verified = project.ormforge("verify")
    assert verified.code == 0, verified.out + verified.err

    assert project.ormforge("export", "openapi", "--full", "-o", "exported.json").code == 0
    own_document = run(project, "app.main")
    assert_overlap(read_json(own_document), read_json(project.read("exported.json")))

    run(project, "pytest", "-q", "-p", "no:cacheprovider", TEST_DATABASE_URL=urls[1])
