"""`ormforge init`: write a first configuration."""

from __future__ import annotations

import sys
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from ormforge.cli.ci import CiFile, is_configured, tell_ci, write_ci
from ormforge.cli.ci_files import System
from ormforge.cli.detect import DetectedUrl, as_written, detect_url, sqlite_files, uses_alembic
from ormforge.cli.exit_codes import ExitCode
from ormforge.cli.init_files import IGNORED, add_to_pyproject, all_or_none, append, ignore
from ormforge.cli.invocation import Invocation, OutputFormat, invocation_of
from ormforge.cli.reporting import report_content
from ormforge.cli.starter import below_tool_table, starter_text
from ormforge.errors import UsageError
from ormforge.secret import is_complete_reference, is_url, mask_url

_DEFAULT_PATH = "models.py"
_CONFIG, _PYPROJECT, _LOCAL = "ormforge.toml", "pyproject.toml", "ormforge.local.toml"


EXAMPLES = (
    "ormforge init",
    "ormforge init --url sqlite:///shop.db --yes",
    "ormforge init --url env:DATABASE_URL --pyproject",
    "ormforge init --ci github",
)


class CiSystem(Enum):
    """What reads the file that `--ci` writes."""

    github = "github"
    gitlab = "gitlab"
    pre_commit = "pre-commit"


def init(
    context: typer.Context,
    url: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="The database's URL, env:NAME or keyring:SERVICE/USER. A password in it is not written to any file.",
            show_default=False,
        ),
    ] = None,
    yes: Annotated[
        bool, typer.Option("-y", "--yes", help="Ask nothing; take what is given or found.")
    ] = False,
    pyproject: Annotated[
        bool, typer.Option("--pyproject", help="Write [tool.ormforge] into pyproject.toml instead.")
    ] = False,
    ci: Annotated[
        CiSystem | None,
        typer.Option(
            help="Write a CI job or hook as well, or alone where there is a configuration.",
            show_default=False,
        ),
    ] = None,
) -> int:
    """Write a commented ormforge.toml into the current folder.

    Without --url, the database is looked for in the environment, .env, alembic.ini, pyproject.toml, and among the
    SQLite files of the folder.
    """
    invocation = invocation_of(context)
    invocation.terminal.hide(*invocation.environ.values(), url or "")
    if ci is not None and url is None and is_configured(invocation):
        return _only_ci(invocation, ci.value)
    folder = invocation.folder
    _refuse_second(folder)
    found = _given(url) if url is not None else _detected(invocation)
    path = _DEFAULT_PATH
    if not yes and sys.stdin.isatty():
        found, path = _asked(invocation, found, ask_url=url is None)
    text = starter_text(found.written, path, alembic=uses_alembic(folder))
    target = folder / (_PYPROJECT if pyproject else _CONFIG)
    with all_or_none(target, folder / IGNORED):
        if pyproject:
            add_to_pyproject(target, below_tool_table(text))
        else:
            append(target, text)
        ignored = ignore(folder, [_LOCAL, *([".env"] if found.variable else [])])
        file = None if ci is None else write_ci(invocation, ci.value)
    _tell(invocation, target, found, ignored, file)
    return ExitCode.DONE if file is None else file.exit_code


def _only_ci(invocation: Invocation, system: System) -> ExitCode:
    file = write_ci(invocation, system)
    if invocation.output_format is OutputFormat.json:
        report_content(invocation, file.exit_code, {"ci": file.content})
    else:
        tell_ci(invocation, file)
    return file.exit_code


def _refuse_second(folder: Path) -> None:
    """Never write over a configuration, nor one that another in the same folder would beat."""
    from ormforge.config.find import has_table

    if (folder / _CONFIG).exists():
        raise UsageError(f"{_CONFIG} exists already", hint="edit it, or delete it first")
    if has_table(folder / _PYPROJECT):
        raise UsageError(
            f"{_PYPROJECT} has a [tool.ormforge] already", hint="edit it, or delete it first"
        )


def _given(url: str) -> DetectedUrl:
    if is_complete_reference(url):
        return DetectedUrl(written=url, origin="--url")
    if not is_url(url):
        raise UsageError(
            f"--url: {url!r} is not a database URL",
            hint="such as sqlite:///shop.db, postgresql+psycopg://user@host/name, or env:DATABASE_URL",
        )
    return as_written(url, "--url")


def _detected(invocation: Invocation) -> DetectedUrl:
    found = detect_url(invocation.folder, invocation.environ)
    if found is not None:
        invocation.say(f"Found a database in {found.origin}")
        return found
    files = sqlite_files(invocation.folder)
    if files:
        invocation.say(
            f"Found several SQLite files, and chose none: {', '.join(files)}; --url sqlite:///NAME names one"
        )
    return DetectedUrl(written="env:DATABASE_URL", origin="default", variable="DATABASE_URL")


def _asked(invocation: Invocation, found: DetectedUrl, *, ask_url: bool) -> tuple[DetectedUrl, str]:
    """The answers of the person at the terminal; what was found is the default."""
    if ask_url:
        answer = str(typer.prompt("Database URL, or env:NAME", default=found.written, err=True))
        invocation.terminal.hide(answer)
        found = found if answer == found.written else _given(answer)
    path = str(typer.prompt("File for the models", default=_DEFAULT_PATH, err=True))
    return found, path


def _tell(
    invocation: Invocation,
    target: Path,
    found: DetectedUrl,
    ignored: list[str],
    ci: CiFile | None,
) -> None:
    steps = _next_steps(found)
    if invocation.output_format is OutputFormat.json:
        content = {"written": target.name, "url": found.written, "next": steps}
        code = ExitCode.DONE if ci is None else ci.exit_code
        report_content(invocation, code, content if ci is None else {**content, "ci": ci.content})
        return
    invocation.say(f"Wrote {target.name}, for the database {mask_if_url(found.written)}")
    if ignored:
        invocation.say(f"Added {' and '.join(ignored)} to .gitignore")
    invocation.say("Next:\n" + "\n".join(f"  {step}" for step in steps))
    if ci is not None:
        tell_ci(invocation, ci)


def mask_if_url(written: str) -> str:
    """The URL as it may be shown; `env:NAME` as it is."""
    return mask_url(written) if is_url(written) else written


def _next_steps(found: DetectedUrl) -> list[str]:
    steps = []
    if found.variable is not None:
        shown = mask_url(found.secret) if found.secret else "dialect://user:password@host/name"
        steps.append(f"write {found.variable}={shown} into .env (with the password), or export it")
    return [*steps, "ormforge doctor", "ormforge generate"]
