"""Going back: a table dropped and restored, or any change undone, leaves the files as they were, byte for byte.

The merge puts back what comes back, but not every trace of a person's hand in generated text: where the blank lines
were, how a statement was wrapped, which names an import had in which order. A run that changes files therefore
remembers how they stood. If what is generated is the same again, and nobody has edited the files meanwhile, they are
what they were.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import PurePosixPath

from ormforge.catalog.keys import Key
from ormforge.merge.blocks import fingerprint
from ormforge.plan import Archived, Former, Generated, Memory
from ormforge.source.lines import split_lines

_MOST = 5

Texts = Mapping[PurePosixPath, str]
Merged = Mapping[PurePosixPath, str | None]
Files = Mapping[PurePosixPath, Generated]


@dataclass(frozen=True, slots=True, kw_only=True)
class WayBack:
    """The texts of the files as they stood, and what was remembered then. `returned` is what was archived since."""

    texts: Texts
    memory: Memory
    returned: tuple[Archived, ...]


def way_back(memory: Memory, mine: Texts, new: Files) -> WayBack | None:
    """How the files stood when the same was generated last; None where that is not known, or they were edited since."""
    former = memory.former[-1] if memory.former else None
    if former is None or not _is_as_left(former, mine):
        return None
    if former.generated != _all_generated({p: new[p] for p in new if p not in former.made}):
        return None
    texts = {path: _rebuilt(parts, mine.get(path, "")) for path, parts in former.parts.items()}
    kept = tuple(item for item in memory.archive if _mark(item) not in former.archived)
    before = replace(
        memory,
        tombstones=memory.tombstones | former.tombstones,
        pending={**memory.pending, **former.pending},
        bases={**memory.bases, **former.bases},
        overrides=memory.overrides | former.overrides,
        archive=kept,
        former=memory.former[:-1],
    )
    returned = tuple(item for item in memory.archive if item not in kept)
    return WayBack(texts=texts, memory=before, returned=returned)


def remembered_former(
    base: Files, mine: Texts, new: Files, before: Memory, after: Memory, merged: Merged
) -> tuple[Former, ...]:
    """What the next run is to know of how the files stood before this one and the ones before."""
    changed = {path: text for path, text in merged.items() if text != mine.get(path)}
    known = before.former if before.former and _is_as_left(before.former[-1], mine) else ()
    there = {path: text for path, text in changed.items() if path in mine}
    if not there:
        return known
    generated = _all_generated(base)
    if generated == _all_generated(new) or not _may_go_back(changed, before, after):
        return ()
    former = Former(
        generated=generated,
        left={path: fingerprint(text or "") for path, text in there.items()},
        parts={path: _difference(text or "", mine[path]) for path, text in there.items()},
        made=frozenset(changed.keys() - there.keys()),
        tombstones=before.tombstones - after.tombstones,
        pending=_missing(before.pending, after.pending),
        bases=_missing(before.bases, after.bases),
        overrides=before.overrides - after.overrides,
        archived=frozenset(_mark(item) for item in after.archive if item not in before.archive),
    )
    return (*known, former)[-_MOST:]


def _may_go_back(changed: Merged, before: Memory, after: Memory) -> bool:
    """Whether every changed file is there, and nothing has come out of the archive."""
    whole = all(text is not None for text in changed.values())
    return whole and all(item in after.archive for item in before.archive)


def _missing(before: Mapping[Key, str], after: Mapping[Key, str]) -> dict[Key, str]:
    return {key: text for key, text in before.items() if after.get(key) != text}


def _is_as_left(former: Former, mine: Texts) -> bool:
    return all(fingerprint(mine.get(path, "")) == left for path, left in former.left.items())


def _all_generated(files: Files) -> str:
    return fingerprint("\0".join(f"{path}\0{files[path].text}" for path in sorted(files)))


def _mark(item: Archived) -> str:
    return fingerprint(f"{item.key}\0{item.path}\0{item.text}")


def _difference(left: str, before: str) -> tuple[str | tuple[int, int], ...]:
    """The text before as ranges of the lines that are left, and text."""
    lines, wanted = split_lines(left), split_lines(before)
    parts: list[str | tuple[int, int]] = []
    for tag, i, j, k, m in SequenceMatcher(None, lines, wanted, autojunk=True).get_opcodes():
        if tag == "equal":
            parts.append((i, j))
        elif k < m:
            parts.append("".join(wanted[k:m]))
    return tuple(parts)


def _rebuilt(parts: tuple[str | tuple[int, int], ...], left: str) -> str:
    lines = split_lines(left)
    return "".join(
        part if isinstance(part, str) else "".join(lines[part[0] : part[1]]) for part in parts
    )
