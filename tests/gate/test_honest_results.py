"""The gate raises no false alarm: what an honest merge may do passes."""

from __future__ import annotations

from pathlib import PurePosixPath

import black
import pytest

from ormforge.catalog.keys import Key
from ormforge.gate import check_result
from ormforge.plan import Archived, Generated, Memory
from tests.gate.cases import BASE, MINE, MODELS, NEW, RESULT, checks, generated, judge


def test_nothing_changed() -> None:
    assert judge(MINE, new=BASE) == ()


def test_a_first_run() -> None:
    result = check_result(
        {}, {}, {MODELS: generated(NEW)}, {MODELS: NEW}, Memory(), lambda *_: {MODELS: NEW}
    )
    assert result == ()


def test_generated_only() -> None:
    assert judge(NEW, mine=BASE) == ()


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_other_line_ends(end: str) -> None:
    assert judge(RESULT.replace("\n", end), mine=MINE.replace("\n", end)) == ()


@pytest.mark.parametrize("length", [40, 60, 120])
def test_a_file_reformatted_by_hand(length: int) -> None:
    mine = black.format_str(MINE, mode=black.Mode(line_length=length, string_normalization=False))
    migrated = mine.replace("String(100)", "String(200)")
    head, _, rest = migrated.partition("    rating = mapped_column")
    result = (
        head.replace("0123456789ab", "ba9876543210")
        + "    pages: Mapped[int | None]\n    rating = mapped_column"
        + rest
    )
    assert judge(result, mine=mine) == ()


@pytest.mark.parametrize("indent", ["\t", "  "])
def test_another_indentation(indent: str) -> None:
    assert judge(RESULT.replace("    ", indent), mine=MINE.replace("    ", indent)) == ()


def test_no_newline_at_the_end() -> None:
    assert judge(RESULT.rstrip("\n"), mine=MINE.rstrip("\n")) == ()
    assert judge(RESULT + "\n\nclass New:\n    pass\n", mine=MINE.rstrip("\n")) == ()


def test_members_reordered_by_hand() -> None:
    line = "    rating_max = 5\n"
    mine = MINE.replace(line, "").replace(
        '    __tablename__ = "books"\n', '    __tablename__ = "books"\n' + line
    )
    result = RESULT.replace(line, "").replace(
        '    __tablename__ = "books"\n', '    __tablename__ = "books"\n' + line
    )
    assert judge(result, mine=mine) == ()


def test_a_class_renamed_by_hand() -> None:
    def renamed(text: str) -> str:
        return text.replace("Book(Base)", "Volume(Base)").replace('"Book"', '"Volume"')

    new = Generated(
        text=renamed(NEW),
        keys={name.replace("Book", "Volume", 1): key for name, key in generated(NEW).keys.items()},
    )
    result = renamed(RESULT)
    found = check_result(
        {MODELS: generated(BASE)}, {MODELS: renamed(MINE)}, {MODELS: new}, {MODELS: result}, Memory(),
        lambda *_: {MODELS: result},
    )  # fmt: skip
    assert found == ()


def test_a_class_that_keeps_its_own_name_is_found_by_its_pin() -> None:
    def renamed(text: str) -> str:
        return text.replace("Book(Base)", "Volume(Base)").replace('"Book"', '"Volume"')

    mine, result = renamed(MINE), renamed(RESULT)
    pinned = Memory(pins={Key("table books"): "Volume"})
    assert judge(result, mine=mine, memory=pinned) == ()
    assert checks(judge(result, mine=mine)) == {"completeness"}


def test_a_class_moved_to_another_file_by_hand() -> None:
    other = PurePosixPath("app/extra.py")
    start = MINE.index("\n\nclass Extra")
    extra = MINE[start : MINE.index('\n\nif __name__ == "__main__"')].lstrip()
    mine = {MODELS: MINE.replace(extra, ""), other: extra}
    result = {MODELS: RESULT.replace(extra, ""), other: extra}
    found = check_result(
        {MODELS: generated(BASE)},
        mine,
        {MODELS: generated(NEW)},
        result,
        Memory(),
        lambda *_: result,
    )
    assert found == ()


def test_a_member_deleted_by_hand_stays_deleted() -> None:
    line = "    name: Mapped[str] = mapped_column(String(50), index=True)  # searched often\n"
    gone = Memory(tombstones=frozenset({Key("column authors.name")}))
    assert judge(RESULT.replace(line, ""), mine=MINE.replace(line, ""), memory=gone) == ()


