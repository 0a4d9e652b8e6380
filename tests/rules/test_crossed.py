"""Rules, styles and layouts with one another: each package is the database, or the combination is refused.

All pairs of choices are among a few configurations, which share a folder. Each is generated twice, imported, mapped,
rebuilt and compared with the database; one run of mypy --strict and one of black go over all of them.
"""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from ormforge.cli.invocation import Invocation
from ormforge.cli.main import run
from ormforge.cli.terminal import Terminal
from tests.project import run_script
from tests.rules.crossing import OWN, SCHEMA, Choice, Row, config_of, refused, rows

pytestmark = pytest.mark.xdist_group("crossed rules")
ROWS = rows()


def package_of(number: int, row: Row) -> str:
    without_views = any(choice.name == "views skip" for choice in row)
    return f"row_{number}" + ("_without_views" if without_views else "")


def ormforge_in(folder: Path, *arguments: str) -> tuple[int, str]:
    err, environ = io.StringIO(), {"DATABASE_URL": f"sqlite:///{folder / 'shop.db'}"}
    invocation = Invocation(
        terminal=Terminal(io.StringIO(), err, environ), environ=environ, folder=folder
    )
    with contextlib.redirect_stderr(err):
        return run(list(arguments), invocation), err.getvalue()


@pytest.fixture(scope="module")
def crossed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package of every row, generated, and a second run that writes nothing."""
    folder = tmp_path_factory.mktemp("crossed")
    (folder / "shop.db").touch()
    run_script(f"sqlite:///{folder / 'shop.db'}", SCHEMA)
    (folder / "own.py").write_text(OWN)
    for number, row in enumerate(ROWS):
        package = package_of(number, row)
        (folder / package).mkdir()
        (folder / package / "__init__.py").touch()
        (folder / f"{package}.toml").write_text(config_of(row, package))
        code, err = ormforge_in(folder, "-c", f"{package}.toml", "generate")
        assert (code, "warning" in err) == (0, False), config_of(row, package) + err
        code, err = ormforge_in(folder, "-c", f"{package}.toml", "check")
        assert (code, "warning" in err) == (0, False), config_of(row, package) + err
    return folder


def said(folder: Path, *command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command], cwd=folder, capture_output=True, text=True, check=False
    )


def test_every_package_is_the_database(crossed: Path) -> None:
    modules = [f"{package_of(number, row)}.models" for number, row in enumerate(ROWS)]
    script = Path(__file__).parent / "verify_rows.py"
    verified = said(crossed, script, crossed, f"sqlite:///{crossed / 'shop.db'}", *modules)
    assert verified.returncode == 0, verified.stderr
    found = json.loads(verified.stdout)
    assert list(found) == modules
    assert {module: wrong for module, wrong in found.items() if wrong} == {}


def test_every_package_is_strictly_typed_and_formatted(crossed: Path) -> None:
    packages = [package_of(number, row) for number, row in enumerate(ROWS)]
    strict = ["--strict", "--no-error-summary"]
    strict += ["--allow-untyped-calls"] if sa.__version__.startswith("2.0") else []
    names = [argument for package in packages for argument in ("-p", package)]
    typed = said(crossed, "-m", "mypy", *strict, *names)
    wrong = [line for line in typed.stdout.splitlines() if not line.startswith("own.py")]
    assert wrong == []
    formatted = said(crossed, "-m", "black", "--check", *packages)
    assert formatted.returncode == 0, formatted.stderr


@pytest.mark.parametrize(
    ("style", "choice"), list(refused()), ids=lambda value: getattr(value, "name", value)
)
def test_a_style_that_cannot_follow_a_rule_says_so(
    tmp_path: Path, style: str, choice: Choice
) -> None:
    (tmp_path / "shop.db").touch()
    run_script(f"sqlite:///{tmp_path / 'shop.db'}", SCHEMA)
    (tmp_path / "own.py").write_text(OWN)
    styled = Choice(style, {"output": f'path = "models.py"\nstyle = "{style}"'})
    (tmp_path / "ormforge.toml").write_text(config_of((styled, choice), "app"))
    before = sorted(tmp_path.rglob("*"))
    code, err = ormforge_in(tmp_path, "generate")
    assert code == 2
    (error,) = [line for line in err.splitlines() if line.startswith("error: ")]
    assert error.startswith("error: ormforge.toml:")
    assert choice.name.split()[0] in error
    assert sorted(tmp_path.rglob("*")) == before
