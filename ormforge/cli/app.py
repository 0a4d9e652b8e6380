"""The commands, and the options that stand before them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ormforge import __version__
from ormforge.cli import (
    check,
    config,
    custom,
    diff,
    doctor,
    draft,
    explain,
    export,
    generate,
    init,
    rename,
    review,
    snapshot,
    templates,
    verify,
)
from ormforge.cli.groups import CONTEXT_SETTINGS, example_text, help_without_command
from ormforge.cli.invocation import Invocation, OutputFormat
from ormforge.cli.one_screen import OneScreenGroup
from ormforge.errors import UsageError


def build_app() -> typer.Typer:
    """The command line application."""
    app = typer.Typer(
        cls=OneScreenGroup,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings=CONTEXT_SETTINGS,
    )
    app.callback(invoke_without_command=True)(global_options)
    for module in (init, generate, check, diff, draft, explain, verify, review, snapshot):
        name = module.__name__.rpartition(".")[2]
        app.command(name, epilog=example_text(module.EXAMPLES))(getattr(module, name))
    app.add_typer(export.export_app(), name="export")
    app.add_typer(custom.custom_app(), name="custom")
    app.add_typer(rename.rename_app(), name="rename")
    app.add_typer(templates.templates_app(), name="templates")
    app.add_typer(config.config_app(), name="config")
    app.command("doctor", epilog=example_text(doctor.EXAMPLES))(doctor.doctor)
    return app


def global_options(
    context: typer.Context,
    *,
    config_file: Annotated[
        Path | None,
        typer.Option(
            "-c",
            "--config",
            metavar="FILE",
            help="The configuration to use, instead of the nearest one.",
            show_default=False,
        ),
    ] = None,
    profile: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="Lay [profiles.NAME] over the configuration.", show_default=False
        ),
    ] = None,
    output_format: Annotated[
        OutputFormat, typer.Option(help="For a person, a program, or GitHub Actions.")
    ] = OutputFormat.text,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="Only warnings and errors.")] = False,
    verbose: Annotated[
        bool, typer.Option("-v", "--verbose", help="Everything, and tracebacks of errors.")
    ] = False,
    version: Annotated[  # noqa: ARG001 - its callback prints it
        bool,
        typer.Option(
            "--version", help="Print the version.", is_eager=True, callback=_print_version
        ),
    ] = False,
) -> None:
    """Keep SQLAlchemy models in step with the database, and every hand-written line in them."""
    if quiet and verbose:
        raise UsageError("--quiet and --verbose contradict each other")
    invocation = context.find_object(Invocation)
    assert invocation is not None
    invocation.config_file, invocation.profile = config_file, profile
    invocation.quiet, invocation.verbose = quiet, verbose
    invocation.output_format = output_format
    help_without_command(context)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"ormforge {__version__}")
        raise typer.Exit
