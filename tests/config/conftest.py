from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from ormforge.config import Loaded, load_config

Load = Callable[..., Loaded]

MINIMAL = """\
[database]
url = "sqlite:///shop.db"
[output]
path = "models.py"
"""


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Loads the configuration of the test's folder, whose ormforge.toml is the text given, if one is given."""

    def call(
        text: str | None = None,
        *,
        profile: str | None = None,
        overrides: Mapping[str, Any] | None = None,
        environ: Mapping[str, str] | None = None,
        file: Path | None = None,
    ) -> Loaded:
        if text is not None:
            (tmp_path / "ormforge.toml").write_text(text, encoding="utf-8")
        return load_config(tmp_path, file, profile, overrides or {}, environ or {})

    return call
