"""Hand-written table arguments where the generator has none: its tuple is then an empty one."""

from __future__ import annotations

from dataclasses import replace

from ormforge.merge.match import Match
from ormforge.source.lines import indent_of
from ormforge.source.partition import read_statement
from ormforge.source.sameness import same
from ormforge.source.unit import Unit

NAME = "__table_args__"


def with_empty(match: Match) -> Match:
    """The match with an empty tuple for the version that has no table arguments, where a person has written some.

    So the generator takes out its own arguments and leaves the others, and puts its first one beside them.
    """
    base, mine, new = match.base, match.mine, match.new
    if mine is None or mine.names != (NAME,) or (base is None) == (new is None):
        return match
    if new is None and base is not None:
        return match if same(base.bare, mine.bare) else replace(match, new=empty(base))
    return replace(match, base=empty(new)) if new is not None else match


def empty(unit: Unit) -> Unit:
    """The table arguments as an empty tuple, under the same key."""
    indent = indent_of(unit.code[0])
    fresh = read_statement(f"{NAME} = ()\n", member=True)
    return replace(unit, lead=(), code=(f"{indent}{fresh.bare}",), nodes=fresh.nodes)
