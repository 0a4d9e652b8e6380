"""Random sequences of edits and migrations: the promises of the merge, whatever happens."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.merge.sequences import run

SEQUENCES = int(os.environ.get("ORMFORGE_SEQUENCES", "40"))


@pytest.mark.parametrize("seed", [79, 81, 122, 210, 211, 236])
def test_sequences_that_once_failed(seed: int) -> None:
    run(seed)


@settings(
    max_examples=SEQUENCES,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
@given(
    seed=st.integers(0, 10**9),
    steps=st.integers(1, 4),
    edits=st.integers(0, 5),
    changes=st.integers(0, 4),
)
def test_nothing_is_lost_in_any_sequence(seed: int, steps: int, edits: int, changes: int) -> None:
    run(seed, steps=steps, edits=edits, changes=changes)
