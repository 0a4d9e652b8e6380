"""Bytes: line ends, encodings, odd blanks and characters; and what formatters and linters leave behind."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from pathlib import Path

import black
import pytest

from tests.merge.play import Scenario, play, quiet
from tests.merge.shop import Shop, differences, loaded
from tests.merge.test_scenarios_members import (
    ADD_ISBN,
    GAINS_ISBN,
    ISBN,
    NOTE,
    TAGS_END,
    TITLE_120,
)

METHOD = "\n    def total(self) -> int:\n        return 1\n"
LAST = (
    "    name: Mapped[str] = mapped_column(String(20))\n",
    "    name: Mapped[str] = mapped_column(String(20))\n    hand = 1\n",
)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_70_line_ends_are_the_files_own(end: str, shop: Shop) -> None:
    shop.generate()
    mine = shop.edit((TAGS_END, TAGS_END + METHOD)).replace("\n", end)
    shop.write(mine)
    quiet(shop)
    assert shop.read() == mine
    before = shop.schema
    shop.migrate(ADD_ISBN)
    shop.generate()
    expected = mine.replace(NOTE.replace("\n", end), GAINS_ISBN[1].replace("\n", end))
    assert differences(expected, shop.read()) == ""
    shop.migrate((shop.schema, before))
    quiet(shop)
    assert differences(mine, shop.read()) == ""


def test_70_a_base_with_other_line_ends_is_the_same_base(shop: Shop) -> None:
    shop.generate()
    base = shop.root / ".ormforge" / "base" / "models.py.base"
    base.write_bytes(base.read_bytes().replace(b"\n", b"\r\n"))
    mine = shop.edit((NOTE, ""))
    shop.migrate(ADD_ISBN)
    shop.generate()
    expected = mine.replace("Numeric(10, 2))\n", "Numeric(10, 2))\n" + ISBN)
    assert differences(expected, shop.read()) == ""


def test_71_a_string_keeps_line_ends_of_its_own(shop: Shop) -> None:
    hand = '\n    TEXT = """one\r\ntwo\r\n"""\n'
    play(
        Scenario(mine=[(TAGS_END, TAGS_END + hand)], migration=[ADD_ISBN], result=[GAINS_ISBN]),
        shop,
    )


def test_72_a_byte_order_mark_stays(shop: Shop) -> None:
    shop.generate()
    path = shop.root / "models.py"
    mine = b"\xef\xbb\xbf" + path.read_bytes() + "\n\nNAME = 'é'\n".encode()
    path.write_bytes(mine)
    quiet(shop)
    assert path.read_bytes() == mine
    shop.migrate(ADD_ISBN)
    shop.generate()
    assert path.read_bytes().startswith(b"\xef\xbb\xbf# Generated")
    assert ISBN.encode() in path.read_bytes()
    assert "NAME = 'é'\n".encode() in path.read_bytes()


def test_72_what_an_encoding_lacks_is_escaped(tmp_path: Path, pg_url: str) -> None:
    shop = Shop(tmp_path / "project", pg_url)
    shop.generate()
    path = shop.root / "models.py"
    hand = "NAME = 'é'  # été\n".encode("latin-1")
    path.write_bytes(b"# -*- coding: latin-1 -*-\n" + path.read_bytes() + b"\n\n" + hand)
    quiet(shop)
    shop.migrate((shop.schema, shop.schema + "comment on column books.note is 'a — b';\n"))
    shop.generate()
    raw = path.read_bytes()
    assert raw.endswith(hand)
    assert raw.startswith(b"# -*- coding: latin-1 -*-\n")
    raw.decode("latin-1").encode("latin-1")
    space: dict[str, object] = {}
    exec(compile(raw, "models.py", "exec", dont_inherit=True), space)
    assert space["NAME"] == "é"
    assert space["Book"].__table__.c.note.comment == "a — b"  # type: ignore[attr-defined]


def test_73_form_feeds_stay(shop: Shop) -> None:
    play(
        Scenario(
            mine=[
                ("class Tag(Base)", "\x0cclass Tag(Base)"),
                (NOTE, "\x0c\n" + NOTE + "    \x0c\n"),
            ],
            migration=[ADD_ISBN, ("  name varchar(20)", "  n integer,\n  name varchar(20)")],
            result=[
                GAINS_ISBN,
                (
                    "    name: Mapped[str] = mapped_column(String(20))\n",
                    "    n: Mapped[int | None]\n    name: Mapped[str] = mapped_column(String(20))\n",
                ),
            ],
        ),
        shop,
    )


def test_74_no_line_end_at_the_end(shop: Shop) -> None:
    shop.generate()
    mine = shop.read() + "\n\nHAND = 1"
    shop.write(mine)
    quiet(shop)
    assert shop.read() == mine
    before = shop.schema
    shop.migrate((shop.schema, shop.schema + "create table zones (id integer primary key);\n"))
    shop.generate()
    text = shop.read()
    assert "\nHAND = 1" in text
    assert loaded(text)["HAND"] == 1
    shop.migrate((shop.schema, before))
    quiet(shop)
    assert shop.read().rstrip("\n") == mine


@pytest.mark.parametrize("odd", ["\u2028", "\x85", "\x0c", "\x1c", "\u2029", "\x0b"])
def test_75_characters_that_look_like_line_ends(odd: str, shop: Shop) -> None:
    hand = f"    # a{odd}b\n    ODD = 'x{odd}y'\n"
    play(
        Scenario(
            mine=[(NOTE, hand + NOTE)],
            migration=[
                ("note varchar(80)", "note varchar(90)"),
                ("  note", "  isbn varchar(13),\n  note"),
            ],
            result=[
                ("String(80)", "String(90)"),
                ("Numeric(10, 2))\n", "Numeric(10, 2))\n" + ISBN),
            ],
        ),
        shop,
    )


@pytest.mark.parametrize("indent", ["\t", "  "])
def test_76_a_classs_own_indent(indent: str, shop: Shop) -> None:
    shop.generate()
    mine = shop.read().replace("    ", indent) + "\n\nHAND = 1\n"
    shop.write(mine)
    quiet(shop)
    assert shop.read() == mine
    before = shop.schema
    shop.migrate(ADD_ISBN)
    shop.generate()
    expected = mine.replace(NOTE.replace("    ", indent), GAINS_ISBN[1].replace("    ", indent))
    assert differences(expected, shop.read()) == ""
    shop.migrate((shop.schema, before))
    quiet(shop)
    assert differences(mine, shop.read()) == ""


def test_77_blanks_at_line_ends_and_many_empty_lines(shop: Shop) -> None:
    play(
        Scenario(
            mine=[
                (NOTE, NOTE + "   \n" * 3 + "\n" * 10 + "    hand = 1   \n"),
                ("class Tag(Base):\n", "class Tag(Base):   \n"),
            ],
            migration=[ADD_ISBN],
            result=[GAINS_ISBN],
        ),
        shop,
    )


@pytest.mark.parametrize(
    "options",
    [
        ["black", "-q", "-l", "120"],
        ["black", "-q", "-l", "60"],
        ["ruff", "format", "-q"],
        ["black", "-q", "-C", "-S"],
    ],
    ids=["wide", "narrow", "ruff", "no magic commas"],
)
def test_78_another_formatter_is_no_edit(options: list[str], shop: Shop) -> None:
    shop.generate()
    shop.edit((TAGS_END, TAGS_END + METHOD))
    subprocess.run([sys.executable, "-m", *options, "models.py"], cwd=shop.root, check=True)
    mine = shop.read()
    quiet(shop)
    assert shop.read() == mine
    shop.migrate(ADD_ISBN)
    shop.generate()
    added = set(shop.read().splitlines()) - set(mine.splitlines())
    assert {line.strip().partition(":")[0] for line in added} <= {
        "isbn",
        "# ormforge",
        ")",
        "String(13)",
    }
    shop.migrate(ADD_ISBN[::-1])
    quiet(shop)
    assert differences(mine, shop.read()) == ""


TRAILING = [
    "# noqa: E501",
    "# type: ignore[misc]",
    "# pragma: no cover",
    "# fmt: skip",
    "# type: str",
]


@pytest.mark.parametrize("comment", TRAILING)
def test_79_comments_behind_a_generated_line_stay_with_it(comment: str, shop: Shop) -> None:
    line = "    title: Mapped[str] = mapped_column(String(100))"
    play(
        Scenario(
            mine=[(line + "\n", f"{line}  {comment}\n")],
            migration=[TITLE_120],
            result=[("String(100)", "String(120)")],
        ),
        shop,
    )


def test_79_a_span_that_is_not_formatted(shop: Shop) -> None:
    span = (
        "    # fmt: off\n    title: Mapped[str]   = mapped_column( String(100) )\n"
        "    price: Mapped[Decimal] = mapped_column( Numeric(10, 2) )\n    # fmt: on\n"
    )
    plain = (
        "    title: Mapped[str] = mapped_column(String(100))\n"
        "    price: Mapped[Decimal] = mapped_column(Numeric(10, 2))\n"
    )
    play(
        Scenario(
            mine=[(plain, span)],
            migration=[TITLE_120, ADD_ISBN],
            result=[("String(100)", "String(120)"), GAINS_ISBN],
        ),
        shop,
    )


def test_80_a_clean_file_stays_clean(shop: Shop) -> None:
    shop.generate()
    mine = shop.edit(
        (TAGS_END, TAGS_END + METHOD),
        (
            "class Tag(Base)",
            "def cheap(price: int) -> bool:\n    return price < 3\n\n\nclass Tag(Base)",
        ),
        (
            NOTE,
            NOTE + "    # region ormforge:custom\n    hand = 1\n    # endregion ormforge:custom\n",
        ),
    )
    mode = black.Mode(line_length=88)
    assert black.format_str(mine, mode=mode) == mine
    steps = [
        ADD_ISBN,
        ("  price numeric(10, 2) not null,\n", ""),
        ("create table tags", "create table zones (id integer primary key);\ncreate table tags"),
        ("create table books (\n", "create table books (\n  first integer,\n"),
        ("create index ix_books_title on books (title);\n", ""),
        ("  author_id integer not null references authors (id),\n", "  author_id integer,\n"),
    ]
    for step in steps:
        shop.migrate(step)
        quiet(shop)
        text = shop.read()
        assert black.format_str(text, mode=mode) == text, step


def test_81_a_generated_text_that_is_formatted_otherwise_is_no_change(shop: Shop) -> None:
    """As when another release of the formatter is installed."""
    shop.generate()
    mine = shop.edit((TAGS_END, TAGS_END + METHOD))
    (shop.root / "pyproject.toml").write_text("[tool.black]\nline-length = 50\n", encoding="utf-8")
    quiet(shop)
    assert differences(mine, shop.read()) == ""


def test_96_type_comments_stay(shop: Shop) -> None:
    play(
        Scenario(
            mine=[
                (
                    '    books: Mapped[list["Book"]] = relationship(back_populates="author")\n',
                    '    books: Mapped[list["Book"]] = relationship(back_populates="author")  # type: List[int]\n',
                )
            ],
            migration=[ADD_ISBN],
            result=[GAINS_ISBN],
        ),
        shop,
    )


def test_97_text_that_looks_like_a_conflict_block_is_text(shop: Shop) -> None:
    hand = (
        '\n    HELP = """\n    # ormforge: conflict column books.note\n    # ormforge: theirs> x = 1\n'
        '    # ormforge: end conflict\n    """\n    # ormforge: theirs> nothing of the kind\n'
    )
    play(
        Scenario(mine=[(TAGS_END, TAGS_END + hand)], migration=[ADD_ISBN], result=[GAINS_ISBN]),
        shop,
    )


def test_98_names_beyond_ascii_are_one_name_however_they_are_composed(shop: Shop) -> None:
    shop.generate()
    composed = unicodedata.normalize("NFC", "Écrit")
    apart = unicodedata.normalize("NFD", composed)
    assert composed != apart
    shop.edit(("class Tag(", f"class {apart}("))
    shop.generate()
    assert f'list["{composed}"]' in shop.read()
    shop.migrate(ADD_ISBN)
    shop.generate()
    text = shop.read()
    assert text.count('__tablename__ = "tags"') == 1
    assert "class Tag(" not in text
    assert f"class {apart}(" in text
    assert GAINS_ISBN[1] in text
    loaded(text)
