"""A commit message that says what a run has done, for `git commit -F`."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from ormforge.catalog.changes import SchemaChange
from ormforge.cli.summary import counted, kept_code
from ormforge.cli.terminal import harmless
from ormforge.plan import Plan

_SUBJECT = 72
_WIDTH = 72
_MOST = 40
"""Changes that a list names before it only counts them."""


def commit_message(plan: Plan) -> str:
    """The message for the files that the plan changes; empty where it changes none."""
    if not any(change.changed for change in plan.changes):
        return ""
    blocks = [_subject(plan), *_lists(plan.schema)]
    kept = kept_code(plan.kept)
    if kept:
        blocks.append(f"Hand-written code kept: {kept}")
    return "\n\n".join(blocks) + "\n"


def _subject(plan: Plan) -> str:
    changes = plan.schema
    if not changes:
        first = all(change.before is None for change in plan.changes if change.changed)
        return "Models of the database" if first else "Models generated again"
    short = [str(change).partition(" (")[0] for change in changes]
    named = _one_line(f"Models: {', '.join(short)}")
    if len(named) <= _SUBJECT:
        return named
    breaking = sum(change.breaking is not None for change in changes)
    count = f"Models: {counted(len(changes), 'change')} of the database"
    return f"{count}, {breaking} breaking" if breaking else count


def _lists(changes: tuple[SchemaChange, ...]) -> Iterator[str]:
    breaking = [f"{one}: {one.breaking}" for one in changes if one.breaking is not None]
    others = [str(one) for one in changes if one.breaking is None]
    if breaking:
        yield "\n".join(("Breaking:", *_items(breaking)))
    if others:
        yield "\n".join(("In the database:", *_items(others)))


def _items(lines: Iterable[str]) -> Iterator[str]:
    all_lines = list(lines)
    for line in all_lines[:_MOST]:
        yield textwrap.fill(
            _one_line(line),
            _WIDTH,
            initial_indent="- ",
            subsequent_indent="  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    if len(all_lines) > _MOST:
        yield f"- and {len(all_lines) - _MOST} more"


def _one_line(text: str) -> str:
    """The text without a line end: a name of the database must not begin a line of its own."""
    return " ".join(harmless(text).split())
