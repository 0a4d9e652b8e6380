"""`ormforge templates`: which templates are in use, and copies of them to change."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from ormforge.cli.exit_codes import ExitCode
from ormforge.cli.groups import command_group
from ormforge.cli.invocation import OutputFormat, invocation_of
from ormforge.cli.reporting import report_content

LIST_EXAMPLES = ("ormforge templates list",)
EJECT_EXAMPLES = ("ormforge templates eject models.py.j2", "ormforge templates eject _model.py.j2")
DIFF_EXAMPLES = ("ormforge templates diff", "ormforge templates diff models.py.j2")


def templates_app() -> typer.Typer:
    """The commands below `ormforge templates`."""
    commands = ((list_, LIST_EXAMPLES), (eject, EJECT_EXAMPLES), (diff, DIFF_EXAMPLES))
    return command_group("See the templates, or copy one to change it.", commands)


def list_(context: typer.Context) -> int:
    """Print every template, the file it comes from, and the blocks in it."""
    from ormforge import pipeline

    invocation = invocation_of(context)
    loaded = invocation.load()
    sources = pipeline.template_sources(loaded.config, loaded.root)
    if invocation.output_format is OutputFormat.json:
        content = [asdict(source) for source in sources]
        report_content(invocation, ExitCode.DONE, {"templates": content})
        return ExitCode.DONE
    for source in sources:
        blocks = f"  blocks: {', '.join(source.blocks)}" if source.blocks else ""
        invocation.terminal.product(f"{source.name}  {source.origin}{blocks}")
    return ExitCode.DONE


def eject(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="A template that `list` names.")],
) -> int:
    """Copy a built-in template into the first overlay folder."""
    from ormforge import pipeline
    from ormforge.config.find import shown_path

    invocation = invocation_of(context)
    loaded = invocation.load()
    shown = shown_path(pipeline.eject_template(loaded.config, loaded.root, name), invocation.folder)
    if invocation.output_format is OutputFormat.json:
        report_content(invocation, ExitCode.DONE, {"written": shown})
    else:
        invocation.say(f"Wrote {shown}; keep in it only what you change")
    return ExitCode.DONE


def diff(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="A built-in template that was copied.")
    ] = None,
) -> int:
    """Print what has changed since built-in templates were copied: in them, then in the copies.

    Exit code 1: a built-in one has changed since.
    """
    from ormforge import pipeline

    invocation = invocation_of(context)
    loaded = invocation.load()
    found = pipeline.copied_templates(loaded.config, loaded.root, name)
    code = ExitCode.CHANGES if any(each.shipped for each in found) else ExitCode.DONE
    if invocation.output_format is OutputFormat.json:
        report_content(invocation, code, {"templates": [asdict(each) for each in found]})
        return code
    for each in found:
        if not each.known:
            invocation.say(f"{each.path}: what it was copied from is not known any more")
        for text in (each.shipped, each.own):
            if text:
                invocation.terminal.product(text.rstrip("\n"))
    return code
