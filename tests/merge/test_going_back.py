"""A change that is undone leaves the file as it was; what is kept under `on_orphan = "keep"` can still be mapped."""

from __future__ import annotations

import pytest

from ormforge.plan import Memory
from tests.merge.bookshop import BASE, PATH, differences, edited, run
from tests.merge.fuzz.promises import problem

TAG = BASE[BASE.index("\n\nclass Tag(") :]
LINK = BASE[BASE.index("book_tags = Table") : BASE.index("class Author")]
TAGS = '    tags: Mapped[list["Tag"]] = relationship(secondary=book_tags, back_populates="books")\n'
NO_TAGS = edited(BASE, [(LINK, ""), (TAG, ""), (TAGS, ""), ("Column, ", ""), (", Table\n", "\n")])
LABEL = "\n    def label(self):\n        return self.name\n"
LAST_BOOK = '"Author"] = relationship(back_populates="books")\n'
HANDS = {
    "untouched": BASE,
    "a method": BASE + LABEL,
    "single quotes": BASE.replace('"', "'"),
    "a class moved up": BASE.replace(TAG, "").replace(
        "\n\nclass Author(", TAG.rstrip("\n") + "\n\n\n\nclass Author("
    ),
    "names of an import in another order": edited(
        BASE, [("Column, ForeignKey, Index", "Index, Column, ForeignKey")]
    ),
    "CRLF": BASE.replace("\n", "\r\n"),
    "other blank lines": BASE.replace("\n\n\n", "\n\n\n\n\n"),
    "a deleted member": edited(BASE, [("    name: Mapped[str] = mapped_column(String(20))\n", "")]),
}


@pytest.mark.parametrize("name", HANDS)
def test_a_table_dropped_and_restored_returns_the_file_byte_for_byte(name: str) -> None:
    mine = HANDS[name]
    settled = run(BASE, mine, BASE)
    assert settled.files[PATH] == mine
    away = run(BASE, mine, NO_TAGS, settled.memory)
    assert "class Tag" not in (away.files[PATH] or "")
    back = run(NO_TAGS, away.files[PATH] or "", BASE, away.memory)
    assert back.files[PATH] == mine, differences(mine, back.files[PATH] or "")
    assert back.memory == settled.memory


def test_changes_are_undone_one_after_the_other() -> None:
    mine = HANDS["single quotes"]
    longer = edited(NO_TAGS, [("String(50)", "String(60)")])
    first = run(BASE, mine, NO_TAGS)
    second = run(NO_TAGS, first.files[PATH] or "", longer, first.memory)
    third = run(longer, second.files[PATH] or "", NO_TAGS, second.memory)
    assert third.files[PATH] == first.files[PATH]
    fourth = run(NO_TAGS, third.files[PATH] or "", BASE, third.memory)
    assert fourth.files[PATH] == mine


def test_after_an_edit_what_comes_back_is_merged_and_the_edit_kept() -> None:
    away = run(BASE, HANDS["a method"], NO_TAGS)
    text = edited(away.files[PATH] or "", [("class Author(Base):", "class Author(Base):  # mine")])
    back = run(NO_TAGS, text, BASE, away.memory).files[PATH] or ""
    assert "class Author(Base):  # mine" in back
    assert back.endswith(LABEL)


def test_an_old_conflict_is_remembered_again() -> None:
    mine = edited(BASE, [("String(20)", "String(25)")])
    longer = edited(BASE, [("String(20)", "String(30)")])
    conflict = run(BASE, mine, longer)
    assert conflict.memory.pending
    away = run(longer, conflict.files[PATH] or "", NO_TAGS, conflict.memory)
    back = run(NO_TAGS, away.files[PATH] or "", longer, away.memory)
    assert back.files[PATH] == conflict.files[PATH]
    assert (back.memory.pending, back.memory.bases) == (
        conflict.memory.pending,
        conflict.memory.bases,
    )


def test_resolving_a_conflict_is_not_undone() -> None:
    mine = edited(BASE, [("String(20)", "String(25)")])
    longer = edited(BASE, [("String(20)", "String(30)")])
    conflict = run(BASE, mine, longer)
    key = next(iter(conflict.memory.pending))
    text = conflict.files[PATH] or ""
    solved = run(longer, text, longer, conflict.memory, resolve={key: "mine"}, check=False)
    again = run(longer, solved.files[PATH] or "", longer, solved.memory)
    assert again.files[PATH] == solved.files[PATH]
    assert "# ormforge: conflict" not in (again.files[PATH] or "")


def test_a_kept_class_keeps_what_it_cannot_be_mapped_without() -> None:
    mine = BASE + LABEL
    assert problem(mine) is None
    kept = run(BASE, mine, NO_TAGS, Memory(), on_orphan="keep", check=False)
    text = kept.files[PATH] or ""
    assert problem(text) is None
    assert text.count("book_tags = Table(") == text.count("class Tag(Base):") == 1
    assert TAGS in text
    assert "# ormforge: orphan table tags\n" in text
    second = run(NO_TAGS, text, NO_TAGS, kept.memory, on_orphan="keep", check=False)
    assert (second.files[PATH], second.memory) == (text, kept.memory)
    back = run(NO_TAGS, text, BASE, kept.memory, on_orphan="keep", check=False)
    assert back.files[PATH] == mine
