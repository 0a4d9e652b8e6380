"""The case folders: tests/cases/NAME, each a database, a project, and what ormforge makes of them.

    schema.DIALECT.sql   the database (sqlite, postgresql, mysql)
    ormforge.toml        optional; the default has singular class names, models.py and schemas.py
    before/              optional: files of the project before the first run
    expected/            what the project's Python files are after it; `notes.txt` holds what it printed
    edited/, migration.sql   optional: what a person then writes, and what happens to the database
    expected_after/      what the next run makes of it
    use.py               optional: `use(session, models)`, run on the database

Every expected module goes through `ormforge verify`: imported, its mappers configured without a warning, an empty
database built from it and compared with the first one, catalog against catalog. `pytest tests/test_cases.py --update` rewrites the expected files.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.project import Project, Run
from tests.warm import run_python

CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if path.is_dir())
DEFAULT_CONFIG = """\
[database]
url = "env:DATABASE_URL"

[output]
path = "models.py"

[naming]
singularize = true

[api]
path = "schemas.py"
"""


def dialect_of(case: Path) -> str:
    (schema,) = case.glob("schema.*.sql")
    return schema.name.split(".")[1]


@pytest.fixture
def project(case: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Project:
    fixture = {"sqlite": "sqlite_url", "postgresql": "pg_url", "mysql": "mysql_url"}[
        dialect_of(case)
    ]
    root = tmp_path / "project"
    shutil.copytree(case / "before", root) if (case / "before").exists() else root.mkdir()
    made = Project(root, request.getfixturevalue(fixture))
    made.write("ormforge.toml", config_of(case))
    if (case / "overlays").exists():
        shutil.copytree(case / "overlays", root / "overlays")
    made.sql((case / f"schema.{dialect_of(case)}.sql").read_text(encoding="utf-8"))
    return made


def config_of(case: Path) -> str:
    own = case / "ormforge.toml"
    return own.read_text(encoding="utf-8") if own.exists() else DEFAULT_CONFIG


def compare(project: Project, run: Run, expected: Path, update: bool) -> None:
    assert run.code in (0, 3), run.err
    files = {name: text.decode("utf-8") for name, text in project.files().items()}
    notes = f"exit {run.code}\n" + run.err.replace(str(project.root), "PROJECT")
    wanted = {**files, "notes.txt": notes}
    if update:
        shutil.rmtree(expected, ignore_errors=True)
        for name, text in wanted.items():
            (expected / name).parent.mkdir(parents=True, exist_ok=True)
            (expected / name).write_bytes(text.encode("utf-8"))
    found = {
        path.relative_to(expected).as_posix(): path.read_bytes().decode("utf-8")
        for path in sorted(expected.rglob("*"))
        if path.is_file() and path.suffix != ".pyc"
    }
    assert wanted == found


def prove(project: Project, case: Path) -> None:
    """Rebuild the database from the models and compare the two; use the models and the schemas as the case says."""
    verified = project.ormforge("verify", env={"PYTHONWARNINGS": "error"})
    assert verified.code == 0, verified.err
    if (case / "use.py").exists():
        use = str(case / "use.py")
        done = run_python(
            "-W",
            "error",
            "-m",
            "tests.use_models",
            use,
            cwd=project.root,
            env={"DATABASE_URL": project.url},
        )
        assert done.returncode == 0, done.stdout + done.stderr


def assert_up_to_date(project: Project, code: int) -> None:
    before = {
        path: (path.read_bytes(), path.stat().st_mtime_ns)
        for path in project.root.rglob("*")
        if path.is_file()
    }
    again = project.ormforge("generate")
    assert again.code == code, again.err
    after = {
        path: (path.read_bytes(), path.stat().st_mtime_ns)
        for path in project.root.rglob("*")
        if path.is_file()
    }
    changed = [
        str(path) for path in before.keys() | after.keys() if before.get(path) != after.get(path)
    ]
    assert [path for path in changed if "/cache/" not in path and not path.endswith(".lock")] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path, project: Project, request: pytest.FixtureRequest) -> None:
    update = request.config.getoption("--update")
    run = project.ormforge("generate")
    compare(project, run, case / "expected", update)
    prove(project, case)
    assert_up_to_date(project, run.code)
    if not (case / "expected_after").exists() and not (case / "migration.sql").exists():
        return
    if (case / "edited").exists():
        shutil.copytree(case / "edited", project.root, dirs_exist_ok=True)
    if (case / "migration.sql").exists():
        project.sql((case / "migration.sql").read_text(encoding="utf-8"))
    run = project.ormforge("generate")
    compare(project, run, case / "expected_after", update)
    if run.code == 0:
        prove(project, case)
    assert_up_to_date(project, run.code)


def expected_packages(folder: Path) -> list[str]:
    """The names of packages in the folder, each with the modules that a case is expected to have after a step."""
    names = []
    for case in CASES:
        for step in ("expected", "expected_after"):
            if (case / step / "notes.txt").exists() and "mypy: skip" not in config_of(case):
                package = folder / f"{case.name}_{step}".replace("-", "_")
                shutil.copytree(case / step, package)
                (package / "__init__.py").touch()
                own = "|".join(path.stem for path in package.glob("*.py"))
                for module in package.rglob("*.py"):
                    text = module.read_text(encoding="utf-8")
                    dots = "." * len(module.relative_to(package).parts)
                    text = re.sub(
                        rf"^from ({own}) import", rf"from {dots}\1 import", text, flags=re.M
                    )
                    module.write_text(text, encoding="utf-8")
                names.append(package.name)
    return names


def test_every_expected_module_is_strictly_typed(tmp_path: Path) -> None:
    """One run of mypy --strict over the generated modules of all cases."""
    names = expected_packages(tmp_path)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            # the constructors of dialect types are typed since SQLAlchemy 2.1
            *(["--allow-untyped-calls"] if sa.__version__.startswith("2.0") else []),
            *(arg for name in names for arg in ("-p", name)),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_pyright_finds_no_error(tmp_path: Path) -> None:
    """One run of pyright over the same modules; its package brings Node along, so that nothing is fetched."""
    expected_packages(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, tmp_path],
        cwd=tmp_path,
        env={**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(done.stdout)
    assert report["summary"]["filesAnalyzed"] >= len(CASES)
    errors = [each for each in report["generalDiagnostics"] if each["severity"] == "error"]
    assert [(each["file"], each["range"]["start"], each["message"]) for each in errors] == []