def test_a_class_deleted_by_hand_stays_deleted_and_what_dangles_did_before() -> None:
    def cut(text: str) -> str:
        return text[: text.index("# all about books")] + text[text.index("class Extra") :]

    gone = Memory(tombstones=frozenset({Key("table books")}))
    result = cut(MINE).replace("0123456789ab", "ba9876543210")
    assert judge(result, mine=cut(MINE), memory=gone) == ()


CONFLICT = """\
    # ormforge: conflict column books.title
    # ormforge: theirs> title: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(120), index=True)  # hand
    # ormforge: end conflict
"""


def test_a_conflict_block_comes_and_goes() -> None:
    line = "    title: Mapped[str] = mapped_column(String(100), index=True)  # hand\n"
    mine_line = "    title: Mapped[str] = mapped_column(String(120), index=True)  # hand\n"
    result_line = "    title: Mapped[str] = mapped_column(String(200), index=True)  # hand\n"
    mine, result = MINE.replace(line, mine_line), RESULT.replace(result_line, CONFLICT)
    pending = Memory(pending={Key("column books.title"): "0"})
    assert judge(result, mine=mine, memory=pending) == ()
    assert judge(RESULT.replace(result_line, mine_line), mine=MINE.replace(line, CONFLICT)) == ()


def test_text_that_looks_like_a_notice_is_a_comment_outside_a_conflict() -> None:
    mine = MINE.replace("# louder", "# ormforge: theirs> louder")
    result = RESULT.replace("# louder", "# ormforge: theirs> louder")
    assert judge(result, mine=mine) == ()
    assert "comments" in checks(judge(RESULT.replace("    # louder\n", ""), mine=mine))


BOOK = MINE[MINE.index("class Book(Base)") : MINE.index("\n\nclass Extra")].rstrip("\n") + "\n"


def test_a_table_that_is_gone_is_archived() -> None:
    new = NEW[: NEW.index("\n\nclass Book(")].replace(
        '\n    books: Mapped[list["Book"]] = relationship(back_populates="author")\n', ""
    )
    keys = {n: k for n, k in generated(NEW).keys.items() if "book" not in k}
    relationship = '    books: Mapped[list["Book"]] = relationship(back_populates="author")\n\n'
    result = (
        MINE.replace("0123456789ab", "ba9876543210")
        .replace(relationship, "")
        .replace("# all about books\n" + BOOK, "# ormforge: orphan table books (archived)\n")
    )
    entry = Archived(key=Key("table books"), path=MODELS, text="# all about books\n" + BOOK)
    found = check_result(
        {MODELS: generated(BASE)}, {MODELS: MINE}, {MODELS: Generated(text=new, keys=keys)}, {MODELS: result},
        Memory(archive=(entry,)), lambda *_: {MODELS: result},
    )  # fmt: skip
    assert found == ()
    back = check_result(
        {MODELS: Generated(text=new, keys=keys)}, {MODELS: result}, {MODELS: generated(NEW)}, {MODELS: RESULT},
        Memory(), lambda *_: {MODELS: RESULT}, before=Memory(archive=(entry,)),
    )  # fmt: skip
    assert checks(back) <= {"archive"}


def test_two_way_mode_keeps_everything() -> None:
    mine = MINE.replace("0123456789ab", "ba9876543210")
    result = mine.replace(
        "    rating = mapped_column(Integer)\n",
        "    rating = mapped_column(Integer)\n    pages: Mapped[int | None]\n",
    )
    assert judge(result, base=None, mine=mine) == ()


def test_an_import_line_may_grow_and_shrink() -> None:
    line = "from sqlalchemy import ForeignKey, Integer, String\n"
    grown = "from sqlalchemy import (\n    ForeignKey,\n    Integer,\n    String,\n    Text,\n)\n"
    assert judge(RESULT.replace(line, grown)) == ()


def test_a_wrapped_statement_keeps_its_comments_on_their_arguments() -> None:
    old = "    title: Mapped[str] = mapped_column(String(100), index=True)  # hand\n"
    mine_line = "    title: Mapped[str] = mapped_column(\n        String(100),  # len\n        index=True,  # fast\n    )\n"
    good = mine_line.replace("100", "200").replace("index", "unique=True,\n        index")
    bad = (
        mine_line.replace("100", "200")
        .replace("  # len", "")
        .replace("  # fast", "  # len\n        # fast")
    )
    fresh = "    title: Mapped[str] = mapped_column(String(200), index=True)  # hand\n"
    mine = MINE.replace(old, mine_line)
    assert judge(RESULT.replace(fresh, good), mine=mine) == ()
    assert checks(judge(RESULT.replace(fresh, bad), mine=mine)) == {"placement"}


