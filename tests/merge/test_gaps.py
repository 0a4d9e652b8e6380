"""Blank lines beside what is generated in the place of something else."""

from __future__ import annotations

import pytest

from tests.merge.bookshop import BASE, PATH, differences, edited, run

LINES = BASE.replace(
    "class Author(",
    "Short = String(10)\nLong = String(90)\nOther = String(40)\n\n\ndef first(values):\n    return values\n\n\nclass Author(",
)
METHOD = ("    name: Mapped", "    def own(self): ...\n\n    name: Mapped")


@pytest.mark.parametrize(
    "change",
    [
        ("Short = String(10)", "Brief = String(10)"),
        ("Long = String(90)", "Lengthy = String(90)"),
        ("Other = String(40)", "Another = String(40)"),
        ("Short = String(10)\nLong", "Brief = String(10)\nBriefer = String(9)\nLong"),
        ("Short = String(10)\nLong = String(90)", "Brief = String(10)"),
        ("def first(", "def last("),
        ("\n\n\ndef first(values):\n    return values\n", "\n"),
    ],
)
@pytest.mark.parametrize("mine", [(), (METHOD,)], ids=["as generated", "with a method"])
def test_one_line_in_the_place_of_another_keeps_the_distances(
    change: tuple[str, str], mine: tuple[tuple[str, str], ...]
) -> None:
    new = edited(LINES, [change])
    for before, after in ((LINES, new), (new, LINES)):
        result = run(before, edited(before, mine), after).files[PATH]
        expected = edited(after, mine)
        assert result == expected, differences(expected, result)
