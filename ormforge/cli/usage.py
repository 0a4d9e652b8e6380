"""Mistakes on the command line, explained: what is wrong, and the nearest thing that would be right."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

import typer

from ormforge.errors import UsageError

# Typer has carried its own copy of click since 0.26, so that only its own exception leads to the class that every
# mistake of usage has, whichever version is installed.
UsageMistake: type[Exception] = typer.BadParameter.__mro__[1]

_GLOBAL_OPTIONS = (
    "-c",
    "--config",
    "-q",
    "--quiet",
    "-v",
    "--verbose",
    "--profile",
    "--output-format",
)


def explain_usage(error: Exception) -> UsageError:
    """The mistake as an error of ours, with a hint where there is one to give."""
    message = str(error.format_message()) if hasattr(error, "format_message") else str(error)
    hint = _hint(error, message)
    # Some versions of typer suggest commands by themselves.
    message = message.partition(" Did you mean")[0].replace("Value error, ", "").rstrip(".")
    return UsageError(message[:1].lower() + message[1:], hint=hint)


def _hint(error: Exception, message: str) -> str | None:
    misplaced = _unknown_word(message, "No such option")
    if misplaced in _GLOBAL_OPTIONS:
        return f"{misplaced} stands before the command: ormforge {misplaced} ... COMMAND"
    unknown = _unknown_word(message, "No such command")
    if unknown is not None:
        close = get_close_matches(unknown, _commands(error), n=1)
        return (
            f"did you mean {close[0]!r}?" if close else f"commands: {', '.join(_commands(error))}"
        )
    context = getattr(error, "ctx", None)
    return None if context is None else f"see {context.command_path} --help"


def _unknown_word(message: str, start: str) -> str | None:
    if not message.startswith(start):
        return None
    return message[len(start) :].lstrip(": ").split()[0].strip("'\".")


def _commands(error: Exception) -> list[str]:
    command = getattr(getattr(error, "ctx", None), "command", None)
    known: Iterable[str] = getattr(command, "commands", ())
    return sorted(known)
