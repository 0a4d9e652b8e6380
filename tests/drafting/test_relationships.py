"""Every shape of foreign keys: the relationships, in words, and at work."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drafting.drafted import draft_schema, load, new_session, relationships

BOOKS = """
CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE books (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL REFERENCES authors (id),
  editor_id INTEGER REFERENCES authors (id));
CREATE TABLE author_profiles (author_id INTEGER PRIMARY KEY REFERENCES authors (id), bio TEXT);
CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE book_tags (book_id INTEGER NOT NULL REFERENCES books (id), tag_id INTEGER NOT NULL REFERENCES tags (id),
  PRIMARY KEY (book_id, tag_id));
"""


def test_the_bookshop_in_words(tmp_path: Path) -> None:
    assert relationships(draft_schema(BOOKS, tmp_path)) == {
        "AuthorProfile.author": 'Mapped["Author"] = relationship(back_populates="profile")',
        "Author.books": 'Mapped[list["Book"]] = '
        'relationship(foreign_keys="Book.author_id", back_populates="author")',
        "Author.books_as_editor": 'Mapped[list["Book"]] = '
        'relationship(foreign_keys="Book.editor_id", back_populates="editor")',
        "Author.profile": 'Mapped["AuthorProfile | None"] = relationship(back_populates="author")',
        "Book.author": 'Mapped["Author"] = '
        'relationship(foreign_keys=[author_id], back_populates="books")',
        "Book.editor": 'Mapped["Author | None"] = '
        'relationship(foreign_keys=[editor_id], back_populates="books_as_editor")',
        "Book.tags": 'Mapped[list["Tag"]] = relationship(secondary=book_tags, back_populates="books")',
        "Tag.books": 'Mapped[list["Book"]] = relationship(secondary=book_tags, back_populates="tags")',
    }


def test_the_bookshop_at_work(tmp_path: Path) -> None:
    module = load(draft_schema(BOOKS, tmp_path))
    with new_session(module) as session:
        author = module.Author(name="A", profile=module.AuthorProfile(bio="b"))
        editor = module.Author(name="E")
        book = module.Book(author=author, editor=editor, tags=[module.Tag(name="x")])
        session.add(book)
        session.commit()
        assert book.author_id == author.id != editor.id
        assert author.books == editor.books_as_editor == [book]
        assert author.books_as_editor == []
        assert book.tags[0].books == [book]
        assert author.profile.author is author


ONE_KEY = {
    "a nullable key is optional": (
        "CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER REFERENCES a (id));",
        {
            "B.a": 'Mapped["A | None"] = relationship(back_populates="bs")',
            "A.bs": 'Mapped[list["B"]] = relationship(back_populates="a")',
        },
    ),
    "a unique constraint makes it one to one": (
        "CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER NOT NULL UNIQUE REFERENCES a (id));",
        {
            "B.a": 'Mapped["A"] = relationship(back_populates="b")',
            "A.b": 'Mapped["B | None"] = relationship(back_populates="a")',
        },
    ),
    "so does a unique index": (
        "CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER NOT NULL REFERENCES a (id));"
        "CREATE UNIQUE INDEX one ON b (a_id DESC);",
        {
            "B.a": 'Mapped["A"] = relationship(back_populates="b")',
            "A.b": 'Mapped["B | None"] = relationship(back_populates="a")',
        },
    ),
    "but not one with a predicate": (
        "CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER NOT NULL REFERENCES a (id));"
        "CREATE UNIQUE INDEX one ON b (a_id) WHERE id > 5;",
        {
            "B.a": 'Mapped["A"] = relationship(back_populates="bs")',
            "A.bs": 'Mapped[list["B"]] = relationship(back_populates="a")',
        },
    ),
    "nor one over an expression": (
        "CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER NOT NULL REFERENCES a (id));"
        "CREATE UNIQUE INDEX one ON b (a_id, abs(id));",
        {
            "B.a": 'Mapped["A"] = relationship(back_populates="bs")',
            "A.bs": 'Mapped[list["B"]] = relationship(back_populates="a")',
        },
    ),
    "a key that is the primary key is one to one, no inheritance": (
        "CREATE TABLE b (id INTEGER PRIMARY KEY REFERENCES a (id));",
        {
            "B.a": 'Mapped["A"] = relationship(back_populates="b")',
            "A.b": 'Mapped["B | None"] = relationship(back_populates="a")',
        },
    ),
    "no relationship from a table without a primary key": (
        "CREATE TABLE b (a_id INTEGER REFERENCES a (id));",
        {},
    ),
    "none to a table without one": (
        "CREATE TABLE c (x INTEGER UNIQUE);"
        "CREATE TABLE b (id INTEGER PRIMARY KEY, x INTEGER REFERENCES c (x));",
        {},
    ),
    "none to a table that is not there": (
        "CREATE TABLE b (id INTEGER PRIMARY KEY, x INTEGER REFERENCES nowhere (x));",
        {},
    ),
    "none from a column to itself": (
        "CREATE TABLE b (id INTEGER PRIMARY KEY REFERENCES b (id));",
        {},
    ),
    "a column that has the name keeps it": (
        "CREATE TABLE b (id INTEGER PRIMARY KEY, a INTEGER REFERENCES a (id));",
        {
            "B.a_record": 'Mapped["A | None"] = relationship(back_populates="bs")',
            "A.bs": 'Mapped[list["B"]] = relationship(back_populates="a_record")',
        },
    ),
    "a link with more than its keys is a class": (
        "CREATE TABLE c (id INTEGER PRIMARY KEY);"
        "CREATE TABLE b (a_id INTEGER NOT NULL REFERENCES a (id), c_id INTEGER NOT NULL REFERENCES c (id), n INTEGER,"
        " PRIMARY KEY (a_id, c_id));",
        {
            "B.a": 'Mapped["A"] = relationship(back_populates="bs")',
            "B.c": 'Mapped["C"] = relationship(back_populates="bs")',
            "A.bs": 'Mapped[list["B"]] = relationship(back_populates="a")',
            "C.bs": 'Mapped[list["B"]] = relationship(back_populates="c")',
        },
    ),
    "a link whose key is less than both is a class": (
        "CREATE TABLE c (id INTEGER PRIMARY KEY);"
        "CREATE TABLE b (a_id INTEGER PRIMARY KEY REFERENCES a (id), c_id INTEGER REFERENCES c (id));",
        {
            "B.a": 'Mapped["A"] = relationship(back_populates="b")',
            "B.c": 'Mapped["C | None"] = relationship(back_populates="bs")',
            "A.b": 'Mapped["B | None"] = relationship(back_populates="a")',
            "C.bs": 'Mapped[list["B"]] = relationship(back_populates="c")',
        },
    ),
    "a link without a key is a table and no more": (
        "CREATE TABLE c (id INTEGER PRIMARY KEY);"
        "CREATE TABLE b (a_id INTEGER REFERENCES a (id), c_id INTEGER REFERENCES c (id));",
        {},
    ),
    "a link that others point to is a class": (
        "CREATE TABLE c (id INTEGER PRIMARY KEY);"
        "CREATE TABLE b (a_id INTEGER NOT NULL REFERENCES a (id), c_id INTEGER NOT NULL REFERENCES c (id),"
        " PRIMARY KEY (a_id, c_id));"
        "CREATE TABLE d (id INTEGER PRIMARY KEY, a_id INTEGER, c_id INTEGER,"
        " FOREIGN KEY (a_id, c_id) REFERENCES b (a_id, c_id));",
        {
            "B.a": 'Mapped["A"] = relationship(back_populates="bs")',
            "B.c": 'Mapped["C"] = relationship(back_populates="bs")',
            "B.ds": 'Mapped[list["D"]] = relationship(back_populates="b")',
            "A.bs": 'Mapped[list["B"]] = relationship(back_populates="a")',
            "C.bs": 'Mapped[list["B"]] = relationship(back_populates="c")',
            "D.b": 'Mapped["B | None"] = relationship(back_populates="ds")',
        },
    ),
    "two tables that point at each other": (
        "CREATE TABLE x (id INTEGER PRIMARY KEY, y_id INTEGER REFERENCES y (id));"
        "CREATE TABLE y (id INTEGER PRIMARY KEY, x_id INTEGER NOT NULL REFERENCES x (id));",
        {
            "X.y": 'Mapped["Y | None"] = relationship(foreign_keys=[y_id], back_populates="xes")',
            "X.ys": 'Mapped[list["Y"]] = relationship(foreign_keys="Y.x_id", back_populates="x")',
            "Y.x": 'Mapped["X"] = relationship(foreign_keys=[x_id], back_populates="ys")',
            "Y.xes": 'Mapped[list["X"]] = relationship(foreign_keys="X.y_id", back_populates="y")',
        },
    ),
    "a parent and its children": (
        "CREATE TABLE b (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES b (id));",
        {
            "B.parent": 'Mapped["B | None"] = relationship(remote_side=[id], back_populates="children")',
            "B.children": 'Mapped[list["B"]] = relationship(back_populates="parent")',
        },
    ),
    "two references of a table to itself": (
        "CREATE TABLE b (id INTEGER PRIMARY KEY, boss_id INTEGER REFERENCES b (id),"
        " next_id INTEGER UNIQUE REFERENCES b (id));",
        {
            "B.boss": 'Mapped["B | None"] = relationship('
            'foreign_keys=[boss_id], remote_side=[id], back_populates="bs_as_boss")',
            "B.next": 'Mapped["B | None"] = relationship('
            'foreign_keys=[next_id], remote_side=[id], back_populates="b_as_next")',
            "B.bs_as_boss": 'Mapped[list["B"]] = relationship('
            'foreign_keys=[boss_id], back_populates="boss")',
            "B.b_as_next": 'Mapped["B | None"] = relationship('
            'foreign_keys=[next_id], back_populates="next")',
        },
    ),
    "a reference to a unique column of the same table": (
        "CREATE TABLE b (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, parent_code TEXT REFERENCES b (code));",
        {
            "B.parent": 'Mapped["B | None"] = relationship(remote_side=[code], back_populates="children")',
            "B.children": 'Mapped[list["B"]] = relationship(back_populates="parent")',
        },
    ),
    "many to many within a table": (
        "CREATE TABLE users (id INTEGER PRIMARY KEY);"
        "CREATE TABLE friendships (user_id INTEGER NOT NULL REFERENCES users (id),"
        " friend_id INTEGER NOT NULL REFERENCES users (id), PRIMARY KEY (user_id, friend_id));",
        {
            "User.friends": 'Mapped[list["User"]] = relationship(secondary=friendships, '
            "primaryjoin=id == friendships.c.user_id, secondaryjoin=id == friendships.c.friend_id, "
            'back_populates="users_as_friend")',
            "User.users_as_friend": 'Mapped[list["User"]] = relationship(secondary=friendships, '
            "primaryjoin=id == friendships.c.friend_id, secondaryjoin=id == friendships.c.user_id, "
            'back_populates="friends")',
        },
    ),
    "a relationship called like its link table": (
        "CREATE TABLE users (id INTEGER PRIMARY KEY);"
        "CREATE TABLE friends (user_id INTEGER NOT NULL REFERENCES users (id),"
        " friend_id INTEGER NOT NULL REFERENCES users (id), PRIMARY KEY (user_id, friend_id));",
        {
            "User.friends": 'Mapped[list["User"]] = relationship(secondary=lambda: friends, '
            "primaryjoin=lambda: User.id == friends.c.user_id, "
            'secondaryjoin=lambda: User.id == friends.c.friend_id, back_populates="users_as_friend")',
            "User.users_as_friend": 'Mapped[list["User"]] = relationship(secondary=lambda: friends, '
            "primaryjoin=lambda: User.id == friends.c.friend_id, "
            'secondaryjoin=lambda: User.id == friends.c.user_id, back_populates="friends")',
        },
    ),
    "two links between the same tables": (
        "CREATE TABLE users (id INTEGER PRIMARY KEY);"
        "CREATE TABLE books (id INTEGER PRIMARY KEY);"
        "CREATE TABLE users_books (user_id INTEGER NOT NULL REFERENCES users (id),"
        " book_id INTEGER NOT NULL REFERENCES books (id), PRIMARY KEY (user_id, book_id));"
        "CREATE TABLE favorites (user_id INTEGER NOT NULL REFERENCES users (id),"
        " book_id INTEGER NOT NULL REFERENCES books (id), PRIMARY KEY (user_id, book_id));",
        {
            "User.books": 'Mapped[list["Book"]] = '
            'relationship(secondary=users_books, back_populates="users")',
            "User.books_via_favorites": 'Mapped[list["Book"]] = '
            'relationship(secondary=favorites, back_populates="users_via_favorites")',
            "Book.users": 'Mapped[list["User"]] = '
            'relationship(secondary=users_books, back_populates="books")',
            "Book.users_via_favorites": 'Mapped[list["User"]] = '
            'relationship(secondary=favorites, back_populates="books_via_favorites")',
        },
    ),
    "a composite key": (
        "CREATE TABLE p (kind INTEGER, number INTEGER, PRIMARY KEY (kind, number));"
        "CREATE TABLE q (id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, number INTEGER,"
        " FOREIGN KEY (kind, number) REFERENCES p (kind, number));",
        {
            "Q.p": 'Mapped["P | None"] = relationship(back_populates="qs")',
            "P.qs": 'Mapped[list["Q"]] = relationship(back_populates="p")',
        },
    ),
    "composite keys that share a column": (
        "CREATE TABLE p (kind INTEGER, number INTEGER, PRIMARY KEY (kind, number));"
        "CREATE TABLE q (id INTEGER PRIMARY KEY, kind INTEGER, first INTEGER, second INTEGER,"
        " FOREIGN KEY (kind, first) REFERENCES p (kind, number),"
        " FOREIGN KEY (kind, second) REFERENCES p (kind, number));",
        {
            "Q.first_p": 'Mapped["P | None"] = relationship('
            'foreign_keys=[kind, first], back_populates="qs_as_first")',
            "Q.second_p": 'Mapped["P | None"] = relationship(foreign_keys=[kind, second], '
            'back_populates="qs_as_second", overlaps="first_p,qs_as_first")',
            "P.qs_as_first": 'Mapped[list["Q"]] = relationship('
            'foreign_keys="[Q.kind, Q.first]", back_populates="first_p")',
            "P.qs_as_second": 'Mapped[list["Q"]] = relationship(foreign_keys="[Q.kind, Q.second]", '
            'back_populates="second_p", overlaps="first_p,qs_as_first")',
        },
    ),
    "one column to two columns of a table": (
        "CREATE TABLE p (id INTEGER PRIMARY KEY, other INTEGER NOT NULL UNIQUE);"
        "CREATE TABLE q (id INTEGER PRIMARY KEY, p_id INTEGER REFERENCES p (id) REFERENCES p (other));",
        {
            "Q.p": 'Mapped["P | None"] = relationship('
            'primaryjoin="Q.p_id == P.id", back_populates="qs")',
            "P.qs": 'Mapped[list["Q"]] = relationship('
            'primaryjoin="Q.p_id == P.id", back_populates="p")',
        },
    ),
}


@pytest.mark.parametrize("case", ONE_KEY)
def test_relationships_in_words_and_configured(case: str, tmp_path: Path) -> None:
    schema, expected = ONE_KEY[case]
    draft = draft_schema(f"CREATE TABLE a (id INTEGER PRIMARY KEY); {schema}", tmp_path)
    assert relationships(draft) == expected
    load(draft)


def test_self_references_at_work(tmp_path: Path) -> None:
    module = load(draft_schema(ONE_KEY["many to many within a table"][0], tmp_path))
    with new_session(module) as session:
        one, two = module.User(), module.User()
        one.friends = [two]
        session.add(one)
        session.commit()
        assert two.users_as_friend == [one]
        assert two.friends == []


def test_a_parent_finds_its_children(tmp_path: Path) -> None:
    module = load(draft_schema(ONE_KEY["a parent and its children"][0], tmp_path))
    with new_session(module) as session:
        parent = module.B(children=[module.B(), module.B()])
        session.add(parent)
        session.commit()
        assert parent.parent is None
        assert {child.parent for child in parent.children} == {parent}


def test_overlapping_keys_at_work(tmp_path: Path) -> None:
    module = load(draft_schema(ONE_KEY["composite keys that share a column"][0], tmp_path))
    with new_session(module) as session:
        first, second = module.P(kind=1, number=1), module.P(kind=1, number=2)
        session.add(module.Q(first_p=first, second_p=second))
        session.commit()
        (q,) = session.query(module.Q).all()
        assert (q.kind, q.first, q.second) == (1, 1, 2)
        assert first.qs_as_first == second.qs_as_second == [q]


def test_a_relationship_tells_what_it_is(tmp_path: Path) -> None:
    draft = draft_schema(BOOKS, tmp_path)
    book = next(model for model in draft.models if model.name == "Book")
    author, _, tags = book.relationships
    assert (author.direction, author.collection, author.optional) == ("many-to-one", False, False)
    assert (author.owns_foreign_key, author.columns) == (True, ("author_id",))
    assert author.key == "relationship main.books(author_id) -> main.authors" or (
        author.key == "relationship books(author_id) -> authors"
    )
    assert (tags.direction, tags.collection, tags.columns) == ("many-to-many", True, ("id",))
    assert tags.secondary is not None
