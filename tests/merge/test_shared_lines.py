"""Classes on one line, and statements that share a line: taken apart where one of them changes, and only there."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from ormforge.source.partition import read_class, read_module
from tests.merge.play import Scenario, play, sql
from tests.merge.shop import Shop

PATH = PurePosixPath("models.py")
TAG = """class Tag(Base):
    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(20))

    books: Mapped[list["Book"]] = relationship(
        secondary=book_tags, back_populates="tags"
    )
"""
ID = "id: Mapped[int] = mapped_column(primary_key=True)"
NAME = "name: Mapped[str] = mapped_column(String(20))"
BOOKS = 'books: Mapped[list["Book"]] = relationship(secondary=book_tags, back_populates="tags")'
ONE_LINE = f'class Tag(Base): __tablename__ = "tags"; {ID}; {NAME}; {BOOKS}  # short\n'
APART = f"""class Tag(Base):  # short
    __tablename__ = "tags"
    {ID}
    {NAME}
    {BOOKS}
"""
SHARED = f"""    {ID}; {NAME}; size = ";"  # three
"""
COLOUR = "    colour: Mapped[str | None] = mapped_column(String(9))\n"
ADD = [("name varchar(20) not null", "name varchar(20) not null,\n  colour varchar(9)")]
LONGER = [("name varchar(20)", "name varchar(30)")]

SCENARIOS = {
    "a class on one line stays one": Scenario(
        mine=[(TAG, ONE_LINE)],
        migration=[("title varchar(100)", "title varchar(120)")],
        result=[("String(100)", "String(120)")],
    ),
    "a class on one line gains a column": Scenario(
        mine=[(TAG, ONE_LINE)],
        migration=ADD,
        result=[(ONE_LINE, APART.replace(f"{NAME}\n", f"{NAME}\n{COLOUR}"))],
    ),
    "a class on one line has a column changed": Scenario(
        mine=[(TAG, ONE_LINE)],
        migration=LONGER,
        result=[(ONE_LINE, APART.replace("String(20)", "String(30)"))],
    ),
    "a class on one line loses a column": Scenario(
        mine=[(TAG, ONE_LINE)],
        migration=[(",\n  name varchar(20) not null", "")],
        result=[(ONE_LINE, APART.replace(f"    {NAME}\n", ""))],
    ),
    "a class on one line with code of one's own and a decorator": Scenario(
        mine=[
            (
                TAG,
                "# about tags\n@final\n"
                + ONE_LINE.replace("  #", '; hand = ("; #", [1,\n 2]);  #'),
            ),
            ("from sqlalchemy import", "from typing import final\n\nfrom sqlalchemy import"),
        ],
        migration=LONGER,
        result=[
            (
                ONE_LINE.replace("  #", '; hand = ("; #", [1,\n 2]);  #'),
                APART.replace("String(20)", "String(30)") + '    hand = ("; #", [1,\n 2])\n',
            )
        ],
    ),
    "statements on a line stay there": Scenario(
        mine=[(f"    {ID}\n    {NAME}\n\n    books", f"{SHARED}\n    books")],
        migration=ADD,
        result=[(SHARED, f'    {ID}\n    {NAME}\n{COLOUR}    size = ";"  # three\n')],
    ),
    "one of the statements on a line changes": Scenario(
        mine=[(f"    {ID}\n    {NAME}\n\n    books", f"{SHARED}\n    books")],
        migration=LONGER,
        result=[(SHARED, f'    {ID}\n    {NAME.replace("20", "30")}\n    size = ";"  # three\n')],
    ),
    "another class changes": Scenario(
        mine=[(f"    {ID}\n    {NAME}\n\n    books", f"{SHARED}\n    books")],
        migration=[("title varchar(100)", "title varchar(120)")],
        result=[("String(100)", "String(120)")],
    ),
    "a renamed attribute on a shared line is followed": Scenario(
        mine=[
            (
                f"    {ID}\n    {NAME}\n",
                f'    {ID}; label: Mapped[str] = mapped_column("name", String(20))\n',
            )
        ],
        migration=LONGER,
        result=[
            (
                f'    {ID}; label: Mapped[str] = mapped_column("name", String(20))\n',
                f'    {ID}\n    label: Mapped[str] = mapped_column("name", String(30))\n',
            )
        ],
    ),
    "the base on one line, an import beside another": Scenario(
        mine=[
            (
                "class Base(DeclarativeBase):\n    pass\n",
                "class Base(DeclarativeBase): ...  # mine\n",
            ),
            ("from sqlalchemy import", "import re; import sys\nfrom sqlalchemy import"),
        ],
        migration=LONGER,
        result=[("String(20)", "String(30)")],
    ),
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_lines_that_statements_share(name: str, shop: Shop) -> None:
    play(SCENARIOS[name], shop)


def test_a_dropped_class_on_one_line_comes_back_on_one_line(shop: Shop) -> None:
    scenario = Scenario(
        mine=[(TAG, ONE_LINE)],
        migration=[(sql("tags"), ""), (sql("book_tags"), "")],
        result=[],
        code=3,
    )
    shop.generate()
    mine = shop.edit(*scenario.mine)
    before = shop.schema
    shop.migrate(*scenario.migration)
    shop.generate(code=3)
    assert ONE_LINE in shop.archived()
    shop.migrate((shop.schema, before))
    shop.generate()
    assert shop.read() == mine


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_units_of_a_shared_line_are_its_statements(end: str) -> None:
    text = f"a = 'é;'; b = 2;  # c{end}class C(X,{end}        Y): x = 1; y = [{end}2]  # d{end}"
    suite = read_module(text, PATH)[0]
    assert suite.text == text
    assert [unit.names for unit in suite.units] == [("a",), ("b",), ("C",)]
    assert "".join(suite.units[1].code) == f"b = 2  # c{end}"
    parts = read_class(suite.units[2])[0]
    assert parts.inline
    assert "".join(parts.header) == f"class C(X,{end}        Y):  # d{end}"
    assert parts.body.text == f"    x = 1{end}    y = [{end}2]{end}"
