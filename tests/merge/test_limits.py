"""Inputs that break tools: each is merged, or refused with its place; none of them ends the process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ormforge.errors import SourceError
from tests.merge.bookshop import BASE, PATH, differences, edited, run

ROOT = Path(__file__).parents[2]
TITLE_120 = ("String(100)", "String(120)")
TERMS = " + ".join(["1"] * 400)
HUGE = "x" * 200_000
CHAIN = "x" + ".y" * 400
BRANCHES = "if 0:\n    pass\n" + "elif 0:\n    pass\n" * 300
ADJACENT = " ".join(["'a'"] * 400)
DEEP = "(" * 150 + "1" + ")" * 150

READABLE = {
    "an expression of 400 terms in a column": (
        "String(100))",
        f'String(100), info={{"n": {TERMS}}})',
    ),
    "a huge literal in a column": ("String(100))", f'String(100), doc="{HUGE}")'),
    "400 attributes in a row": (
        "    price: Mapped",
        f"    deep = lambda x: {CHAIN}\n    price: Mapped",
    ),
    "300 branches": ("class Tag(Base):", f"{BRANCHES}\n\nclass Tag(Base):"),
    "400 adjacent strings": ("class Tag(Base):", f"hand = {ADJACENT}\n\n\nclass Tag(Base):"),
    "150 brackets": ("    price: Mapped", f"    deep = {DEEP}\n    price: Mapped"),
    "150 brackets in an argument": ("String(100))", f'String(100), info={{"n": {DEEP}}})'),
    "a huge number of arguments": (
        "    price: Mapped",
        f"    many = dict({', '.join(f'a{n}=1' for n in range(2000))})\n    price: Mapped",
    ),
}


@pytest.mark.parametrize("name", READABLE)
def test_what_python_reads_is_merged(name: str) -> None:
    mine = edited(BASE, [READABLE[name]])
    result = run(BASE, mine, edited(BASE, [TITLE_120])).files[PATH] or ""
    assert result == edited(mine, [TITLE_120]), differences(edited(mine, [TITLE_120]), result)


@pytest.mark.parametrize("name", READABLE)
def test_what_python_reads_is_merged_without_a_baseline(name: str) -> None:
    mine = edited(BASE, [READABLE[name]])
    assert READABLE[name][1].splitlines()[-1] in (run(None, mine, BASE).files[PATH] or "")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("brackets that CPython refuses", "x = " + "(" * 250 + "1" + ")" * 250 + "\n"),
        ("brackets that overrun other parsers", "x = " + "(" * 5_000 + ")" * 5_000 + "\n"),
        ("brackets that are not closed", "x = " + "[" * 1_500 + "\n"),
        ("a NUL character", "x = 1\0\n"),
        ("a NUL character in a string", "x = '\0'\n"),
        ("a form that no grammar has", "class Tag(Base:\n    pass\n"),
        ("operators without end", "x = " + "-" * 100_000 + "1\n"),
        ("a git conflict", "<<<<<<< ours\nx = 1\n=======\nx = 2\n>>>>>>> theirs\n"),
    ],
)
def test_what_no_parser_reads_is_refused_with_its_place(name: str, text: str) -> None:
    with pytest.raises(SourceError, match=r"app/models\.py:\d+:\d+: "):
        run(BASE, f"{BASE}\n\n{text}", edited(BASE, [TITLE_120]))


NEWER = {
    "PEP 695 class": "class Box[T](dict):\n    item: T\n",
    "PEP 695 alias": "type Names = list[str]\n",
    "PEP 701 f-string": 'label = f"{\'a\' + f\'{1 + 1}\'!r}" f"{"b"}"\n',
}


@pytest.mark.parametrize("name", NEWER)
def test_a_newer_grammar_is_copied(name: str) -> None:
    mine = edited(BASE, [("class Tag(Base):", f"{NEWER[name]}\n\nclass Tag(Base):")])
    result = run(BASE, mine, edited(BASE, [TITLE_120])).files[PATH]
    assert result == edited(mine, [TITLE_120])


@pytest.mark.parametrize(
    "deep",
    [
        "list[" * 1_500 + "int" + "]" * 1_500,
        "not " * 20_000 + "int",
        "lambda: " * 20_000 + "int",
        "int and " * 20_000 + "int",
        "f" + "()" * 20_000,
        "0\nif 1:\n    pass\n" + "elif 1:\n    pass\n" * 20_000,
    ],
    ids=["brackets", "not", "lambda", "and", "calls", "branches"],
)
def test_a_newer_grammar_that_is_nested_too_deeply_for_libcst_is_refused(deep: str) -> None:
    """In a process of its own: libcst would overrun the stack."""
    text = f"type Names = {deep}"
    script = """
import sys
from pathlib import PurePosixPath
from ormforge.errors import SourceError
from ormforge.source.partition import read_module
try:
    read_module(sys.stdin.read(), PurePosixPath("models.py"))
except SourceError as error:
    print("refused", error.message)
"""
    command = [sys.executable, "-c", script]
    done = subprocess.run(
        command, cwd=ROOT, input=text, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout[:8]) == (0, "refused "), done.stderr[-500:]


def test_the_benchmark_of_the_merge_runs() -> None:
    command = [sys.executable, "benchmarks/merge.py", "40"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert [line.split("  ")[0] for line in done.stdout.splitlines()[1:]] == [
        "nothing changed",
        "one column changed",
        "one edit by hand",
        "every class edited by hand",
    ]
