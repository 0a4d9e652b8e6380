"""How commands are put together: groups of them, and the examples below their help."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import typer

from ormforge.cli.exit_codes import ExitCode
from ormforge.cli.invocation import Invocation

CONTEXT_SETTINGS: dict[str, Any] = {"help_option_names": ["-h", "--help"]}

_AS_IT_IS = "\b\n"
"""Tells the help formatter to leave the lines that follow as they are."""


def command_group(
    help_text: str, commands: Iterable[tuple[Callable[..., int], Sequence[str]]]
) -> typer.Typer:
    """A group of commands, each with its examples; a command is called like its function, with `-` for `_`.

    The help of the group has the first example of each.
    """
    commands = tuple(commands)
    group = typer.Typer(
        rich_markup_mode=None,
        help=help_text,
        epilog=example_text([examples[0] for _, examples in commands]),
        context_settings=CONTEXT_SETTINGS,
        invoke_without_command=True,
        callback=help_without_command,
    )
    for command, examples in commands:
        group.command(
            command.__name__.rstrip("_").replace("_", "-"), epilog=example_text(examples)
        )(command)
    return group


def help_without_command(context: typer.Context) -> None:
    """Print the help of a group, as a mistake, where no command follows it."""
    if context.invoked_subcommand is None:
        invocation = context.find_object(Invocation)
        assert invocation is not None
        invocation.terminal.message(context.get_help())
        raise typer.Exit(ExitCode.FAILED)


def example_text(examples: Sequence[str]) -> str:
    """The examples as the end of a help text, a line each."""
    return f"{_AS_IT_IS}Examples:\n" + "\n".join(f"  {example}" for example in examples)
