"""`ormforge explain`: which rule or default gave each name, type and relationship."""

from __future__ import annotations

from collections.abc import Iterator
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

    Writes nothing. A rule of the configuration, a name that stands in the project's files, or a default; each is told
    with its file and line.
    """
    from ormforge import pipeline

    invocation = invocation_of(context)
    loaded = invocation.load()
    facts = pipeline.explain(loaded.config, loaded.root, key)
    if invocation.output_format is OutputFormat.json:
        content = [_for_programs(fact, loaded) for fact in facts]
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
        yield from (f"      {because}" for because in _because(fact, loaded))


def _because(fact: Fact, loaded: Loaded) -> Iterator[str]:
    """The rule, the place in the project's files, or the default; then the rules that had a part in the name."""
    if fact.rule is not None:
        yield _with_source(fact.rule, loaded)
    elif fact.place is not None:
        yield f"{fact.place}: {fact.reason}"
    else:
        yield f"default: {fact.reason}"
    yield from (_with_source(rule, loaded) for rule in fact.shaped_by)


def _with_source(rule: str, loaded: Loaded) -> str:
    source = loaded.source_of(rule)
    return rule if source is None else f"{source}: {rule}"


def _for_programs(fact: Fact, loaded: Loaded) -> dict[str, object]:
    source = fact.place if fact.rule is None else _source(fact.rule, loaded)
    shaped_by = [{"rule": rule, "source": _source(rule, loaded)} for rule in fact.shaped_by]
    return {
        "subject": fact.subject,
        "aspect": fact.aspect,
        "value": fact.value,
        "reason": fact.reason,
        "rule": fact.rule,
        "source": source,
        "shaped_by": shaped_by,
    }


def _source(rule: str, loaded: Loaded) -> str | None:
    source = loaded.source_of(rule)
    return None if source is None else str(source)
