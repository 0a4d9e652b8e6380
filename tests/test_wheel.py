"""The built wheel, in an empty environment, as a new user has it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = (sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", folder, ROOT)
    run(*build, cwd=folder)
    (made,) = folder.glob("*.whl")
    return made


def test_the_wheel_carries_the_templates_and_no_tests(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    files = [path for path in (ROOT / "templates").rglob("*") if path.is_file()]
    wanted = {path.relative_to(ROOT / "templates").as_posix() for path in files}
    assert {f"ormforge/templates/{name}" for name in wanted} <= names
    assert "ormforge/py.typed" in names
    assert {name.partition("/")[0] for name in names if "dist-info" not in name} == {"ormforge"}


def test_generate_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    python = tmp_path / "venv" / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", wheel, cwd=tmp_path)
    sqlite3.connect(tmp_path / "shop.db").executescript(
        "CREATE TABLE books (id INTEGER PRIMARY KEY)"
    )
    ormforge = tmp_path / "venv" / "bin" / "ormforge"
    run(ormforge, "init", "--url", "sqlite:///shop.db", "--yes", cwd=tmp_path)
    run(ormforge, "generate", cwd=tmp_path)
    run(ormforge, "check", cwd=tmp_path)
    assert "class Book(Base):" in (tmp_path / "models.py").read_text(encoding="utf-8")
    run(python, "-c", "import models; models.Book", cwd=tmp_path)
