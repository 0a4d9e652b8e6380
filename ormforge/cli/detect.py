"""Finding the database that a project already uses, for `ormforge init`."""

from __future__ import annotations

import configparser
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ormforge.secret import is_url, passwords

_DIALECTS = ("sqlite", "postgresql", "postgres", "mysql", "mariadb", "mssql", "oracle")
_URL_NAME = re.compile(
    r"(^|_)(DATABASE|DB|SQLALCHEMY|POSTGRES|POSTGRESQL|MYSQL)(_|$)", re.IGNORECASE
)
_ALEMBIC_PLACEHOLDER = "driver://user:pass@localhost/dbname"
_ALEMBIC_VALUES = {"here": "."}
_SQLITE_FILES = ("*.db", "*.sqlite", "*.sqlite3")
_SQLITE_HEADER = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectedUrl:
    """A database URL, as the configuration is to name it, and where it was found.

    `variable` is set where the URL is named by a variable that still has to be set; `secret` is then the URL, if one
    is known.
    """

    written: str
    origin: str
    variable: str | None = None
    secret: str | None = None


def as_written(url: str, origin: str) -> DetectedUrl:
    """The URL itself, or a variable in its place where it holds a password."""
    if not passwords(url):
        return DetectedUrl(written=url, origin=origin)
    return DetectedUrl(
        written="env:DATABASE_URL", origin=origin, variable="DATABASE_URL", secret=url
    )


def detect_url(folder: Path, environ: Mapping[str, str]) -> DetectedUrl | None:
    """The database of the project in a folder: from variables, alembic.ini, pyproject.toml, or a lone SQLite file."""
    searches = (_from_variables(folder, environ), _from_alembic(folder), _from_pyproject(folder))
    for found in (*searches, _from_files(folder)):
        for detected in found:
            return detected
    return None


def is_database_url(text: str) -> bool:
    """Whether the text is a URL of a database that SQLAlchemy knows by itself."""
    return is_url(text) and re.split(r"[+:]", text, maxsplit=1)[0].lower() in _DIALECTS


def _from_variables(folder: Path, environ: Mapping[str, str]) -> Iterator[DetectedUrl]:
    from ormforge.config.environment import read_environment

    environment = read_environment(environ, folder / ".env")
    likely = sorted(name for name in environment.names if _URL_NAME.search(name))
    for name in ("DATABASE_URL", *likely):
        found = environment.get(name)
        if found is not None and is_database_url(found[0]):
            yield DetectedUrl(written=f"env:{name}", origin=f"the variable {found[1]}")


def uses_alembic(folder: Path) -> bool:
    """Whether the project of a folder has migrations of alembic, which keep their version in a table."""
    return (folder / "alembic.ini").is_file() or "alembic" in _tools(folder)


def _from_alembic(folder: Path) -> Iterator[DetectedUrl]:
    file = folder / "alembic.ini"
    parser = configparser.ConfigParser(defaults=_ALEMBIC_VALUES)
    try:
        with file.open(encoding="utf-8-sig") as stream:
            parser.read_file(stream)
        names = _alembic_sections(parser)
        urls = [parser.get(name, "sqlalchemy.url", fallback="") for name in names]
    except configparser.InterpolationError:
        yield _unreadable(file.name)
    except (OSError, UnicodeDecodeError, configparser.Error):
        return
    else:
        if len(names) > 1:
            yield _several(file.name, names)
        for url in urls:
            yield from _of_alembic(url, file.name)


def _alembic_sections(parser: configparser.ConfigParser) -> list[str]:
    """The sections that name a database: those of `databases`, as the template `multidb` of alembic has them."""
    databases = parser.get("alembic", "databases", fallback="")
    return [name for name in re.split(r"[\s,]+", databases) if name] or ["alembic"]


def _several(file: str, names: list[str]) -> DetectedUrl:
    """The databases of a project of which nobody knows which one is meant."""
    origin = f"{file}, but has several and chose none: {', '.join(names)}; --url names one"
    return DetectedUrl(written="env:DATABASE_URL", origin=origin, variable="DATABASE_URL")


def _of_alembic(url: str, origin: str) -> Iterator[DetectedUrl]:
    if is_database_url(url) and url != _ALEMBIC_PLACEHOLDER:
        yield as_written(url.replace(":///./", ":///"), origin)


def _unreadable(file: str) -> DetectedUrl:
    """The database of a project that says it in a way that only its own code understands."""
    why = "a %(NAME)s of it is not set there, or a % stands alone"
    origin = f"{file}, but cannot read its URL: {why}"
    return DetectedUrl(written="env:DATABASE_URL", origin=origin, variable="DATABASE_URL")


def _from_pyproject(folder: Path) -> Iterator[DetectedUrl]:
    for name, tool in _tools(folder).items():
        for url in _texts(tool):
            if is_database_url(url) and name == "alembic":
                yield from _of_alembic_in_toml(url)
            elif is_database_url(url):
                yield as_written(url, "pyproject.toml")


def _of_alembic_in_toml(url: str) -> Iterator[DetectedUrl]:
    """The URL as alembic makes it: by Python's `%`, as
    https://alembic.sqlalchemy.org/en/latest/tutorial.html#using-pyproject-toml-for-configuration has it.
    """
    try:
        url %= _ALEMBIC_VALUES
    except (KeyError, ValueError, TypeError):
        yield _unreadable("pyproject.toml")
    else:
        yield from _of_alembic(url, "pyproject.toml")


def _tools(folder: Path) -> Mapping[str, Any]:
    """The tables below `[tool]` of a pyproject.toml; none where there is no such file that can be read."""
    from ormforge.config.toml import TomlError, read_toml

    try:
        text = (folder / "pyproject.toml").read_text(encoding="utf-8-sig")
        tools = read_toml(text).values.get("tool", {})
    except (OSError, UnicodeDecodeError, TomlError):
        return {}
    return tools if isinstance(tools, Mapping) else {}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)


def sqlite_files(folder: Path) -> tuple[str, ...]:
    """The names of the SQLite databases in a folder; an empty file is one that nothing has been written to yet.

    One whose name a URL cannot say is left out.
    """
    names = {file.name for pattern in _SQLITE_FILES for file in folder.glob(pattern)}
    return tuple(sorted(name for name in names if "?" not in name and _is_sqlite(folder / name)))


def _is_sqlite(file: Path) -> bool:
    """Whether a file begins as https://www.sqlite.org/fileformat.html#the_database_header says."""
    try:
        with file.open("rb") as stream:
            return stream.read(len(_SQLITE_HEADER)) in (b"", _SQLITE_HEADER)
    except OSError:
        return False


def _from_files(folder: Path) -> Iterator[DetectedUrl]:
    names = sqlite_files(folder)
    if len(names) == 1:
        yield DetectedUrl(written=f"sqlite:///{names[0]}", origin=f"the file {names[0]}")
