"""`ormforge config`: what the configuration is, whether it is right, and what may stand in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import typer

from ormforge.cli.exit_codes import ExitCode
from ormforge.cli.groups import command_group
from ormforge.cli.invocation import Invocation, OutputFormat, invocation_of
from ormforge.cli.reporting import report_content

if TYPE_CHECKING:
    from ormforge.config import Loaded
    from ormforge.config.entries import Entry


def config_app() -> typer.Typer:
    """The commands below `ormforge config`."""
    commands = ((show, SHOW_EXAMPLES), (validate, VALIDATE_EXAMPLES), (schema, SCHEMA_EXAMPLES))
    return command_group("Show or check the configuration.", commands)


SHOW_EXAMPLES = (
    "ormforge config show",
    "ormforge --profile ci --output-format json config show",
)


def show(context: typer.Context) -> int:
    """Print every value of the configuration and where it comes from.

    Passwords are hidden.
    """
    from ormforge.config.entries import entries

    invocation = invocation_of(context)
    loaded = _resolved_if_possible(invocation, invocation.read())
    found = list(entries(loaded.config, loaded.layer))
    if invocation.output_format is OutputFormat.json:
        content = {"file": loaded.shown, "profile": loaded.profile}
        values = [_entry_content(entry) for entry in found]
        report_content(invocation, ExitCode.DONE, {**content, "values": values})
    else:
        invocation.terminal.product("\n".join(_table(found)))
    return ExitCode.DONE


VALIDATE_EXAMPLES = (
    "ormforge config validate",
    "ormforge -c other.toml config validate",
)


def validate(context: typer.Context) -> int:
    """Check the configuration and all its profiles.

    Exit 2 and tell every mistake if there is one. No database is needed.
    """
    invocation = invocation_of(context)
    loaded = _resolved_if_possible(invocation, invocation.read())
    if invocation.output_format is OutputFormat.json:
        report_content(invocation, ExitCode.DONE, {"file": loaded.shown, "valid": True})
    else:
        invocation.say(f"{loaded.shown} is valid")
    return ExitCode.DONE


SCHEMA_EXAMPLES = ("ormforge config schema > ormforge.schema.json",)


def schema(context: typer.Context) -> int:
    """Print the JSON Schema of ormforge.toml, for editors."""
    from ormforge.config.schema import schema_text

    invocation_of(context).terminal.product(schema_text())
    return ExitCode.DONE


def _resolved_if_possible(invocation: Invocation, loaded: Loaded) -> Loaded:
    """The configuration with its URL resolved, or as it is written where its variable is not set here."""
    from ormforge.config import InvalidConfig
    from ormforge.config.load import resolved

    try:
        loaded = resolved(loaded)
    except InvalidConfig as error:
        if invocation.output_format is OutputFormat.text:
            invocation.terminal.message(f"warning: {error}", "warning")
        return loaded
    invocation.hide_url(loaded)
    return loaded


def _entry_content(entry: Entry) -> dict[str, object]:
    source = entry.source
    place = {"kind": source.kind, "name": source.name or None, "line": source.line}
    origin = {**place, "profile": source.profile, "through": source.through}
    return {"key": entry.key, "value": entry.value, "source": origin}


def _table(found: list[Entry]) -> list[str]:
    """The entries in two columns, `key = value` and the source."""
    left = [f"{entry.key} = {_as_text(entry.value)}" for entry in found]
    width = min(max(map(len, left)), _WIDTH)
    return [f"{text:<{width}}  # {entry.source}" for text, entry in zip(left, found, strict=True)]


_WIDTH = 40
"""The column at which sources start; a longer value pushes its own further right."""


def _as_text(value: object) -> str:
    return "(not set)" if value is None else json.dumps(value, ensure_ascii=False)
