"""`ormforge explain`: which rule or default gave each name, type and relationship."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from ormforge.cli.exit_codes import ExitCode
from ormforge.cli.invocation import OutputFormat, invocation_of
from ormforge.cli.reporting import report_content

if TYPE_CHECKING:
    from ormforge.config import Loaded
    from ormforge.report import Fact

EXAMPLES = (
    "ormforge explain books",
    "ormforge explain public.books.author_id",
    "ormforge --output-format json explain public.authors.books",
)


def explain(
    context: typer.Context,
    key: Annotated[
        str,
        typer.Argument(
            help="A table, column, relationship or enum: public.books, books.author_id, authors.books."
        ),
    ],
) -> int:
    """Print what something is in the models, and what made it so.

    Writes nothing. A rule of the configuration, or a default; a rule is told with its file and line.
    """
    from ormforge import pipeline

    invocation = invocation_of(context)
    loaded = invocation.load()
    facts = pipeline.explain(loaded.config, loaded.root, key)
    if invocation.output_format is OutputFormat.json:
        content = [{**asdict(fact), "source": _source(fact, loaded)} for fact in facts]
        report_content(invocation, ExitCode.DONE, {"facts": content})
    else:
        invocation.terminal.product("\n".join(_lines(facts, loaded)))
    return ExitCode.DONE


def _lines(facts: tuple[Fact, ...], loaded: Loaded) -> Iterator[str]:
    """The facts below what they are about, each with its reason."""
    subject = ""
    for fact in facts:
        if fact.subject != subject:
            subject = fact.subject
            yield subject
        yield f"  {fact.aspect}: {fact.value}"
        yield f"      {_because(fact, loaded)}"


def _because(fact: Fact, loaded: Loaded) -> str:
    source = _source(fact, loaded)
    if fact.rule is None:
        return f"default: {fact.reason}"
    return fact.rule if source is None else f"{source}: {fact.rule}"


def _source(fact: Fact, loaded: Loaded) -> str | None:
    source = None if fact.rule is None else loaded.source_of(fact.rule)
    return None if source is None else str(source)
