"""The formatter that the configuration asks for, with the project's own settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Literal

from ormforge.config import Config
from ormforge.formatting import Style, format_source, read_style
from ormforge.pipeline.ruff import ask_ruff, find_ruff, usual_places

Tool = Literal["black", "ruff", "none"]
Texts = Mapping[PurePosixPath, str]


def format_texts(texts: Texts, tools: Mapping[PurePosixPath, Tool], root: Path) -> Texts:
    """Each file's text as its tool formats it. Raises FormatError."""
    by_ruff = {path: text for path, text in texts.items() if tools[path] == "ruff"}
    found = {**texts, **(ask_ruff(by_ruff, root) if by_ruff else {})}
    if "black" in tools.values():
        style = project_style(root)
        found |= {
            path: format_source(text, style)
            for path, text in texts.items()
            if tools[path] == "black"
        }
    return found


def statement_formatter(config: Config, root: Path) -> Callable[[str], str]:
    """What formats a statement that the merge put together, where the person's own had been formatted so."""
    if config.format.tool != "ruff":
        style = project_style(root)
        return lambda text: format_source(text, style)
    path = PurePosixPath(config.output.path)
    file = path if config.output.layout == "single" else path / "__init__.py"

    @cache
    def formatted(text: str) -> str:
        return ask_ruff({file: text}, root)[file]

    return formatted


def check_formatter(config: Config, root: Path) -> None:
    """Nothing, where the formatter is there and its settings are readable; raises FormatError otherwise."""
    if config.format.tool == "ruff":
        find_ruff(usual_places())
    else:
        project_style(root)


def project_style(root: Path) -> Style:
    """The black settings of the nearest pyproject.toml at or above the project's root."""
    for folder in (root, *root.resolve().parents):
        pyproject = folder / "pyproject.toml"
        if pyproject.is_file():
            return read_style(pyproject.read_text(encoding="utf-8"))
        if (folder / ".git").exists():
            break
    return Style()
