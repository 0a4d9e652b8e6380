"""Exchanging the database's names in a file, every other byte kept."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from ormforge.source.database_names import NewName, renamed_member, renamed_text, tables_in

PATH = PurePosixPath("models.py")


def renamed(text: str, *, schema: str = "", old: str = "table:.a", **columns: str) -> str:
    return renamed_text(text, PATH, {old: NewName(schema=schema, name="b", columns=columns)})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("    x: Mapped[int]  # c\n", '    x: Mapped[int] = mapped_column("y")  # c\n'),
        ("    x = mapped_column()\n", '    x = mapped_column("y")\n'),
        ("    x = mapped_column(Integer)\n", '    x = mapped_column("y", Integer)\n'),
        ("    x = Column( 'x' , Integer)\n", "    x = Column( 'y' , Integer)\n"),
        ('    z = Column("x", Integer)\n', '    z = Column("y", Integer)\n'),
        ('    z = mapped_column(name="x")\n', '    z = mapped_column(name="y")\n'),
        (
            "    x = Column(  # c\n        Integer,\n    )\n",
            '    x = Column("y",  # c\n        Integer,\n    )\n',
        ),
        ("    x = deferred(Column(Text))\n", '    x = deferred(Column("y", Text))\n'),
        ("    é = 1; x = mapped_column()\n", '    é = 1; x = mapped_column("y")\n'),
        ("    x = 1\n", "    x = 1\n"),
        ("    x = synonym('q')\n", "    x = synonym('q')\n"),
        ("    def x(self): ...\n", "    def x(self): ...\n"),
        (
            "    # region ormforge:custom\n    x: Mapped[int]\n    # endregion ormforge:custom\n",
            "    # region ormforge:custom\n    x: Mapped[int]\n    # endregion ormforge:custom\n",
        ),
    ],
)
def test_an_attribute_says_the_column_that_it_is_of(before: str, after: str) -> None:
    head = 'class A(Base):\n    __tablename__ = "{}"\n\n'
    assert renamed(head.format("a") + before, x="y") == head.format("b") + after


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_everything_else_stay(end: str) -> None:
    text = "x = 1\n\n\nif x:\n\tclass A(Base):\n\t\t__tablename__ = 'a'  \n\t\tx: Mapped[int]\n\n\n\x0c\ny = \"a\""
    expected = text.replace("'a'", "'b'").replace("[int]", '[int] = mapped_column("y")')
    assert renamed(text.replace("\n", end), x="y") == expected.replace("\n", end)


def test_a_table_statement_and_its_columns() -> None:
    text = "t = Table('a', metadata, Column('x', Integer), Column(\"k\"), UniqueConstraint('x'))\n"
    expected = (
        "t = Table('b', metadata, Column('y', Integer), Column(\"k\"), UniqueConstraint('x'))\n"
    )
    assert renamed(text, x="y") == expected
    inside = "class T(Base):\n    __table__ = " + text[4:]
    assert renamed(inside, x="y") == "class T(Base):\n    __table__ = " + expected[4:]


@pytest.mark.parametrize(
    ("before", "schema", "after"),
    [
        ('t = Table("a", m)\n', "s", 't = Table("b", m, schema="s")\n'),
        ('t = Table("a", m, schema="r")\n', "s", 't = Table("b", m, schema="s")\n'),
        ('t = Table("a", m, schema="r")\n', "", 't = Table("b", m, schema=None)\n'),
        (
            'class A:\n    __tablename__ = "a"\n    x = 1\n',
            "s",
            'class A:\n    __tablename__ = "b"\n    __table_args__ = {"schema": "s"}\n    x = 1\n',
        ),
        (
            'class A:\n    __tablename__ = "a"\n    __table_args__ = (Index("i", "x"),)\n',
            "s",
            'class A:\n    __tablename__ = "b"\n    __table_args__ = (Index("i", "x"), {"schema": "s"},)\n',
        ),
        (
            'class A:\n    __tablename__ = "a"\n    __table_args__ = (1, {"comment": "c"})\n',
            "s",
            'class A:\n    __tablename__ = "b"\n    __table_args__ = (1, {"schema": "s", "comment": "c"})\n',
        ),
        (
            'class A:\n    __tablename__ = "a"\n    __table_args__ = {"schema": "r"}\n',
            "",
            'class A:\n    __tablename__ = "b"\n    __table_args__ = {"schema": None}\n',
        ),
    ],
)
def test_a_table_in_another_schema(before: str, schema: str, after: str) -> None:
    old = "table:r.a" if '"r"' in before else "table:.a"
    result = renamed(before, schema=schema, old=old)
    assert result == after
    assert list(tables_in(result, PATH)) == [f"table:{schema}.b"]


def test_hostile_names_are_literals() -> None:
    name = "a\"b'c\n\\"
    text = renamed('class A:\n    __tablename__ = "a"\n    x: Mapped[int]\n', x=name)
    assert tables_in(text, PATH) == {"table:.b": frozenset({name})}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x: Mapped[int]\n", 'x: Mapped[int] = mapped_column("y")\n'),
        ("    # c\n    x: Mapped[int]\n", '    # c\n    x: Mapped[int] = mapped_column("y")\n'),
        ("\tx = Column(\n\t\tText)\n", '\tx = Column("y",\n\t\tText)\n'),
        ("not python at all\n", "not python at all\n"),
    ],
)
def test_one_member_by_itself(text: str, expected: str) -> None:
    assert renamed_member(text, {"x": "y"}) == expected
