"""How commands are put together: groups of them, and the examples below their help."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import typer

CONTEXT_SETTINGS: dict[str, Any] = {"help_option_names": ["-h", "--help"]}

_AS_IT_IS = "\b\n"
"""Tells the help formatter to leave the lines that follow as they are."""


def command_group(
    help_text: str, commands: Iterable[tuple[Callable[..., int], Sequence[str]]]
) -> typer.Typer:
    """A group of commands, each with its examples; a command is called like its function, but for an `_` at its end."""
    group = typer.Typer(
        rich_markup_mode=None,
        no_args_is_help=True,
        help=help_text,
        context_settings=CONTEXT_SETTINGS,
    )
    for command, examples in commands:
        group.command(command.__name__.rstrip("_"), epilog=example_text(examples))(command)
    return group


def example_text(examples: Sequence[str]) -> str:
    """The examples as the end of a help text, a line each."""
    return f"{_AS_IT_IS}Examples:\n" + "\n".join(f"  {example}" for example in examples)
