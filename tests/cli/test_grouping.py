"""What is said of many things is said once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from ormforge.cli.grouping import grouped_findings, grouped_notes
from ormforge.plan import Note
from ormforge.report import Finding


def note(message: str, line: int | None = None) -> Note:
    path = None if line is None else PurePosixPath("models.py")
    return Note(code="inexpressible", severity="info", message=message, path=path, line=line)


def extensions(count: int) -> list[Note]:
    return [note(f"extension e{n}: has to be there") for n in range(count)]


def test_many_notes_of_one_kind_are_one_where_the_first_stood() -> None:
    others = [note("index a.b: has to be there"), note("extension x: is old")]
    told = grouped_notes([*extensions(2), *others, *extensions(16)[2:]])
    names = ", ".join(f"e{n}" for n in range(8))
    assert [one.message for one in told] == [
        f"extension {names} and 8 more: has to be there",
        *(one.message for one in others),
    ]
    (whole,) = grouped_notes(extensions(16), all_names=True)
    assert whole.message == f"extension {', '.join(f'e{n}' for n in range(16))}: has to be there"


@pytest.mark.parametrize(
    "notes",
    [
        extensions(3),
        [note("nothing to tell apart") for _ in range(5)],
        [note(f"Book.title{n}: gone", line=n) for n in range(9)],
        [note(f"column a.b{n}: type {n}") for n in range(9)],
    ],
)
def test_few_notes_and_those_with_a_place_or_a_text_of_their_own_stay(notes: list[Note]) -> None:
    assert list(grouped_notes(notes)) == notes


def test_kinds_of_several_words_and_names_alone() -> None:
    policies = [note(f"row security public.t{n}: no such thing") for n in range(4)]
    (told,) = grouped_notes(policies)
    assert told.message.startswith("row security public.t0, public.t1, ")
    alike = [note("extension e: has to be there")] * 4
    assert [one.message for one in grouped_notes(alike)] == [alike[0].message]


def test_files_are_listed_and_decisions_are_not() -> None:
    paths = [PurePosixPath(f"models/t{n}.py") for n in range(5)]
    stale = [
        Note(
            code="stale-file", severity="info", message=f"{path} is no longer generated", path=path
        )
        for path in paths
    ]
    (told,) = grouped_notes(stale)
    assert told.message == f"{', '.join(map(str, paths))}: is no longer generated"
    assert told.path is None
    open_ = [replace(note, severity="decision") for note in stale]
    assert grouped_notes(open_) == tuple(open_)


def test_findings() -> None:
    found = [
        Finding(subject=f"table t{n}", severity="warning", message="no SELECT") for n in range(4)
    ]
    told = grouped_findings([*found, Finding(subject="driver", severity="ok", message="there")])
    assert [one.subject for one in told] == ["table t0, t1, t2, t3", "driver"]
