"""Entries merged into changelogs of every form; what people wrote stays, byte for byte."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ormforge.changelog import Entry, merge_entries

COLUMN = Entry(heading="Added", text="Column `a.x`", undoes="Column `a.x` gone")
TABLE = Entry(heading="Removed", text="**Breaking:** table `b`")
TYPE = Entry(heading="Changed", text="Column `a.y`: type `int` → `text`")
ALL = (COLUMN, TABLE, TYPE)

NEW = """\
# Changelog

## [Unreleased]

### Added

- Column `a.x`

### Changed

- Column `a.y`: type `int` → `text`

### Removed

- **Breaking:** table `b`
"""

CASES = {
    "none": (None, NEW),
    "an empty file": ("", NEW),
    "a list that is there": (
        "# Log\n\n## [Unreleased]\n\n### Added\n\n- By hand.\n\n## [1.0.0]\n\n- First.\n",
        "# Log\n\n## [Unreleased]\n\n### Added\n\n- By hand.\n- Column `a.x`\n\n## [1.0.0]\n\n- First.\n",
    ),
    "no Unreleased": (
        "# Log\n\nHello.\n\n## [1.0.0] - 2024-01-01\n\n### Added\n\n- First.\n\n[1.0.0]: https://x\n",
        "# Log\n\nHello.\n\n## [Unreleased]\n\n### Added\n\n- Column `a.x`\n\n## [1.0.0] - 2024-01-01\n\n### Added\n\n"
        "- First.\n\n[1.0.0]: https://x\n",
    ),
    "no version at all": (
        "# Log\n\nHello.",
        "# Log\n\nHello.\n\n## [Unreleased]\n\n### Added\n\n- Column `a.x`\n",
    ),
    "versions without brackets, at the first level": (
        "v2.0\n====\n\n* Second.\n\nv1.0\n====\n",
        "# Unreleased\n\n## Added\n\n* Column `a.x`\n\nv2.0\n====\n\n* Second.\n\nv1.0\n====\n",
    ),
    "underlined headings": (
        "Unreleased\n----------\n\nSoon.\n\n1.0\n---\n",
        "Unreleased\n----------\n\nSoon.\n\n### Added\n\n- Column `a.x`\n\n1.0\n---\n",
    ),
    "Unreleased last, link definitions behind it": (
        "# Log\n\n## [Unreleased]\n\n### Fixed\n\n- A leak.\n\n[Unreleased]: https://x/compare\n[1.0]: https://x\n",
        "# Log\n\n## [Unreleased]\n\n### Added\n\n- Column `a.x`\n\n### Fixed\n\n- A leak.\n\n"
        "[Unreleased]: https://x/compare\n[1.0]: https://x\n",
    ),
    "an empty heading": (
        "## Unreleased\n### Added\n### Fixed\n",
        "## Unreleased\n### Added\n\n- Column `a.x`\n\n### Fixed\n",
    ),
    "a heading in a code block, and in a comment": (
        "# Log\n\n```\n## [Unreleased]\n```\n\n<!--\n## [Unreleased]\n-->\n\n## 1.0\n",
        "# Log\n\n```\n## [Unreleased]\n```\n\n<!--\n## [Unreleased]\n-->\n\n"
        "## Unreleased\n\n### Added\n\n- Column `a.x`\n\n## 1.0\n",
    ),
    "text below the list": (
        "## [Unreleased]\n\n### Added\n\n- By hand,\n  in two lines.\n\nMore.\n",
        "## [Unreleased]\n\n### Added\n\n- By hand,\n  in two lines.\n\nMore.\n\n- Column `a.x`\n",
    ),
    "the entry is there": ("## Unreleased\n- Column `a.x`\n", "## Unreleased\n- Column `a.x`\n"),
    "under another mark": ("## Unreleased\n* Column `a.x`\n", "## Unreleased\n* Column `a.x`\n"),
    "its opposite is there": (
        "## Unreleased\n\n### Removed\n\n- Column `a.x` gone\n- Other.\n",
        "## Unreleased\n\n### Removed\n\n- Other.\n",
    ),
    "its opposite, edited": (
        "## Unreleased\n\n### Removed\n\n- Column `a.x` gone, at last\n",
        "## Unreleased\n\n### Added\n\n- Column `a.x`\n\n### Removed\n\n- Column `a.x` gone, at last\n",
    ),
    "its opposite, with a line of somebody's below": (
        "## Unreleased\n\n### Removed\n\n- Column `a.x` gone\n  because of #12\n",
        "## Unreleased\n\n### Added\n\n- Column `a.x`\n\n### Removed\n\n- Column `a.x` gone\n  because of #12\n",
    ),
    "its opposite is released": (
        "## [1.0]\n\n- Column `a.x` gone\n",
        "## [Unreleased]\n\n### Added\n\n- Column `a.x`\n\n## [1.0]\n\n- Column `a.x` gone\n",
    ),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_one_entry(case: str, newline: str) -> None:
    before, after = CASES[case]
    if before is None or before == "":
        assert merge_entries(before, ALL) == after
        return
    before, after = before.replace("\n", newline), after.replace("\n", newline)
    assert merge_entries(before, [COLUMN]) == after
    if case != "its opposite is there":
        assert merge_entries(after, [COLUMN]) == after


def test_nothing_to_tell_changes_nothing() -> None:
    for text in (None, "", "x", "# Log\r\n"):
        assert merge_entries(text, []) == text


def test_a_change_that_is_undone_leaves_the_list_as_it_was() -> None:
    before = "## Unreleased\n\n### Added\n\n- By hand.\n\n### Removed\n\n- Old.\n"
    there = merge_entries(before, [COLUMN])
    back = Entry(heading="Removed", text="Column `a.x` gone", undoes=COLUMN.text)
    assert merge_entries(there, [back]) == before


BACK = Entry(heading="Removed", text="Column `a.x` gone", undoes=COLUMN.text)


@pytest.mark.parametrize(
    "case",
    [
        "underlined headings",
        "Unreleased last, link definitions behind it",
        "text below the list",
        "a list that is there",
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_undone_before_the_release_it_leaves_nothing_behind(case: str, newline: str) -> None:
    before, after = (text.replace("\n", newline) for text in CASES[case] if text is not None)
    assert merge_entries(after, [BACK]) == before


def test_headings_that_a_person_has_a_use_for_stay() -> None:
    ready = "## Unreleased\n\n### Added\n\n### Changed\n\n## 1.0\n"
    assert merge_entries(merge_entries(ready, [COLUMN]), [BACK]) == ready
    for other in ("#### More\n\n- Text.\n", "Text.\n", "<!-- Note. -->\n"):
        text = f"## Unreleased\n\n### Added\n\n- Column `a.x`\n\n{other}"
        assert merge_entries(text, [BACK]) == text.replace("- Column `a.x`\n\n", "")
    by_hand = "## Unreleased\n\n### Moved\n\n- Column `a.x`\n"
    assert merge_entries(by_hand, [BACK]) == "## Unreleased\n\n### Moved\n"


def test_an_entry_takes_the_place_of_others_only_where_all_of_them_stand() -> None:
    both = "## Unreleased\n\n### Added\n\n- One.\n- By hand.\n\n### Removed\n\n- Two.\n"
    joined = Entry(heading="Changed", text="Both.", replaces=("One.", "Two."))
    after = "## Unreleased\n\n### Added\n\n- By hand.\n\n### Changed\n\n- Both.\n"
    assert merge_entries(both, [joined]) == after
    for text in (
        after,
        both.replace("Two.", "Two, edited."),
        "# Log\n\n## 1.0\n\n- One.\n- Two.\n",
    ):
        assert merge_entries(text, [joined]) == text


LINES = st.lists(
    st.sampled_from(
        [
            "# Log",
            "## [Unreleased]",
            "## [1.0]",
            "### Added",
            "### Fixed",
            "- one",
            "  more",
            "* two",
            "",
            "",
            "text",
            "---",
            "===",
            "```",
            "<!-- note",
            "-->",
            "[1.0]: https://x",
            "Unreleased",
        ]
    ),
    max_size=14,
)


@given(lines=LINES, newline=st.sampled_from(["\n", "\r\n"]), ended=st.booleans())
def test_every_line_stays_and_twice_is_once(lines: list[str], newline: str, ended: bool) -> None:
    before = newline.join(lines) + (newline if ended and lines else "")
    after = merge_entries(before, ALL)
    assert after is not None
    assert merge_entries(after, ALL) == after
    rest = after.splitlines()
    added = []
    for line in before.splitlines():
        while rest and rest[0] != line:
            added.append(rest.pop(0))
        assert rest, (line, after)
        rest.pop(0)
    own = re.compile(r"(# Changelog|#+ \[?Unreleased\]?|#+ (Added|Changed|Removed)|[-*] .*)?")
    assert all(own.fullmatch(line) for line in [*added, *rest]), after
    assert all(after.count(entry.text) == 1 for entry in ALL)
