"""One run of the command line: the options that stand before the command, and the streams."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ormforge.cli.terminal import Terminal

if TYPE_CHECKING:
    from ormforge.config import Loaded


class OutputFormat(str, Enum):
    """How results are written: for a person, for a program, or as annotations of GitHub Actions."""

    text = "text"
    json = "json"
    github = "github"


@dataclass(slots=True, kw_only=True)
class Invocation:
    """What the global options ask for; `command` is set when the command is known, `arguments` are the words as given."""

    terminal: Terminal
    environ: Mapping[str, str]
    folder: Path
    config_file: Path | None = None
    profile: str | None = None
    quiet: bool = False
    verbose: bool = False
    output_format: OutputFormat = OutputFormat.text
    command: str | None = None
    arguments: tuple[str, ...] = ()

    def load(self, snapshot: Path | None = None) -> Loaded:
        """The configuration, ready to connect with; from now on its password is hidden in all output.

        With a snapshot to run from, no variable is needed for the URL.
        """
        from ormforge.config import load_config

        if snapshot is not None:
            return self.read()

        self._hide_variables()
        loaded = load_config(self.folder, self.config_file, self.profile, {}, self.environ)
        return self._known(loaded)

    def read(self) -> Loaded:
        """The configuration as it is written, with no variable needed for the URL."""
        from ormforge.config import read_config

        self._hide_variables()
        loaded = read_config(self.folder, self.config_file, self.profile, {}, self.environ)
        return self._known(loaded)

    def hide_url(self, loaded: Loaded) -> None:
        """Hide the password of the configuration's URL in all output."""
        if loaded.config.database.url is not None:
            self.terminal.hide(loaded.config.database.url.get_secret_value())

    def say(self, text: str) -> None:
        """Tell a person something that is not a result; not with `--quiet`, and not to a program."""
        if not self.quiet and self.output_format is OutputFormat.text:
            self.terminal.message(text)

    def listener(self) -> Callable[[str], None] | None:
        """Where the lines go that the project's commands print; None where nobody is told."""
        told = not self.quiet and self.output_format is OutputFormat.text
        return self.terminal.message if told else None

    def _hide_variables(self) -> None:
        # An error may quote a URL before it is known which variable is the one in use.
        self.terminal.hide(*(value for value in self.environ.values() if "://" in value))

    def _known(self, loaded: Loaded) -> Loaded:
        self.hide_url(loaded)
        self.terminal.hide(*(value for value, _ in loaded.environment.file.values()))
        for note in loaded.notes:
            if self.output_format is OutputFormat.text:
                self.terminal.message(f"note: {note}", "warning")
        return loaded


def invocation_of(context: typer.Context) -> Invocation:
    """The run that a command belongs to, told the command's name."""
    invocation = context.find_object(Invocation)
    assert invocation is not None
    invocation.command = context.command_path.partition(" ")[2] or None
    return invocation
