from __future__ import annotations

import json
from pathlib import PurePosixPath

import pytest

from ormforge.catalog.keys import Key
from ormforge.plan import Former, Memory
from ormforge.workspace.lock_file import Lock, parse_lock, print_lock

MODELS = PurePosixPath("app/models.py")
FORMER = Former(
    generated="0123456789ab",
    left={MODELS: "ba9876543210"},
    parts={MODELS: ((0, 12), "+ 1-2\r\n\x0c'é'\u2028", (14, 20))},
    made=frozenset({PurePosixPath("app/tags.py")}),
    tombstones=frozenset({Key("column books.isbn")}),
    pending={Key("column books.title"): "aaaaaaaaaaaa"},
    bases={Key("column books.title"): "title = 1\n"},
    overrides=frozenset({Key("table books")}),
    archived=frozenset({"cccccccccccc"}),
)


def test_former_states_are_read_as_they_were_written() -> None:
    lock = Lock(memory=Memory(former=(FORMER, FORMER)))
    assert parse_lock(print_lock(lock).encode()).memory == lock.memory


@pytest.mark.parametrize("damage", [3, [3], [{}], [{"generated": "x", "left": 3}], "text"])
def test_a_damaged_former_state_is_let_go_and_the_rest_of_the_lock_is_kept(damage: object) -> None:
    memory = Memory(pins={Key("table books"): "Book"}, former=(FORMER,))
    document = json.loads(print_lock(Lock(memory=memory)))
    document["former"] = damage
    found = parse_lock(json.dumps(document).encode()).memory
    assert (found.pins, found.former) == (memory.pins, ())


def test_a_range_that_is_none_is_damage() -> None:
    document = json.loads(print_lock(Lock(memory=Memory(former=(FORMER,)))))
    document["former"][0]["parts"][str(MODELS)][0] = "1 to 2"
    assert parse_lock(json.dumps(document).encode()).memory.former == ()