def test_a_member_that_hand_written_code_takes_the_place_of() -> None:
    mine = MINE.replace("    rating_max = 5\n", "    pages = property(len)\n")
    result = RESULT.replace("    rating_max = 5\n", "    pages = property(len)\n").replace(
        "    pages: Mapped[int | None]\n", ""
    )
    assert judge(result, mine=mine) == ()


def test_a_class_wrapped_in_a_condition_counts_as_there() -> None:
    def wrapped(text: str) -> str:
        start = text.index("class Book(Base)")
        end = text.index("\n\nclass Extra")
        body = "".join(
            "    " + line if line.strip() else line for line in text[start:end].splitlines(True)
        )
        return text[:start] + "if log:\n" + body + text[end:]

    mine = wrapped(MINE)
    result = mine.replace("0123456789ab", "ba9876543210")
    overridden = Memory(overrides=frozenset({Key("column books.pages")}))
    assert judge(result, mine=mine, memory=overridden) == ()


@pytest.mark.parametrize(
    "addition",
    [
        "from typing import overload\n\n\nclass Many:\n    @overload\n    def f(self, x: int) -> int: ...\n    @overload\n    def f(self, x: str) -> str: ...\n    def f(self, x):\n        return x\n",
        "try:\n    import a\nexcept ImportError:\n    a = None\n",
        "a = b = 1; c, (d, *e) = 2, (3, 4)\n",
        "x = '''\n# no comment\n# region ormforge:custom x\n'''\n",
        "# region ormforge:custom a\n# region ormforge:custom b\nx = 1\n# endregion ormforge:custom a\n",
        "class One(object): pass  # one line\n",
        "if (n := 1) > 0:\n    m = n\n",
        "s = 'a\u2028b'  # \x85 odd\n",
        "def g():\n\tif 1:\n\t\treturn 2\n",
        "\x0cfeed = 1\n",
        "def h():\n    global late\n    late = 1\n",
        "match 1:\n    case 1:\n        matched = 1\n",
        "async def w(): ...\n",
        "@staticmethod\n# between\n@classmethod\ndef deco(): ...\n",
        "x = \\\n    1\n",
        "print(undefined_on_purpose)\n",
        "from os import *\n",
        "dup = 1\ndup = 2\n",
        "t = f'{1!r:>{2}} {{}}'\n",
        "big = " + "+".join(["1"] * 400) + "\n",
    ],
)  # fmt: skip
def test_hand_written_code_of_any_kind_passes_and_is_missed(addition: str) -> None:
    mine, result = MINE + "\n\n" + addition, RESULT + "\n\n" + addition
    assert judge(result, mine=mine) == ()
    assert judge(RESULT, mine=mine)


def test_a_grammar_newer_than_the_running_python_is_judged_by_lines() -> None:
    mine = MINE + "\n\ntype Alias[T] = list[T]\n"
    result = RESULT + "\n\ntype Alias[T] = list[T]\n"
    line = "    title: Mapped[str] = mapped_column(String(100), index=True)  # hand\n"
    kept = result.replace("String(200), index=True)  # hand", "String(100), index=True)  # hand")
    assert line in kept
    assert judge(kept, mine=mine) == ()
    assert "conservation" in checks(judge(kept.replace("    rating_max = 5\n", ""), mine=mine))


def test_text_that_is_no_python_is_judged_by_lines() -> None:
    path = PurePosixPath("docs/schema.md")

    def judged(result: str) -> set[str]:
        return checks(
            check_result(
                {path: Generated(text="# A\n# B\n", keys={})}, {path: "# A\nmine\n# B\n"},
                {path: Generated(text="# A\n# C\n", keys={})}, {path: result}, Memory(), lambda *_: {path: result},
            )
        )  # fmt: skip

    assert judged("# A\nmine\n# C\n") == set()
    assert judged("# A\n# C\n") == {"conservation"}


def test_text_that_is_no_python_keeps_its_regions() -> None:
    path = PurePosixPath("docs/schema.md")
    region = "<!-- region ormforge:custom x -->\nmine\n<!-- endregion ormforge:custom x -->\n"

    def judged(result: str) -> set[str]:
        return checks(
            check_result(
                {path: Generated(text="# A\n# B\n", keys={})}, {path: f"# A\n{region}# B\n"},
                {path: Generated(text="# A\n# C\n", keys={})}, {path: result}, Memory(), lambda *_: {path: result},
            )
        )  # fmt: skip

    assert judged(f"{region}# A\n# C\n") == set()
    assert judged("# A\n# C\n") == {"regions"}
    assert judged(f"{region.replace('mine', 'mine ')}# A\n# C\n") == {"regions"}
