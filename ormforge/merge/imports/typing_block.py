"""Imports for type checkers, below `if TYPE_CHECKING:`: name by name where a person has changed the block."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ormforge.merge.imports.aliases import Alias, aliases
from ormforge.merge.imports.import_lines import (
    ANYWHERE,
    block_statements,
    import_line,
    is_block,
    splice,
)
from ormforge.source.lines import indent_of, reindent, split_lines
from ormforge.source.partition import read_module
from ormforge.source.unit import Unit


def merged_block(
    base: Unit | None,
    mine: Unit,
    new: Unit | None,
    used: frozenset[str],
    bound: frozenset[str],
) -> tuple[str, ...]:
    """The lines of the user's block with what is needed now and without what is not; none where nothing is left.

    `used` are the words of the module, `bound` what it imports outside of the block.
    """
    before, after = (_all(unit) for unit in (base, new))
    header, *body = split_lines(mine.text)
    kept: list[tuple[str, str]] = []
    left: set[str] = set()
    for unit in block_statements(mine):
        own = aliases(unit)
        stays = [each for each in own if not _leaves(each, unit, before, after, used)]
        left.update(each.bound for each in stays)
        text = unit.bare if len(stays) == len(own) else splice(unit.bare, stays, stays)
        if stays or not own:
            kept.append((_module(own), "".join(unit.gap) + "".join(unit.lead) + text))
    wanted = [
        each
        for each in after
        if each not in before and each.bound in used - bound and each.bound not in left
    ]
    arriving = block_statements(new) if new is not None and is_block(new) else ()
    order = [_module(aliases(unit)) for unit in arriving]
    for unit in arriving:
        added = [each for each in aliases(unit) if each in wanted]
        kept = _with_added(kept, added, order) if added else kept
    lines = split_lines("".join(text for _, text in kept))
    return (header, *reindent(lines, "", indent_of(body[0]))) if lines else ()


def _all(unit: Unit | None) -> dict[Alias, None]:
    units = block_statements(unit) if unit is not None and is_block(unit) else ()
    return {each: None for item in units for each in aliases(item)}


def _leaves(
    alias: Alias,
    unit: Unit,
    before: Iterable[Alias],
    after: Iterable[Alias],
    used: frozenset[str],
) -> bool:
    generated = alias in before and alias not in after
    return generated and alias.bound not in used and "#" not in "".join(unit.lines)


def _module(found: Sequence[Alias]) -> str:
    return found[0].module if found else ""


def _with_added(
    kept: list[tuple[str, str]], added: Sequence[Alias], order: Sequence[str]
) -> list[tuple[str, str]]:
    """The statements with an import, beside the neighbour that it has in the new block."""
    module = _module(added)
    there = [name for name, _ in kept]
    if module in there:
        at = there.index(module)
        text = kept[at][1]
        known = aliases(read_module(text, ANYWHERE)[0].units[0])
        return [*kept[:at], (module, splice(text, known, [*known, *added])), *kept[at + 1 :]]
    place = order.index(module)
    ahead = next((there.index(name) + 1 for name in reversed(order[:place]) if name in there), None)
    behind = next((there.index(name) for name in order[place + 1 :] if name in there), len(kept))
    at = behind if ahead is None else ahead
    return [*kept[:at], (module, import_line(*added)), *kept[at:]]
