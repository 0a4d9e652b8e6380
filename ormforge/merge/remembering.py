"""What a merge leaves for the next one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from ormforge.catalog.keys import Key
from ormforge.merge.ledger import Ledger, Question
from ormforge.plan import Archived, Generated, Memory


def remember(question: Question, ledger: Ledger, new: Mapping[PurePosixPath, Generated]) -> Memory:
    """What the next merge is to be given."""
    memory = question.memory
    pins = dict(memory.pins)
    for path in sorted(new):
        pins.update({key: name.rpartition(".")[2] for name, key in new[path].keys.items()})
    pins.update(ledger.names)
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
        former=memory.former,
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
