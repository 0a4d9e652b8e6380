"""The merge of all files: the user's text, what was generated last time, and what is generated now."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from types import MappingProxyType

from ormforge.catalog.keys import Key
from ormforge.errors import MergeError
from ormforge.merge.dependents import unplaceable
from ormforge.merge.imports import merge_imports
from ormforge.merge.ledger import (
    Formatter,
    Ledger,
    OnConflict,
    OnOrphan,
    Question,
    Resolution,
    Scope,
)
from ormforge.merge.pieces import Piece, join_pieces
from ormforge.merge.suites import merge_suite
from ormforge.plan import Archived, Generated, Kept, Memory, Note
from ormforge.source.lines import dominant_end, plain
from ormforge.source.partition import read_module
from ormforge.source.unit import Suite

_STAMP = re.compile(r"^# ormforge: base [0-9a-f]{12}$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """What a merge comes to.

    `files` maps every path to its text, None where the file is to go. `memory` is what the next merge has to be
    given. Texts have the line ends of the user's file.
    """

    files: Mapping[PurePosixPath, str | None]
    memory: Memory
    notes: tuple[Note, ...] = ()
    kept: Kept = field(default_factory=Kept)


def merge(
    base: Mapping[PurePosixPath, Generated],
    mine: Mapping[PurePosixPath, str],
    new: Mapping[PurePosixPath, Generated],
    memory: Memory,
    *,
    on_conflict: OnConflict = "mine",
    on_orphan: OnOrphan = "archive",
    formatter: Formatter | None = None,
    restore: frozenset[Key] = frozenset(),
    resolve: Mapping[Key, Resolution] = MappingProxyType({}),
) -> Merge:
    """The user's files with everything that has changed since the baseline, and nothing of theirs lost.

    A file that the user does not have is the new text; one without a baseline is merged with more conflicts. `restore`
    names deleted members to be put back, `resolve` how to decide conflicts. `formatter` formats a piece of source;
    it is given generated statements only. Raises SourceError where a file of the user's is no Python, and MergeError
    where `on_conflict` or `on_orphan` forbid to go on.
    """
    question = Question(
        memory=memory,
        on_conflict=on_conflict,
        on_orphan=on_orphan,
        restore=restore,
        resolve=resolve,
        formatter=formatter,
    )
    ledger = Ledger()
    files: dict[PurePosixPath, str | None] = {}
    for path in sorted({*new, *(path for path in base if path in mine)}):
        files[path] = _file(question, ledger, path, base.get(path), mine.get(path), new.get(path))
    return Merge(
        files=files,
        memory=_remember(question, ledger, new),
        notes=tuple(ledger.notes),
        kept=ledger.kept,
    )


def _file(
    question: Question,
    ledger: Ledger,
    path: PurePosixPath,
    base: Generated | None,
    mine: str | None,
    new: Generated | None,
) -> str | None:
    if mine is None:
        return new.text if new is not None else None
    scope = Scope(
        question=question,
        ledger=ledger,
        path=path,
        end=dominant_end(mine),
        adopted=base is None and _STAMP.search(plain(mine)) is None,
    )
    target = new if new is not None else Generated(text="", keys={})
    text = _merged(scope, base, mine, target)
    return None if new is None and not text.strip() else text


def _merged(scope: Scope, base: Generated | None, mine: str, new: Generated) -> str:
    own, problems = read_module(mine, scope.path)
    for problem in problems:
        scope.note("marker", "warning", problem.message, line=problem.line)
    known = _known_keys(scope.question.memory, base, new)
    before = read_module(base.text, scope.path, base.keys)[0] if base is not None else None
    after = read_module(new.text, scope.path, new.keys)[0]
    scope = replace(
        scope,
        known=known,
        open_blocks=_open_blocks(mine, known),
        unplaceable=unplaceable(before, own, after, scope.question),
    )
    pieces = merge_suite(scope, before, own, after)
    pieces = merge_imports(scope, before, own, after, pieces)
    return _assembled(scope, pieces, own, mine)


def _assembled(scope: Scope, pieces: list[Piece], own: Suite, mine: str) -> str:
    lines = [*join_pieces(pieces, member=False, end=scope.end), *own.tail]
    text = "".join(lines)
    if text == mine:
        return mine
    try:
        ast.parse(plain(text))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise MergeError(
            f"{scope.path}: the merged text would not be Python: {error}",
            hint="Nothing was written.",
        ) from None
    return text


def _known_keys(memory: Memory, base: Generated | None, new: Generated) -> frozenset[Key]:
    generated = {*new.keys.values(), *(base.keys.values() if base else ())}
    return frozenset({*memory.pending, *generated, *(Key(f"header {key}") for key in generated)})


def _open_blocks(mine: str, known: Iterable[Key]) -> frozenset[Key]:
    if "# ormforge: conflict " not in mine:
        return frozenset()
    found = set(re.findall(r"^[ \t]*# ormforge: conflict (.+?)[ \t\r]*$", mine, re.MULTILINE))
    return frozenset(key for key in known if key in found)


def _remember(question: Question, ledger: Ledger, new: Mapping[PurePosixPath, Generated]) -> Memory:
    """What the next merge is to be given."""
    memory = question.memory
    pins = dict(memory.pins)
    for path in sorted(new):
        pins.update({key: name.rpartition(".")[2] for name, key in new[path].keys.items()})
    returned = {id(item) for item in ledger.returned}
    archive = [item for item in memory.archive if id(item) not in returned]
    bases = {key: text for key, text in memory.bases.items() if _still_archived(key, archive)}
    return Memory(
        pins=pins,
        tombstones=frozenset(_tombstones(question, ledger, new)),
        pending=dict(ledger.pending),
        bases={**bases, **ledger.bases},
        archive=(*archive, *(item for item in ledger.archived if item not in archive)),
        overrides=frozenset(ledger.overrides),
    )


def _still_archived(key: Key, archive: Iterable[Archived]) -> bool:
    return any(item.key == key and item.why != "replaced" for item in archive)


def _tombstones(
    question: Question, ledger: Ledger, new: Mapping[PurePosixPath, Generated]
) -> set[Key]:
    """Those met in this merge, and those whose objects are away for now."""
    generated = {key for path in new for key in new[path].keys.values()}
    away = {key for key in question.memory.tombstones if key not in generated}
    return ledger.tombstones | away
