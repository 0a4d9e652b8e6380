"""What a run reads of the project, beside its database and what it writes itself."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from ormforge.config import Config
from ormforge.workspace.paths import files_below

_SETTINGS = ("pyproject.toml", "ruff.toml", ".ruff.toml")
"""Files with the settings of a formatter."""

_MODULE = re.compile(r"([^\W\d]\w*(?:\.\w+)*):\w")


def project_parts(config: Config, root: Path) -> Iterator[str | bytes]:
    """The templates, the settings of formatters, and what names lead to."""
    for overlay in config.templates.overlays:
        for path in files_below(root, PurePosixPath(overlay)):
            yield from _content(root / path, str(path))
    for file in _settings(root):
        yield from _content(file, file.name)
    yield from _imports(config, root)


def _settings(root: Path) -> Iterator[Path]:
    for folder in (root, *root.resolve().parents):
        yield from (folder / name for name in _SETTINGS if (folder / name).is_file())
        if (folder / ".git").exists():
            return


def _imports(config: Config, root: Path) -> Iterator[str | bytes]:
    """The modules that the configuration names, anywhere, as `module:Name`: they have to have what it names."""
    for module in sorted(set(_MODULE.findall(repr(config.model_dump(exclude={"database"}))))):
        files = list(_modules(root, module.split(".")))
        package = module.partition(".")[0]
        # A module of the project counts as it stands there, whatever Python would find first.
        own = any((folder / package).exists() for folder in (root, root / "src"))
        yield f"{module} {own or importlib.util.find_spec(package) is not None}"
        yield from files


def _modules(root: Path, parts: Iterable[str]) -> Iterator[str | bytes]:
    for folder in (root, root / "src"):
        place = folder.joinpath(*parts)
        for file in (place.with_suffix(".py"), place / "__init__.py"):
            yield from _content(file, file.name)


def _content(file: Path, name: str) -> Iterator[str | bytes]:
    yield name
    yield file.read_bytes() if file.is_file() else "-"
