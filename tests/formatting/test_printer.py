"""The printer is held to black itself: random statements, every depth, many widths."""

from __future__ import annotations

from random import Random

import black
import pytest

from ormforge.formatting.printer import Unsure, print_statement
from tests.formatting.statements import statement

WIDTHS = (40, 60, 79, 88, 100, 120)


def wrapped(source: str, depth: int) -> str:
    """The statement inside as many classes, alone."""
    headers = "".join(f"{'    ' * level}class A:\n" for level in range(depth))
    body = f"\n{'    ' * (depth + 1)}pass" if source.startswith("class ") else ""
    return f"{headers}{'    ' * depth}{source}{body}\n"


@pytest.mark.parametrize("width", WIDTHS)
def test_what_is_printed_is_what_black_prints(width: int) -> None:
    source = Random(width)
    counts = {"sure": 0, "split": 0, "unsure": 0}
    for number in range(700):
        depth, text = number % 3, statement(source)
        try:
            printed = print_statement(text, depth, width)
        except Unsure:
            counts["unsure"] += 1
            continue
        is_split = "\n" in printed[:-1]
        counts["split" if is_split else "sure"] += 1
        if is_split or number % 10 == 0:
            mode = black.Mode(line_length=width, target_versions={black.TargetVersion.PY310})
            expected = black.format_str(wrapped(text, depth), mode=mode)
            assert _inner(expected, depth, text) == printed, text
    assert counts["split"] > 50
    assert counts["unsure"] < 400


def _inner(formatted: str, depth: int, text: str) -> str:
    """The statement out of the classes around it."""
    inner = formatted.split("\n", depth)[depth]
    if text.startswith("class "):
        return inner.rstrip("\n").rpartition("\n")[0] + "\n"
    return inner


@pytest.mark.parametrize(
    "text",
    [
        *(
            "a = f(1,2)",
            "a=1",
            "a = 'x'",
            "a = 1  # why",
            "a = f(1, 2,)",
            "a = [1, 2,]",
            "a = b if c else d",
        ),
        *(
            "a = lambda: 1",
            "a = (yield)",
            "a: int = not b",
            "a = 1 + 2",
            "a = b == c",
            "a = *b",
            "a = f(*b)",
        ),
        *(
            'a = f"x"',
            "a = r'x'",
            'a = "x" "y"',
            'a = "\\xAB"',
            "a = '\\''",
            'a = """x"""',
            "a = 0xFF",
        ),
        *(
            "a = 1E5",
            "a = 1.",
            "a = .5",
            "a = 1_000",
            "a = b[1:2]",
            "a = (",
            "a = )",
            "a = (]",
            "a; b",
            "a = 1;",
        ),
        *(
            "a = \\",
            "a =",
            "a.",
            "\ta = 1",
            " a = 1",
            "a = b  = c",
            "a = {1, 2, }",
            "a = (1 , 2)",
            "del a",
            "",
        ),
        *(
            "a = \N{CJK UNIFIED IDEOGRAPH-4E2D}",
            "from a import (b)",
            "from a import *",
            "class A():",
            "class A:",
        ),
        *(
            'a = "\\"\\""',
            "a = b{c}",
            "a = -(1)",
            "a = - 1",
            "a = b (c)",
            "import a, b",
            "a: int=1",
            "a :int = 1",
        ),
    ],
)
def test_anything_unusual_is_left_to_black(text: str) -> None:
    with pytest.raises(Unsure):
        print_statement(text, 0, 88)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: Mapped[int]", "    a: Mapped[int]\n"),
        (
            'title: Mapped[str] = mapped_column(Text, comment="long")',
            '    title: Mapped[str] = mapped_column(\n        Text, comment="long"\n    )\n',
        ),
        (
            '__table_args__ = (UniqueConstraint("a", "b"), {"comment": "x"})',
            '    __table_args__ = (\n        UniqueConstraint("a", "b"),\n        {"comment": "x"},\n    )\n',
        ),
        (
            "from sqlalchemy import BigInteger, CheckConstraint",
            "    from sqlalchemy import (\n        BigInteger,\n        CheckConstraint,\n    )\n",
        ),
        (
            'text = "a string that is too long for any line"',
            '    text = "a string that is too long for any line"\n',
        ),
    ],
)
def test_the_common_shapes(text: str, expected: str) -> None:
    assert print_statement(text, 1, 44) == expected
