"""Writing what a CI system or pre-commit reads; a file that is there already is never changed."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ormforge.cli.ci_files import FILES, SNAPSHOT, Needs, System, ci_text
from ormforge.cli.exit_codes import ExitCode
from ormforge.cli.invocation import Invocation
from ormforge.errors import WorkspaceError

if TYPE_CHECKING:
    from ormforge.config import Config

_EXTRAS = {
    "postgresql": "postgresql",
    "postgres": "postgresql",
    "mysql": "mysql",
    "mariadb": "mysql",
}


def is_configured(invocation: Invocation) -> bool:
    """Whether the folder has a configuration, or one is named."""
    from ormforge.config.find import has_table

    folder = invocation.folder
    named = invocation.config_file is not None
    return named or (folder / "ormforge.toml").exists() or has_table(folder / "pyproject.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class CiFile:
    """The file of a CI system: its text, whether it was written or another was there, and what is left to do."""

    path: str
    text: str
    written: bool
    steps: tuple[str, ...]

    @property
    def exit_code(self) -> ExitCode:
        """`CHANGES` where the text is left to a person to add."""
        return ExitCode.DONE if self.written else ExitCode.CHANGES

    @property
    def content(self) -> dict[str, Any]:
        """The same for programs."""
        return {"file": self.path, "written": self.written, "text": self.text, "next": self.steps}


def write_ci(invocation: Invocation, system: System) -> CiFile:
    """The system's file, written where there is none yet."""
    config = invocation.read().config
    text = ci_text(system, _needs(invocation, config))
    target = invocation.folder / FILES[system]
    written = not target.exists()
    try:
        if written:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise WorkspaceError(f"{FILES[system]}: cannot be written: {error.strerror}") from None
    steps = _next_steps(system, config)
    return CiFile(path=FILES[system], text=text, written=written, steps=tuple(steps))


def tell_ci(invocation: Invocation, file: CiFile) -> None:
    """Tell a person what was written, or print what to add by hand."""
    if file.written:
        invocation.say(f"Wrote {file.path}")
    else:
        invocation.terminal.product(file.text)
        invocation.terminal.message(
            f"{file.path} is there already, and stays; add this to it by hand", "warning"
        )
    if file.steps:
        invocation.say("Next:\n" + "\n".join(f"  {step}" for step in file.steps))


def _next_steps(system: System, config: Config) -> list[str]:
    if system != "pre-commit":
        return []
    steps = ["pre-commit install"]
    if config.output.snapshot is None:
        keep = f'snapshot = "{SNAPSHOT}"'
        steps.insert(0, f"add {keep} to [output]: the hook compares the models with it")
        steps.insert(1, "ormforge generate")
    return steps


def _needs(invocation: Invocation, config: Config) -> Needs:
    """What the project's configuration says of its database, and how ormforge is called."""
    snapshot = config.output.snapshot or SNAPSHOT
    return replace(_database_needs(invocation, config), snapshot=snapshot)


def _database_needs(invocation: Invocation, config: Config) -> Needs:
    command = _command(invocation)
    if config.database.url is None:
        embedded = (config.database.dialect or "").startswith("postgresql")
        return Needs(extras=("embedded",) if embedded else (), command=command)
    url = config.database.url.get_secret_value()
    name, found, variable = url.partition("env:")
    if name or not found:
        return Needs(extras=_extras(url, config), command=command)
    variable = variable.strip()
    known = _extras(invocation.environ.get(variable, ""), config)
    return Needs(extras=known, variable=variable, command=command)


def _command(invocation: Invocation) -> str:
    """How ormforge is called, with the configuration and the profile that were named."""
    words = ["ormforge"]
    if invocation.config_file is not None:
        words += ["-c", invocation.config_file.as_posix()]
    if invocation.profile is not None:
        words += ["--profile", invocation.profile]
    return shlex.join(words)


def _extras(url: str, config: Config) -> tuple[str, ...]:
    """The extras for the database's driver; where it is not known which one it is, that of PostgreSQL."""
    dialect = url.partition("://")[0].partition("+")[0]
    driver = "postgresql" if not dialect else _EXTRAS.get(dialect)
    style = "sqlmodel" if config.output.style == "sqlmodel" else None
    return tuple(filter(None, (driver, style)))
