from __future__ import annotations

import subprocess
from pathlib import PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ormforge.cli.alignment import aligned
from ormforge.cli.differences import hunks, unified_diff
from ormforge.plan import FileChange
from tests.cli.plans import ADDED, CHANGED, REMOVED, UNCHANGED


def change(before: bytes | None, after: bytes | None, path: str = "m.py") -> FileChange:
    return FileChange(path=PurePosixPath(path), before=before, after=after)


def test_a_diff_of_a_changed_file() -> None:
    assert unified_diff([UNCHANGED, CHANGED]) == (
        "--- a/app/models.py\n+++ b/app/models.py\n"
        "@@ -1,3 +1,3 @@\n a = 1\n-b = 2\n+b = 4\n c = 3\n"
    )


def test_a_file_that_comes_or_goes() -> None:
    assert unified_diff([ADDED]).startswith("--- /dev/null\n+++ b/app/schemas.py\n@@ -0,0 +1 @@\n")
    assert unified_diff([REMOVED]).startswith("--- a/app/old.py\n+++ /dev/null\n@@ -1 +0,0 @@\n")


def test_nothing_changed_is_an_empty_diff() -> None:
    assert unified_diff([UNCHANGED]) == ""


CONTENTS = st.none() | st.lists(
    st.sampled_from(
        ["a\n", "b\n", "\n", "c\r\n", "form\x0cfeed\n", "line\u2028separator\n", "ü\n"]
    ),
    max_size=12,
).flatmap(
    lambda lines: st.sampled_from(["", "end"]).map(lambda end: ("".join(lines) + end).encode())
)


@settings(max_examples=25, deadline=None)
@given(before=CONTENTS, after=CONTENTS)
def test_git_apply_makes_of_the_old_file_the_new_one(
    tmp_path_factory: pytest.TempPathFactory, before: bytes | None, after: bytes | None
) -> None:
    # An empty file has no lines, so that a unified diff cannot tell it from one that is not there.
    diff = unified_diff([change(before or None, after or None, "a folder/m.py")])
    folder = tmp_path_factory.mktemp("apply")
    file = folder / "a folder" / "m.py"
    file.parent.mkdir()
    if before:
        file.write_bytes(before)
    if diff:
        subprocess.run(
            ["git", "apply", "--whitespace=nowarn", "-p1", "-"],
            input=diff.encode(),
            cwd=folder,
            check=True,
            capture_output=True,
        )
    assert (file.read_bytes() if file.exists() else None) == (after or None)


@pytest.mark.parametrize(
    ("before", "after", "places"),
    [
        (b"a\nb\n", b"a\nc\n", [(2, 2)]),
        (b"a\nb\n", b"x\nb\n", [(1, 1)]),
        (b"a\nb\n", b"a\nb\nc\n", [(2, 2)]),
        (b"a\nb\n", b"c\na\nb\n", [(1, 1)]),
        (b"a\nb\nc\n", b"a\n", [(2, 3)]),
        (b"a\nb\nc\nd\n", b"x\nb\nc\n", [(1, 1), (4, 4)]),
        (b"# ormforge: base 1\nb\n", b"# ormforge: base 2\nc\n", [(1, 2)]),
        (b"# ormforge: base 1\nb\nc\n", b"# ormforge: base 2\nb\nd\n", [(3, 3)]),
        (b"# ormforge: base 1\nb\n", b"# ormforge: base 2\nb\n", [(1, 1)]),
    ],
)
def test_the_places_where_files_part(
    before: bytes, after: bytes, places: list[tuple[int, int]]
) -> None:
    assert [(hunk.line, hunk.last) for hunk in hunks(change(before, after))] == places


def test_a_file_that_is_not_utf_8_is_shown_all_the_same() -> None:
    assert "+caf\xe9\n" in unified_diff([change(b"x\n", b"caf\xe9\n")])


WORDS = st.lists(st.sampled_from(["{", "}", *"abcdefgh"]), max_size=20)


@settings(max_examples=20, deadline=None)
@given(parts=st.lists(st.tuples(WORDS, WORDS), max_size=4))
def test_long_texts_are_aligned_as_truly_as_short_ones(
    parts: list[tuple[list[str], list[str]]],
) -> None:
    """Between runs of lines that stand once or a thousand times, anything may change."""
    before, after = ["{"] * 1_500, [f"{n}" for n in range(1_500)]
    after = [*before, *after]
    before = list(after)
    for gone, come in parts:
        before += [*gone, "}"]
        after += [*come, "}"]
    matcher = aligned(before, after)
    told: list[str] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        assert (before[i1:i2] == after[j1:j2]) == (kind == "equal")
        told += before[i1:i2] if kind == "equal" else after[j1:j2]
    assert told == after
    assert matcher.get_opcodes()[0][2] >= 3_000


def test_a_line_in_the_midst_of_a_long_text_is_one_change() -> None:
    row = ["{\n", '"name": "id",\n', "},\n"]
    before = [line for n in range(2_000) for line in (f'"t{n}": [\n', *row, "]\n")]
    after = [*before[:5_001], "new\n", *before[5_001:]]
    texts = ("".join(lines).encode() for lines in (before, after))
    diff = unified_diff([change(*texts, "catalog.json")])
    assert diff.splitlines()[2:] == [
        "@@ -4999,6 +4999,7 @@",
        *(f" {line.rstrip()}" for line in before[4_998:5_001]),
        "+new",
        *(f" {line.rstrip()}" for line in before[5_001:5_004]),
    ]
