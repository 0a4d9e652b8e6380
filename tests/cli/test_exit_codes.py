from __future__ import annotations

import pytest

from ormforge.cli.exit_codes import ExitCode, exit_code_of
from ormforge.plan import FileChange, Note, Plan
from tests.cli.plans import ADDED, CHANGED, DECISION, ERROR, INFO, UNCHANGED, WARNING


def test_the_numbers_are_the_contract() -> None:
    assert {code.name: code.value for code in ExitCode} == {
        "DONE": 0,
        "CHANGES": 1,
        "FAILED": 2,
        "DECISION": 3,
        "INTERRUPTED": 130,
    }


@pytest.mark.parametrize(
    ("changes", "notes", "generating", "checking"),
    [
        ((), (), 0, 0),
        ((UNCHANGED,), (INFO,), 0, 0),
        ((CHANGED,), (), 0, 1),
        ((ADDED,), (INFO,), 0, 1),
        ((UNCHANGED,), (WARNING,), 0, 2),
        ((CHANGED,), (WARNING,), 0, 2),
        ((UNCHANGED,), (DECISION,), 3, 3),
        ((CHANGED,), (DECISION, INFO), 3, 3),
        ((CHANGED,), (DECISION, ERROR), 2, 2),
    ],
)
def test_what_a_plan_exits_with(
    changes: tuple[FileChange, ...], notes: tuple[Note, ...], generating: int, checking: int
) -> None:
    plan = Plan(changes=changes, notes=notes)
    assert exit_code_of(plan, checking=False) == generating
    assert exit_code_of(plan, checking=True) == checking
