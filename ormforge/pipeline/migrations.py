"""The project's own migrations, run on a database built for them."""

from __future__ import annotations

import configparser
import io
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath

from ormforge.errors import asked_for_by
from ormforge.process import Tell, run_command, split_command

VARIABLE = "DATABASE_URL"
"""The variable that tells a migration command its database, as most deployments do."""

_URL_OPTION = "sqlalchemy.url"


def migrate(command: str, root: Path, tell: Tell | None, url: str) -> None:
    """Run the project's migrations on the database behind the URL. Raises ProcessError.

    The command is told the URL in `DATABASE_URL`, and in place of the word `{url}`. Alembic is also given a copy of
    its ini file with this URL, so that the URL which stands there is never migrated.
    """
    words = [word.replace("{url}", url) for word in split_command(command)]
    with asked_for_by("database", "migrations"), _own_ini(words, root, url) as own:
        run_command(own, root, tell, {VARIABLE: url})


@contextmanager
def _own_ini(words: list[str], root: Path, url: str) -> Iterator[list[str]]:
    """The command, told of an ini file of its own where it is Alembic's and has one."""
    at = _after_alembic(words)
    if at is None:
        yield words
        return
    ini, rest = _take_ini(words[at:])
    if not (root / ini).is_file():
        yield words
        return
    with tempfile.TemporaryDirectory(prefix="ormforge") as folder:
        copy = Path(folder) / "alembic.ini"
        copy.write_text(_ini_text(root / ini, url), encoding="utf-8")
        yield [*words[:at], "-c", str(copy), *rest]


def _after_alembic(words: Sequence[str]) -> int | None:
    """Where the arguments of Alembic begin; None where another program is run."""
    if PurePath(words[0]).stem == "alembic":
        return 1
    runs_module = [*words[1:3]] == ["-m", "alembic"] and "python" in PurePath(words[0]).name
    return 3 if runs_module else None


def _take_ini(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """The ini file that the arguments name, and the other arguments."""
    ini, rest = "alembic.ini", list(arguments)
    for i, word in enumerate(rest):
        if word in ("-c", "--config") and i + 1 < len(rest):
            ini = rest[i + 1]
            del rest[i : i + 2]
            break
        if word.startswith("--config="):
            ini = word.partition("=")[2]
            del rest[i]
            break
    return ini, rest


def _ini_text(ini: Path, url: str) -> str:
    """The ini file with another URL; paths beside it stay beside it."""
    parser = configparser.RawConfigParser()
    parser.read_string(ini.read_text(encoding="utf-8"), source=str(ini))
    here = str(ini.resolve().parent).replace("%", "%%")
    for name in parser.sections():
        for option, value in parser.items(name):
            parser.set(name, option, value.replace("%(here)s", here))
        if name == "alembic" or parser.has_option(name, _URL_OPTION):
            parser.set(name, _URL_OPTION, url.replace("%", "%%"))
    text = io.StringIO()
    parser.write(text)
    return text.getvalue()
