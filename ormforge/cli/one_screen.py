"""The help of `ormforge` itself, which fits a screen of 24 lines and 80 columns."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup

_WIDTH = 80
_COLUMN = 12
"""Where the commands' meanings begin."""
_START = "Usage: ormforge [OPTIONS] COMMAND ...     ormforge COMMAND --help shows examples"
_END = """\
Options:
  -c, --config FILE, --profile NAME  which configuration; a profile laid over it
  --output-format text|json|github   for a person, a program, GitHub Actions
  -q, --quiet, -v, --verbose         warnings alone; everything, and tracebacks
  --install-completion, --show-completion  of this shell; --version; -h, --help
Exit codes: 0 done  1 changes found  2 an error, nothing was written
            3 hand-written code needs a decision  130 interrupted
Start with: ormforge init --url sqlite:///shop.db && ormforge generate"""


class OneScreenGroup(TyperGroup):
    """Prints its commands in a line each, and its options as shortly as can be; docs/cli.md has them at length."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help into the formatter."""
        formatter.write(f"{_START}\n")
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is not None and not command.hidden:
                meaning = command.get_short_help_str(limit=_WIDTH - _COLUMN)
                formatter.write(f"  {name:<{_COLUMN - 2}}{meaning}\n")
        formatter.write(f"{_END}\n")
