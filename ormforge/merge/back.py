"""Putting archived code back on a person's word: into the class where it stood, as their own code."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from ormforge.merge.blocks import orphan_key
from ormforge.plan import Archived, Generated
from ormforge.source.lines import dominant_end, split_lines, with_end
from ormforge.source.partition import read_class, read_module
from ormforge.source.sameness import comments, meaning
from ormforge.source.unit import Suite, Unit


def put_back(base: Generated | None, mine: str, path: PurePosixPath, entry: Archived) -> str | None:
    """The file with the archived text in it; None where it has no place there.

    At the notice that tells of it, else in the place of its untouched generated counterpart, else, for a member, at the
    end of its class.
    """
    own = read_module(mine, path)[0]
    generated = read_module(base.text, path, base.keys)[0] if base is not None else Suite(())
    lines = with_end(split_lines(entry.text), dominant_end(mine))
    if entry.owner is None:
        found = _in_suite(generated, own, entry, lines)
    else:
        found = _in_class(generated, own, entry, lines)
    return None if found is None else found.text


def _in_class(
    generated: Suite, own: Suite, entry: Archived, lines: tuple[str, ...]
) -> Suite | None:
    before = next((u for u in generated.units if u.kind == "class" and u.key == entry.owner), None)
    mine = next((u for u in own.units if before and u.identity == before.identity), None)
    if before is None or mine is None or mine.kind != "class":
        return None
    (parts, _), (ours, _) = read_class(before), read_class(mine)
    body = _in_suite(parts.body, ours.body, entry, lines)
    if body is None and not any(u.key == entry.key for u in parts.body.units):
        end = Unit("statement", (dominant_end(mine.text),), (), lines, mine.line)
        body = replace(ours.body, units=(*_ended(ours.body), end))
    if body is None:
        return None
    changed = replace(mine, code=(*ours.header, body.text))
    return replace(own, units=tuple(changed if u is mine else u for u in own.units))


def _ended(body: Suite) -> tuple[Unit, ...]:
    """The units of a body, with a line end behind the last."""
    *before, last = body.units
    code = last.code
    if code and not code[-1].endswith(("\n", "\r")):
        code = (*code[:-1], code[-1] + "\n")
    return (*before, replace(last, code=code))


def _in_suite(
    generated: Suite, own: Suite, entry: Archived, lines: tuple[str, ...]
) -> Suite | None:
    noticed = next((u for u in own.units if orphan_key(u) == entry.key), None)
    place = noticed if noticed is not None else _untouched(generated, own, entry)
    if place is None:
        return None
    if noticed is not None and entry.key.startswith("table "):
        return None  # its table has gone: a class for it would map nothing
    restored = replace(place, kind="statement", lead=(), code=lines)
    return replace(own, units=tuple(restored if u is place else u for u in own.units))


def _untouched(generated: Suite, own: Suite, entry: Archived) -> Unit | None:
    """The generated counterpart, if all that a person has added to it are comments of the archived text."""
    before = next((u for u in generated.units if u.key == entry.key), None)
    mine = next((u for u in own.units if before and u.identity == before.identity), None)
    if before is None or mine is None:
        return None
    told = [*comments(mine.bare), *mine.lead_text.splitlines()]
    same = meaning(before.bare) == meaning(mine.bare)
    return mine if same and all(comment in entry.text for comment in told) else None
