"""Scenarios over several runs: conflicts, deletions, orphans, names, lost state, moved files."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from ormforge.catalog.keys import Key
from ormforge.errors import MergeError, SourceError
from ormforge.merge import merge, observe_names
from ormforge.plan import Generated, Memory
from tests.merge.bookshop import BASE, PATH, differences, edited, generated, run
from tests.merge.fuzz.printed import formatted

TITLE = Key("column books.title")
TITLE_120 = [("String(100)", "String(120)")]
TITLE_90 = [("String(100)", "String(90)")]
NO_TITLE = [
    ("    title: Mapped[str] = mapped_column(String(100))\n", ""),
    ('    __table_args__ = (Index("ix_books_title", "title"),)\n', ""),
    ("Index, ", ""),
]
NO_TAG = [
    (BASE[BASE.index("book_tags = Table") : BASE.index("class Author")], ""),
    (BASE[BASE.index("\n\nclass Tag(") :], ""),
    (
        '    tags: Mapped[list["Tag"]] = relationship(secondary=book_tags, back_populates="books")\n',
        "",
    ),
    ("Column, ForeignKey, Index, Numeric, String, Table", "ForeignKey, Index, Numeric, String"),
]
METHOD = (
    "mapped_column(String(20))\n",
    "mapped_column(String(20))\n\n    def hand(self):\n        return  1\n",
)


def codes(merged) -> list[str]:
    return [note.code for note in merged.notes]


def test_07_same_argument_on_both_sides_is_a_block_that_is_not_forgotten() -> None:
    mine, new = edited(BASE, TITLE_90), edited(BASE, TITLE_120)
    first = run(BASE, mine, new)
    block = (
        "    # ormforge: conflict column books.title\n"
        "    # ormforge: theirs> title: Mapped[str] = mapped_column(String(120))\n"
        "    title: Mapped[str] = mapped_column(String(90))\n"
        "    # ormforge: end conflict\n"
    )
    line = "    title: Mapped[str] = mapped_column(String(90))\n"
    expected = edited(mine, [(line, block)])
    assert first.files[PATH] == expected, differences(expected, first.files[PATH])
    assert codes(first) == ["conflict"]
    assert first.notes[0].severity == "decision"
    again = run(new, first.files[PATH], new, first.memory)
    assert again.files == first.files
    assert codes(again) == ["conflict"]
    newer = run(
        new, first.files[PATH], edited(BASE, [("String(100)", "String(130)")]), first.memory
    )
    assert newer.files[PATH] == edited(expected, [("String(120)", "String(130)")])


def test_07_a_block_taken_out_by_hand_is_decided() -> None:
    mine, new = edited(BASE, TITLE_90), edited(BASE, TITLE_120)
    first = run(BASE, mine, new)
    decided = run(new, mine, new, first.memory)
    assert decided.files[PATH] == mine
    assert not decided.memory.pending
    assert not decided.notes
    took = run(new, new, new, first.memory)
    assert took.files[PATH] == new
    assert not took.memory.pending


def test_07_theirs_typed_in_below_the_block_takes_the_block_away() -> None:
    mine, new = edited(BASE, TITLE_90), edited(BASE, TITLE_120)
    first = run(BASE, mine, new)
    typed = edited(first.files[PATH], [("mapped_column(String(90))", "mapped_column(String(120))")])
    assert run(new, typed, new, first.memory).files[PATH] == new


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_conflicts_are_resolved_by_key(choice: str) -> None:
    mine, new = edited(BASE, TITLE_90), edited(BASE, TITLE_120)
    first = run(BASE, mine, new)
    done = run(new, first.files[PATH], new, first.memory, resolve={TITLE: choice})
    assert done.files[PATH] == (mine if choice == "mine" else new)
    assert not done.memory.pending
    if choice == "theirs":
        assert "String(90)" in done.memory.archive[-1].text


def test_on_conflict_theirs_archives_mine_and_fail_refuses() -> None:
    mine, new = edited(BASE, TITLE_90), edited(BASE, TITLE_120)
    theirs = run(BASE, mine, new, on_conflict="theirs")
    assert theirs.files[PATH] == new
    assert theirs.memory.archive[0].text == "    title: Mapped[str] = mapped_column(String(90))\n"
    with pytest.raises(MergeError, match="column books.title"):
        run(BASE, mine, new, on_conflict="fail")


def test_exclusive_arguments_of_both_sides_are_a_conflict() -> None:
    mine = edited(BASE, [('back_populates="author")', 'backref="author")')])
    new = edited(BASE, [('back_populates="author")', 'back_populates="writer")')])
    assert codes(run(BASE, mine, new, check=False)) == ["conflict"]


def test_08_deleted_members_stay_deleted_and_are_told_once() -> None:
    mine = edited(
        BASE, [("    email: Mapped[str | None] = mapped_column(String(200), unique=True)\n", "")]
    )
    first = run(BASE, mine, BASE)
    assert first.files[PATH] == mine
    assert codes(first) == ["tombstone"]
    assert first.memory.tombstones == {Key("column authors.email")}
    second = run(BASE, mine, BASE, first.memory)
    assert second.files[PATH] == mine
    assert not second.notes
    changed = run(BASE, mine, edited(BASE, [("String(200)", "String(220)")]), first.memory)
    assert changed.files[PATH] == mine
    assert changed.notes[0].severity == "warning"


def test_09_a_deleted_member_can_be_put_back() -> None:
    line = "    email: Mapped[str | None] = mapped_column(String(200), unique=True)\n"
    mine = edited(BASE, [(line, "    # hand\n")])
    first = run(BASE, mine, BASE)
    back = run(BASE, mine, BASE, first.memory, restore=frozenset({Key("column authors.email")}))
    assert (
        back.files[PATH] == edited(mine, [("    # hand\n", "    # hand\n" + line)])
        or line in back.files[PATH]
    )
    assert not back.memory.tombstones


def test_82_without_state_nothing_counts_as_deleted_and_tombstones_are_kept() -> None:
    line = "    email: Mapped[str | None] = mapped_column(String(200), unique=True)\n"
    mine = edited(BASE, [(line, ""), METHOD])
    assert run(None, mine, BASE).files[PATH] == edited(BASE, [METHOD])
    memory = Memory(tombstones=frozenset({Key("column authors.email")}))
    assert run(None, mine, BASE, memory, check=False).files[PATH] == mine


def test_82_without_state_differences_are_conflicts() -> None:
    mine = edited(BASE, TITLE_90)
    merged = run(None, mine, BASE)
    assert codes(merged) == ["conflict"]
    assert (
        "# ormforge: theirs> title: Mapped[str] = mapped_column(String(100))" in merged.files[PATH]
    )


def test_a_column_dropped_and_brought_back_leaves_the_file_as_it_was() -> None:
    edits = [("mapped_column(String(100))\n", "mapped_column(String(100), index=True)  # hand\n")]
    mine, new = edited(BASE, edits), edited(BASE, NO_TITLE)
    gone = run(BASE, mine, new)
    assert "# ormforge: orphan column books.title (archived)" in gone.files[PATH]
    assert (
        gone.memory.archive[0].text
        == "    title: Mapped[str] = mapped_column(String(100), index=True)  # hand\n"
    )
    back = run(new, gone.files[PATH], BASE, gone.memory)
    assert back.files[PATH] == mine, differences(mine, back.files[PATH])
    assert not back.memory.archive


def test_a_comment_above_a_dropped_column_stays_and_finds_its_column_again() -> None:
    mine, new = edited(BASE, [("    title:", "    # about titles\n    title:")]), edited(
        BASE, NO_TITLE
    )
    gone = run(BASE, mine, new)
    assert "    # about titles\n" in gone.files[PATH]
    back = run(new, gone.files[PATH], BASE, gone.memory)
    assert back.files[PATH] == mine, differences(mine, back.files[PATH])


@pytest.mark.parametrize(
    "edits",
    [
        [METHOD],
        [METHOD, ("class Tag(Base):", "# about tags\n@final\nclass Tag(Base):  # noqa")],
        [METHOD, ("\n\nclass Tag(", "\n\nx = 1\n\n\n\n\nclass Tag(")],
        [("mapped_column(String(20))", "mapped_column(String(25))")],
    ],
)
def test_a_table_dropped_and_brought_back_leaves_the_file_as_it_was(edits: list) -> None:
    mine, new = edited(BASE, edits), edited(BASE, NO_TAG)
    gone = run(BASE, mine, new)
    assert "class Tag" not in gone.files[PATH]
    assert "orphan" in codes(gone)
    back = run(new, gone.files[PATH], BASE, gone.memory)
    assert back.files[PATH] == mine, differences(mine, back.files[PATH])
    assert "returned" in codes(back)
    assert not back.memory.archive


def test_orphans_are_merged_with_what_has_changed_when_they_return() -> None:
    mine, new = edited(BASE, [METHOD]), edited(BASE, NO_TAG)
    gone = run(BASE, mine, new)
    back = run(new, gone.files[PATH], edited(BASE, [("String(20)", "String(30)")]), gone.memory)
    assert back.files[PATH] == edited(mine, [("String(20)", "String(30)")])


def test_on_orphan_keep_and_fail() -> None:
    mine, new = edited(BASE, [METHOD]), edited(BASE, NO_TAG)
    kept = run(BASE, mine, new, on_orphan="keep", check=False)
    assert "class Tag(Base):" in kept.files[PATH]
    assert codes(kept) == ["orphan"]
    with pytest.raises(MergeError, match="table tags"):
        run(BASE, mine, new, on_orphan="fail")


def test_91_a_class_written_by_hand_for_a_table_that_returns_is_no_duplicate() -> None:
    mine, new = edited(BASE, [METHOD]), edited(BASE, NO_TAG)
    gone = run(BASE, mine, new)
    own = gone.files[PATH] + "\n\nclass Tag(Base):\n    __table__ = None\n"
    back = run(new, own, BASE, gone.memory, check=False)
    assert back.files[PATH].count("class Tag(") == 1
    assert "def hand" in back.memory.archive[0].text


def test_a_class_that_becomes_a_table_and_a_class_again() -> None:
    table = 'tags = Table("tags", Base.metadata, Column("name", String(20)))\n'
    tag = BASE[BASE.index("class Tag(") :]
    new = edited(BASE, [(tag, table), NO_TAG[0], NO_TAG[2]])
    mine = edited(BASE, [METHOD])
    gone = run(BASE, mine, new)
    assert table in gone.files[PATH]
    assert "def hand" in gone.memory.archive[0].text
    back = run(new, gone.files[PATH], BASE, gone.memory)
    assert "def hand(self):\n        return  1\n" in back.files[PATH]
    assert table not in back.files[PATH]


def test_10_to_13_names_chosen_by_hand_are_seen_and_followed() -> None:
    mine = edited(
        BASE,
        [
            ("class Author(Base)", "class Writer(Base)"),
            (
                "title: Mapped[str] = mapped_column(",
                'heading: Mapped[str] = mapped_column("title", ',
            ),
            (
                'books: Mapped[list["Book"]] = relationship(back_populates="author")',
                'works: Mapped[list["Book"]] = relationship(back_populates="author")',
            ),
            ("    price: Mapped", "    def gross(self): ...\n\n    price: Mapped"),
        ],
    )
    pins = observe_names({PATH: generated(BASE)}, {PATH: mine}, Memory())
    assert pins.names[Key("table authors")] == "Writer"
    assert pins.names[TITLE] == "heading"
    assert pins.names[Key("relationship authors.books")] == "works"
    assert pins.taken[Key("table books")] == {"gross"}
    drafted = edited(
        BASE,
        [
            ("class Author(Base)", "class Writer(Base)"),
            (
                'Mapped["Author"] = relationship(back_populates="books")',
                'Mapped["Writer"] = relationship(back_populates="works")',
            ),
            (
                "title: Mapped[str] = mapped_column(String(100))",
                'heading: Mapped[str] = mapped_column("title", String(120))',
            ),
            (
                '    books: Mapped[list["Book"]] = relationship(back_populates="author")',
                '    works: Mapped[list["Book"]] = relationship(back_populates="author")',
            ),
        ],
    )
    new = Generated(
        text=drafted,
        keys={
            name.replace("Author", "Writer")
            .replace("Writer.books", "Writer.works")
            .replace("Book.title", "Book.heading"): key
            for name, key in generated(BASE).keys.items()
        },
    )
    merged = merge(
        {PATH: generated(BASE)}, {PATH: mine}, {PATH: new}, Memory(), formatter=formatted
    )
    expected = edited(
        drafted, [("    price: Mapped", "    def gross(self): ...\n\n    price: Mapped")]
    )
    assert merged.files[PATH] == expected, differences(expected, merged.files[PATH])
    assert merged.memory.pins[TITLE] == "heading"


def test_20_a_column_moved_to_a_mixin_is_not_added_again() -> None:
    line = "    price: Mapped[Decimal] = mapped_column(Numeric(10, 2))\n"
    mine = edited(
        BASE,
        [
            (line, ""),
            ("class Author(", f"class Priced:\n{line}\n\nclass Author("),
            ("class Book(Base)", "class Book(Priced, Base)"),
        ],
    )
    merged = run(BASE, mine, edited(BASE, TITLE_120), check=False)
    assert merged.files[PATH] == edited(mine, TITLE_120)


def test_37_a_class_below_an_if_is_not_added_again() -> None:
    tag = BASE[BASE.index("class Tag(") :]
    inner = "if USE:\n" + "".join(
        f"    {line}" if line.strip() else line for line in tag.splitlines(True)
    )
    mine = edited(BASE, [(tag, inner)])
    merged = run(BASE, mine, edited(BASE, TITLE_120), check=False)
    assert merged.files[PATH] == edited(mine, TITLE_120)
    assert codes(merged) == ["override"]
    lost = run(None, mine, BASE, check=False)
    assert lost.files[PATH] == mine


@pytest.mark.parametrize("end", ["\r\n", "\n"])
@pytest.mark.parametrize("indent", ["    ", "  ", "\t"])
def test_70_and_76_line_ends_and_indents_are_the_files_own(end: str, indent: str) -> None:
    def own(text: str) -> str:
        lines = []
        for line in text.split("\n"):
            depth = (len(line) - len(line.lstrip(" "))) // 4
            lines.append(indent * depth + line.lstrip(" "))
        return end.join(lines)

    column = (
        "Numeric(10, 2))\n",
        "Numeric(10, 2))\n    isbn: Mapped[str] = mapped_column(String(13))\n",
    )
    mine = own(edited(BASE, [METHOD]))
    merged = run(BASE, mine, edited(BASE, [column, *TITLE_120]), check=False)
    expected = own(edited(BASE, [METHOD, column, *TITLE_120]))
    assert merged.files[PATH] == expected, differences(expected, merged.files[PATH])


def test_71_a_string_with_another_line_end_keeps_it() -> None:
    mine = edited(BASE, [("    price:", '    x = """a\r\nb"""\r\n    price:')])
    merged = run(BASE, mine, edited(BASE, TITLE_120), check=False)
    assert merged.files[PATH] == edited(mine, TITLE_120)


def test_74_no_line_end_at_the_end() -> None:
    mine = BASE + "\n\nlast = 1"
    zoo = '\n\nclass Zoo(Base):\n    __tablename__ = "zoos"\n\n    id: Mapped[int] = mapped_column(primary_key=True)\n'
    merged = run(BASE, mine, BASE + zoo)
    assert merged.files[PATH] == BASE + zoo + "\n\nlast = 1"


@pytest.mark.parametrize("width", [60, 120])
def test_78_reformatting_is_no_edit(width: int) -> None:
    import black

    mine = black.format_str(BASE, mode=black.Mode(line_length=width))
    assert run(BASE, mine, BASE).files[PATH] == mine
    merged = run(BASE, mine, edited(BASE, TITLE_120))
    changed = [
        (a, b)
        for a, b in zip(mine.splitlines(), merged.files[PATH].splitlines(), strict=True)
        if a != b
    ]
    assert len(changed) == 1
    assert "String(120)" in changed[0][1]


def test_84_what_is_no_python_is_refused_with_its_place() -> None:
    with pytest.raises(SourceError, match=r"app/models.py:11:10"):
        run(BASE, edited(BASE, [("    pass", "    pass pass")]), BASE)
    with pytest.raises(SourceError, match=r"app/models.py:1:1.*git"):
        run(BASE, "<<<<<<< HEAD\n" + BASE, BASE)
    with pytest.raises(SourceError):
        run(BASE, BASE + f"x = {'(' * 250}1{')' * 250}\n", BASE)
    with pytest.raises(SourceError):
        run(BASE, BASE + "x = '\0'\n", BASE)


def test_deep_and_long_expressions_do_no_harm() -> None:
    mine = BASE + f"\n\nx = {' + '.join(['1'] * 400)}\ny = {'(' * 90}1{')' * 90}\n"
    merged = run(BASE, mine, edited(BASE, TITLE_120), check=False)
    assert merged.files[PATH] == edited(mine, TITLE_120)


def test_95_a_file_that_is_gone_is_written_anew() -> None:
    merged = merge({PATH: generated(BASE)}, {}, {PATH: generated(BASE)}, Memory())
    assert merged.files[PATH] == BASE


def test_a_class_moved_to_another_file_is_merged_there() -> None:
    other = PurePosixPath("app/tags.py")
    tag = BASE[BASE.index("class Tag(") :]
    mine = edited(BASE, [("\n\n" + tag, "")])
    moved = f"from sqlalchemy import String\nfrom app.models import Base, Mapped, book_tags, mapped_column, relationship\n\n\n{tag}\n    def hand(self): ...\n"
    new = edited(BASE, [("String(20)", "String(30)")])
    merged = merge(
        {PATH: generated(BASE)}, {PATH: mine, other: moved}, {PATH: generated(new)}, Memory()
    )
    assert merged.files[PATH] == mine
    assert merged.files[other] == edited(moved, [("String(20)", "String(30)")])
    # the file it was generated for may even be gone
    rest = merge({PATH: generated(BASE)}, {other: moved}, {PATH: generated(new)}, Memory())
    assert "class Tag(" not in (rest.files[PATH] or "")
    assert rest.files[other] == merged.files[other]


def test_another_layout_takes_the_hand_written_code_along() -> None:
    other = PurePosixPath("app/tag.py")
    tag = BASE[BASE.index("class Tag(") :]
    rest, alone = (
        PurePosixPath("app/rest.py"),
        f"from sqlalchemy import String\nfrom sqlalchemy.orm import Mapped, mapped_column, relationship\n\nfrom app.rest import Base, book_tags\n\n\n{tag}",
    )
    mine = edited(
        BASE,
        [
            METHOD,
            ("from decimal", "import re\nfrom decimal"),
            ("return  1", "return re.compile('x')"),
        ],
    )
    merged = merge(
        {PATH: generated(BASE)},
        {PATH: mine},
        {rest: generated(edited(BASE, [("\n\n" + tag, "")])), other: generated(alone)},
        Memory(),
    )
    assert "def hand(self):\n        return re.compile('x')\n" in merged.files[other]
    assert "import re\n" in merged.files[other]
    assert "class Tag(" not in (merged.files[PATH] or "")


def test_files_that_are_no_python_keep_their_regions() -> None:
    page = PurePosixPath("docs/model.md")

    def text(body: str) -> Generated:
        return Generated(text=body, keys={})

    base, new = "# A\n\none\ntwo\n", "# A\n\none\ntwo\nthree\n"
    mine = "# A\n\none\n<!-- region ormforge:custom x -->\nhand\n<!-- endregion ormforge:custom x -->\ntwo\n"
    merged = merge({page: text(base)}, {page: mine}, {page: text(new)}, Memory())
    assert merged.files[page] == mine + "three\n"
    assert not merged.notes
    edit = merge({page: text(base)}, {page: base + "hand\n"}, {page: text(new)}, Memory())
    assert edit.files[page] == base + "hand\n"
    assert codes(edit) == ["conflict"]


def test_a_name_that_the_user_has_taken_is_imported_under_another() -> None:
    mine = edited(
        BASE,
        [
            (
                "from decimal import Decimal\n",
                "from decimal import Decimal\nfrom mylib import Text\n",
            )
        ],
    )
    new = edited(
        BASE,
        [
            ("String, Table\n", "String, Table, Text\n"),
            ("    price: Mapped", "    note: Mapped[str] = mapped_column(Text)\n    price: Mapped"),
        ],
    )
    expected = edited(
        mine,
        [
            ("String, Table\n", "String, Table, Text as Text_\n"),
            (
                "    price: Mapped",
                "    note: Mapped[str] = mapped_column(Text_)\n    price: Mapped",
            ),
        ],
    )
    merged = run(BASE, mine, new, check=False)
    assert formatted(merged.files[PATH]) == formatted(expected), differences(
        expected, merged.files[PATH]
    )


def test_a_relationship_that_follows_a_rename_is_no_edit_when_it_goes() -> None:
    renamed = BASE.replace("class Book(", "class Volume(").replace('"Book"', '"Volume"')
    new = edited(
        renamed,
        [('    books: Mapped[list["Volume"]] = relationship(back_populates="author")\n', "")],
    )
    merged = merge(
        {PATH: generated(BASE)},
        {PATH: renamed},
        {PATH: generated(new)},
        Memory(),
        formatter=formatted,
    )
    assert "orphan" not in merged.files[PATH]
    assert not merged.memory.archive


def test_names_that_the_draft_did_not_follow_are_exchanged_in_the_new_text() -> None:
    mine = edited(BASE, [("class Author(", "class Writer(")])
    new = edited(
        BASE,
        [
            (
                "class Tag(",
                'class Fan(Base):\n    __tablename__ = "fans"\n\n    id: Mapped[int] = mapped_column(primary_key=True)\n\n    author: Mapped["Author | None"] = relationship("Author", foreign_keys="Author.id")\n\n\nclass Tag(',
            )
        ],
    )
    merged = merge({PATH: generated(BASE)}, {PATH: mine}, {PATH: generated(new)}, Memory())
    text = merged.files[PATH]
    assert (
        'author: Mapped["Writer | None"] = relationship("Writer", foreign_keys="Writer.id")' in text
    )
    assert 'author: Mapped["Writer"] = relationship(back_populates="books")' in text


def test_what_is_used_at_import_time_is_put_above_its_use() -> None:
    tag = BASE[BASE.index("class Tag(") :]
    moved = edited(
        BASE, [("\n\n" + tag, ""), ("book_tags = Table(", tag + "\n\nbook_tags = Table(")]
    )
    mine = edited(moved, [("    pass\n", "    pass  # hand\n")])
    link = 'tag_words = Table("tag_words", Base.metadata, Column("tag_id", ForeignKey("tags.id")))\n\n\n'
    new = edited(
        BASE,
        [
            ("class Author(", link + "class Author("),
            (
                tag[-90:],
                tag[-90:] + '    words: Mapped[list["Tag"]] = relationship(secondary=tag_words)\n',
            ),
        ],
    )
    merged = run(BASE, mine, new)
    text = merged.files[PATH]
    assert text.index("tag_words = Table") < text.index("class Tag(")
    assert "secondary=tag_words" in text


@pytest.mark.parametrize(
    "statement",
    [
        "type Alias[T] = list[T]\n",
        'class Tag[T](Base):\n    __tablename__ = "tags"\n\n    def f[U](self, u: U) -> U:\n        return u\n',
    ],
)
def test_39_a_newer_grammar_than_the_running_pythons_is_copied(statement: str) -> None:
    tag = BASE[BASE.index("class Tag(") :]
    mine = BASE + f"\n\n{statement}" if "Alias" in statement else edited(BASE, [(tag, statement)])
    merged = run(BASE, mine, edited(BASE, TITLE_120), check=False)
    assert merged.files[PATH] == edited(mine, TITLE_120)


def test_12_code_that_still_has_the_old_name_is_told() -> None:
    mine = edited(
        BASE, [("class Author(", "class Writer("), ("class Tag(", "x = 'Author'\n\n\nclass Tag(")]
    )
    merged = merge({PATH: generated(BASE)}, {PATH: mine}, {PATH: generated(BASE)}, Memory())
    assert "dangling" in codes(merged)
    assert "x = 'Author'" in merged.files[PATH]
