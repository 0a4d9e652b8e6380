"""Merging text that is no Python: what stands between region markers is the user's, the rest is generated.

Nobody can tell what a line of any language is about, so that there is nothing to be recognised again: an edit outside
regions is never overwritten, and never merged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ormforge.merge.text.text_page import Item, Line, Page, TextRegion, read_page
from ormforge.source.lines import dominant_end, line_end, plain, with_end
from ormforge.source.regions import MarkerProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class TextMerge:
    """What a merge of one text comes to.

    `edited` are the lines of mine, counted from 1, that were edited outside regions: then `text` is mine. `lost` are
    regions whose place has gone, which are no longer in the text, `returned` those of `waiting` that are back in it.
    """

    text: str
    edited: tuple[int, ...] = ()
    lost: tuple[TextRegion, ...] = ()
    returned: tuple[TextRegion, ...] = ()
    problems: tuple[MarkerProblem, ...] = ()


def merge_text(
    base: str | None, mine: str, new: str, *, waiting: Sequence[TextRegion] = ()
) -> TextMerge:
    """The new text with the regions of mine in it, byte for byte; mine where it was edited outside regions.

    A region keeps its place between the lines that it stands between; a generated region of the same name is its
    place too. `base` is what was generated last time, None where nobody knows; `waiting` are regions that were lost
    earlier. New lines get the line ends of mine.
    """
    unchanged = base is not None and plain(base) == plain(new)
    if unchanged and not waiting:
        return TextMerge(text=mine)
    own, after = read_page(mine), read_page(new)
    before = read_page(base) if base is not None else after
    generated = _keyed(before) if base is not None else {}
    if _said(own) not in (_said(before), _said(after)):
        edited = () if unchanged else edited_lines(before, own)
        return TextMerge(text=mine, edited=edited, problems=own.problems)
    layout = _Layout.of(before if _said(own) == _said(before) else after, generated, own, after)
    lost = tuple(region for region in layout.lay(own) if not layout.put_back(region))
    returned = tuple(region for region in waiting if layout.put_back(region))
    text = mine if unchanged and not returned else layout.text(dominant_end(mine))
    return TextMerge(text=text, lost=lost, returned=returned, problems=own.problems)


def edited_lines(base: Page, mine: Page) -> tuple[int, ...]:
    """The numbers of the lines of mine that are not generated, and of those where a generated one is missing."""
    found: set[int] = set()
    matcher = SequenceMatcher(None, _said(base), _said(mine), autojunk=False)
    for tag, _, _, start, end in matcher.get_opcodes():
        if tag == "delete" and mine.lines:
            found.add(mine.lines[min(start, len(mine.lines) - 1)].number)
        elif tag == "delete":
            found.add(1)
        elif tag != "equal":
            found.update(line.number for line in mine.lines[start:end])
    return tuple(sorted(found))


def _said(page: Page) -> list[str]:
    return [line.said for line in page.lines]


@dataclass
class _Layout:
    """The new text with a slot for regions above each of its lines, and one at its end."""

    new: Page
    slots: list[list[TextRegion]]
    places: Mapping[int, int]
    generated: Mapping[tuple[str, int], TextRegion]
    gaps: dict[int, tuple[str, ...]]
    taken: set[int]
    hand: set[int]

    @classmethod
    def of(
        cls, base: Page, generated: Mapping[tuple[str, int], TextRegion], mine: Page, new: Page
    ) -> _Layout:
        """A layout without the user's regions: the generated ones are in it, but those that were deleted by hand.

        `base` has the lines that mine has, `generated` are the regions generated last time.
        """
        blocks = SequenceMatcher(
            None, _said(base), _said(new), autojunk=False
        ).get_matching_blocks()
        places = {a + step: b + step for a, b, size in blocks for step in range(size)}
        gone = generated.keys() - _keyed(mine).keys()
        slots: list[list[TextRegion]] = [[] for _ in range(len(new.lines) + 1)]
        for slot, region in _slotted(new.items):
            if (region.name, region.copy) not in gone:
                slots[slot].append(region)
        return cls(new, slots, places, generated, {}, set(), set())

    def lay(self, mine: Page) -> tuple[TextRegion, ...]:
        """Put in the regions of mine; those that have no place any more."""
        lost = []
        count = len(mine.lines)
        for slot, region in _slotted(mine.items):
            before = self.generated.get((region.name, region.copy))
            untouched = before is not None and plain(before.text) == plain(region.text)
            if self._exchanged(region, keep=untouched) or untouched:
                continue
            target = self._target(slot, count)
            if target is None:
                lost.append(region)
            else:
                self.slots[target].append(self._by_hand(region))
        self._remember_gaps(mine)
        return tuple(lost)

    def _exchanged(self, region: TextRegion, *, keep: bool) -> bool:
        """Whether the new text has a region of this name, in whose place the user's then is."""
        for slot in self.slots:
            for index, other in enumerate(slot):
                same = (other.name, other.copy) == (region.name, region.copy)
                if same and id(other) not in self.taken:
                    self.taken.add(id(other))
                    if not keep:
                        slot[index] = self._by_hand(region)
                    return True
        return False

    def _by_hand(self, region: TextRegion) -> TextRegion:
        self.taken.add(id(region))
        self.hand.add(id(region))
        return region

    def _target(self, slot: int, count: int) -> int | None:
        if slot and slot - 1 in self.places:
            return self.places[slot - 1] + 1
        if slot in self.places:
            return self.places[slot]
        if slot == 0:
            return 0
        return len(self.slots) - 1 if slot == count else None

    def put_back(self, region: TextRegion) -> bool:
        """Whether the line that a lost region had stood below is there again, once; then the region is too."""
        found = [index for index, line in enumerate(self.new.lines, 1) if line.said == region.after]
        if not region.after:
            found = [0]
        if len(found) != 1:
            return False
        self.slots[found[0]].append(self._by_hand(region))
        return True

    def _remember_gaps(self, mine: Page) -> None:
        """The blank lines below a region are the user's as well, as long as the line below them is the same."""
        position = 0
        for above, item in zip((None, *mine.items), mine.items, strict=False):
            if isinstance(item, Line):
                if isinstance(above, TextRegion) and position in self.places:
                    self.gaps[self.places[position]] = item.gap
                position += 1

    def _gap(self, index: int) -> tuple[str, ...]:
        """The blank lines above a line: below a region that is set off above, another line is set off too."""
        line, slot = self.new.lines[index], self.slots[index]
        return self.gaps.get(index, max(line.gap, slot[-1].gap, key=len)) if slot else line.gap

    def text(self, end: str) -> str:
        """The lines and regions in their order, generated ones with the line end given."""
        parts: list[str] = []
        for index, slot in enumerate(self.slots):
            for region in slot:
                parts += [*with_end(region.gap, end), *self._lines(region, end)]
            if index < len(self.new.lines):
                line = self.new.lines[index]
                gap = self._gap(index)
                last = index == len(self.new.lines) - 1 and not line_end(line.text)
                parts += [*with_end(gap, end), *with_end([line.text], "" if last else end)]
        parts += with_end(self.new.tail, end)
        return "".join(_ended(parts, end))

    def _lines(self, region: TextRegion, end: str) -> Sequence[str]:
        return region.lines if id(region) in self.hand else with_end(region.lines, end)


def _ended(parts: Sequence[str], end: str) -> list[str]:
    """The lines, each but the last with an end."""
    return [part if line_end(part) else part + end for part in parts[:-1]] + list(parts[-1:])


def _keyed(page: Page) -> dict[tuple[str, int], TextRegion]:
    return {(region.name, region.copy): region for region in page.regions}


def _slotted(items: Sequence[Item]) -> list[tuple[int, TextRegion]]:
    """Each region with the number of lines above it."""
    found: list[tuple[int, TextRegion]] = []
    above = 0
    for item in items:
        if isinstance(item, TextRegion):
            found.append((above, item))
        else:
            above += 1
    return found
