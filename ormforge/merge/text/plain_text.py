"""Files that are no Python: what their merge decides, told and remembered."""

from __future__ import annotations

from collections.abc import Sequence

from ormforge.catalog.keys import Key
from ormforge.errors import MergeError
from ormforge.merge.blocks import fingerprint
from ormforge.merge.ledger import Scope
from ormforge.merge.text.text_merge import edited_lines, merge_text
from ormforge.merge.text.text_page import TextRegion, read_page
from ormforge.plan import Archived
from ormforge.source.lines import plain

_HINT = "Put your lines between `region ormforge:custom NAME` and `endregion ormforge:custom NAME` comments, or undo them."


def merge_file(scope: Scope, base: str | None, mine: str, new: str) -> str:
    """The merged text of a file. One that was edited outside regions is kept as it is until the user has decided.

    Raises MergeError where `on_conflict` forbids to go on.
    """
    key, memory = Key(f"name {scope.path}"), scope.question.memory
    choice = scope.question.resolve.get(key)
    if key in memory.pending:
        base = memory.bases.get(key, base)
    waiting = {_region(item): item for item in memory.archive if _is_region(scope, item)}
    found = merge_text(base, mine, new, waiting=tuple(waiting))
    for problem in found.problems:
        scope.note("marker", "warning", problem.message, line=problem.line)
    if found.edited and choice != "mine":
        if choice != "theirs" and scope.question.on_conflict != "theirs":
            return _kept(scope, key, base, mine, new, found.edited)
        return _replaced(scope, key, mine, new)
    scope.ledger.count(regions=len(read_page(found.text).regions))
    scope.ledger.returned += [waiting[region] for region in found.returned]
    for region in found.lost:
        _archive(scope, region)
    return found.text


def leave_file(scope: Scope, base: str | None, mine: str) -> str | None:
    """What becomes of a file that is no longer generated: it goes, its regions to the archive; an edited one stays."""
    page = read_page(mine)
    if base is None or edited_lines(read_page(base), page):
        return mine
    generated = {plain(region.text) for region in read_page(base).regions}
    for region in page.regions:
        if plain(region.text) not in generated:
            _archive(scope, region)
    return None


def _kept(
    scope: Scope, key: Key, base: str | None, mine: str, new: str, edited: Sequence[int]
) -> str:
    where = _spans(edited)
    message = f"edited outside regions in line {where}; what is generated has changed"
    if scope.question.on_conflict == "fail":
        raise MergeError(f"{scope.path}:{edited[0]}: {message}", hint=_HINT)
    scope.ledger.pending[key] = fingerprint(new)
    scope.ledger.bases[key] = base or ""
    scope.note(
        "conflict",
        "decision",
        f"{message}, so the file is kept as it is",
        key=key,
        line=edited[0],
        hint=_HINT,
    )
    return mine


def _replaced(scope: Scope, key: Key, mine: str, new: str) -> str:
    """The new text with the regions in it; mine goes to the archive as it was."""
    scope.ledger.archived.append(Archived(key=key, path=scope.path, text=mine, why="replaced"))
    scope.note("replaced", "decision", "the generated text was taken, yours is archived", key=key)
    regions = read_page(mine).regions
    return merge_text(new, new, new, waiting=regions).text


def _archive(scope: Scope, region: TextRegion) -> None:
    key = Key(f"region {scope.path}:{region.name or region.number}")
    scope.ledger.archived.append(
        Archived(key=key, path=scope.path, text=region.text, after=region.after, why="orphan")
    )
    scope.note(
        "orphan",
        "decision",
        f"the place of the region {region.name or 'without a name'} has gone; it is archived",
        key=key,
        line=region.number,
    )


def _is_region(scope: Scope, item: Archived) -> bool:
    return item.path == scope.path and item.key.startswith("region ")


def _region(item: Archived) -> TextRegion:
    regions = read_page(item.text).regions
    lines = regions[0].lines if regions else (item.text,)
    name = regions[0].name if regions else ""
    return TextRegion(name, 0, lines, (), 0, item.after or "")


def _spans(numbers: Sequence[int]) -> str:
    """Line numbers as people write them: 3-5, 9."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)
