"""Type checkers have nothing to say about the models of any style."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.styles.drafted import models_of
from tests.styles.test_members import NAMES, SHOP
from tests.styles.test_round_trip import CASES, STYLES

SCHEMAS = {
    "shop": SHOP,
    "names": NAMES,
    **{
        path.parent.name: path.read_text(encoding="utf-8")
        for path in CASES
        if path.name == "schema.sqlite.sql"
    },
}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package with a module for each schema in each style."""
    folder = tmp_path_factory.mktemp("styles")
    (folder / "models").mkdir()
    (folder / "models" / "__init__.py").touch()
    for name, schema in SCHEMAS.items():
        for style in STYLES:
            text = models_of(schema, style, folder)
            (folder / "models" / f"{name}_{style}.py").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "command",
    [("mypy", "--strict", "-p", "models"), ("pyright", "--pythonpath", sys.executable, "models")],
    ids=lambda command: command[0],
)
def test_the_models_are_well_typed(command: tuple[str, ...], package: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=package, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
