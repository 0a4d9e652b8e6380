"""Every single change is told, and breaking exactly where a value shows that it is."""

from __future__ import annotations

import random

import pytest

from ormforge.apidiff import Change, compare_documents
from tests.apidiff.random_schemas import document, loses, mutated, witness

TRIES = {True: 4000, False: 150}
"""Few values show a break that is deep down; a claim that is missing is found in other schemas soon enough."""


@pytest.mark.parametrize("start", range(0, 240, 40))
def test_single_changes(start: int) -> None:
    for seed in range(start, start + 40):
        rng = random.Random(seed)
        old = document(rng)
        new = mutated(old, rng)
        assert compare_documents(old, old) == ()
        changes = compare_documents(old, new, asked=["Thing"])
        assert changes, (seed, old, new)
        claimed = is_breaking(changes)
        found = witness(old, new, rng, understood=True, tries=TRIES[claimed])
        assert claimed == (found is not None), (seed, "request", old, new, found, changes)
        changes = compare_documents(old, new, answered=["Thing"])
        claimed = is_breaking(changes)
        found = witness(new, old, rng, understood=False, tries=TRIES[claimed])
        defs = (old["$defs"], new["$defs"])
        found = found or loses(defs[0]["Thing"], defs[1]["Thing"], defs) or None
        assert claimed == (found is not None), (seed, "response", old, new, found, changes)


def is_breaking(changes: tuple[Change, ...]) -> bool:
    return any(change.breaking for change in changes)
