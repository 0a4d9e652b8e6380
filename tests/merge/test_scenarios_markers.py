"""Regions: well formed at every place, and damaged in every way."""

from __future__ import annotations

import pytest

from tests.merge.play import Scenario, play, quiet
from tests.merge.shop import Shop, differences, loaded
from tests.merge.test_scenarios_members import ADD_ISBN, GAINS_ISBN, ISBN, NOTE, TAGS_END

BEGIN, END = "# region ormforge:custom", "# endregion ormforge:custom"
BOOK = "class Book(Base):\n"
TABLENAME = '    __tablename__ = "books"\n'


def region(code: str, name: str = "", indent: str = "    ") -> str:
    mark = f" {name}" if name else ""
    return f"{indent}{BEGIN}{mark}\n{code}{indent}{END}{mark}\n"


ODD = '    def  odd( self ) :\n        return  """\n\ttab and blanks   \n"""   \n\n\n\n'
HAND = region("    hand  =  1\n")
TOP = region("HAND  =  1\n", indent="")
INDEX = '(Index("ix_books_title", "title"),)'

PLACES = {
    "after the opening comments": [("from decimal", TOP + "from decimal")],
    "among the imports": [("from sqlalchemy import", TOP + "from sqlalchemy import")],
    "after the imports": [("\n\nclass Base", "\n" + TOP + "\n\nclass Base")],
    "before a class": [(BOOK, TOP + "\n\n" + BOOK)],
    "below the header of a class": [(BOOK, BOOK + HAND + "\n")],
    "below a docstring": [(BOOK, BOOK + '    """Ours."""\n\n' + HAND + "\n")],
    "between columns": [(NOTE, HAND + NOTE)],
    "at the end of a class": [(TAGS_END, TAGS_END + "\n" + HAND)],
    "inside __table_args__": [
        (
            INDEX,
            f'(\n        {BEGIN}\n        Index("ix_hand",  "price"),\n        {END}\n        Index("ix_books_title", "title"),\n    )',
        )
    ],
    "after the last class": [
        ('back_populates="tags"\n    )\n', 'back_populates="tags"\n    )\n\n\n' + TOP)
    ],
}


@pytest.mark.parametrize("place", PLACES)
def test_57_a_region_keeps_its_bytes(place: str, shop: Shop) -> None:
    play(Scenario(mine=PLACES[place], migration=[ADD_ISBN], result=[GAINS_ISBN]), shop)


@pytest.mark.parametrize("place", ["between columns", "at the end of a class", "before a class"])
def test_58_odd_text_in_a_region_is_not_formatted(place: str, shop: Shop) -> None:
    odd = (
        region(ODD)
        if "class" not in place or "end" in place
        else region(
            ODD.replace("    def", "def").replace("        return", "    return"), indent=""
        )
    )
    edits = {
        "between columns": [(NOTE, odd + NOTE)],
        "at the end of a class": [(TAGS_END, TAGS_END + "\n" + odd)],
        "before a class": [(BOOK, odd + "\n\n" + BOOK)],
    }[place]
    play(Scenario(mine=edits, migration=[ADD_ISBN], result=[GAINS_ISBN]), shop)


DAMAGED = {
    "no end": [f"    {BEGIN} a\n    x = 1\n"],
    "no begin": [f"    x = 1\n    {END} a\n"],
    "two begins": [f"    {BEGIN} a\n    x = 1\n    {BEGIN} a\n    y = 1\n    {END} a\n"],
    "crossed names": [
        f"    {BEGIN} a\n    x = 1\n    {BEGIN} b\n    y = 1\n    {END} a\n    z = 1\n    {END} b\n"
    ],
    "nested": [
        f"    {BEGIN} a\n    x = 1\n    {BEGIN} b\n    y = 1\n    {END} b\n    z = 1\n    {END} a\n"
    ],
    "end of another": [f"    {BEGIN} a\n    x = 1\n    {END} b\n"],
    "cuts a function": [
        f"    {BEGIN} a\n    def f(self):\n        x = 1\n        {END} a\n        return x\n"
    ],
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_59_damaged_markers_lose_nothing(damage: str, shop: Shop) -> None:
    (hand,) = DAMAGED[damage]
    shop.generate()
    mine = shop.edit((NOTE, NOTE + "\n" + hand))
    run = shop.generate()
    assert "warning" in run.err
    assert "models.py:" in run.err
    assert shop.read() == mine
    shop.migrate(ADD_ISBN)
    shop.generate()
    assert differences(mine.replace(*GAINS_ISBN), shop.read()) == ""


def test_60_marker_text_in_a_string_is_text(shop: Shop) -> None:
    hand = f'    """Ours.\n\n    {BEGIN}\n    """\n\n    MARK = "{END}"\n\n'
    play(
        Scenario(mine=[(BOOK, BOOK + hand)], migration=[ADD_ISBN], result=[GAINS_ISBN]),
        shop,
    )
    assert not any("warning" in run.err for run in shop.runs)


def test_61_a_marker_behind_code_is_told(shop: Shop) -> None:
    play(
        Scenario(
            mine=[
                (NOTE, NOTE[:-1] + f"  {BEGIN} x\n"),
                ("    author: Mapped", f"    {END} x\n    author: Mapped"),
            ],
            migration=[("note varchar(80)", "note varchar(90)")],
            result=[("String(80)", "String(90)")],
            says=("warning",),
        ),
        shop,
    )


def test_62_markers_in_two_classes_are_no_pair(shop: Shop) -> None:
    play(
        Scenario(
            mine=[
                ("    email: Mapped", f"    {BEGIN} x\n    email: Mapped"),
                (NOTE, NOTE + f"    {END} x\n"),
            ],
            migration=[("email varchar(200)", "email varchar(210)"), ADD_ISBN],
            result=[
                ("String(200)", "String(210)"),
                (f"{NOTE}    {END} x\n", f"{NOTE}    {END} x\n{ISBN}"),
            ],
            says=("warning",),
        ),
        shop,
    )


def test_63_an_end_directly_above_a_dropped_member_survives(shop: Shop) -> None:
    play(
        Scenario(
            mine=[(NOTE, HAND + NOTE)],
            migration=[(",\n  note varchar(80)\n", "\n")],
            result=[(NOTE, "")],
        ),
        shop,
    )


def test_64_a_member_added_behind_the_last_region_stands_outside(shop: Shop) -> None:
    schema = "create table notes (id integer primary key);\n"
    shop.migrate((shop.schema, schema))
    shop.generate()
    mine = shop.read() + "\n" + region("    def f(self): return 1\n")
    shop.write(mine)
    shop.migrate((schema, "create table notes (id integer primary key, body varchar(9));\n"))
    shop.generate()
    text = shop.read()
    assert region("    def f(self): return 1\n") in text
    assert text.index("body: Mapped") < text.index(BEGIN) or text.index(
        "body: Mapped"
    ) > text.index(END)
    loaded(text)
    shop.migrate((shop.schema, schema))
    quiet(shop)
    assert differences(mine, shop.read()) == ""


def test_65_markers_at_the_left_edge_inside_a_class(shop: Shop) -> None:
    hand = f"{BEGIN} x\n    hand = 1\n{END} x\n"
    play(Scenario(mine=[(NOTE, hand + NOTE)], migration=[ADD_ISBN], result=[GAINS_ISBN]), shop)


@pytest.mark.parametrize("inside", ["", "    # only this\n", "    pass\n", "\n\n"])
def test_66_regions_with_nothing_in_them_stay(inside: str, shop: Shop) -> None:
    play(
        Scenario(mine=[(NOTE, region(inside) + NOTE)], migration=[ADD_ISBN], result=[GAINS_ISBN]),
        shop,
    )


def test_67_a_region_moved_to_another_class_is_followed(shop: Shop) -> None:
    shop.generate()
    shop.edit((NOTE, NOTE + HAND))
    shop.generate()
    mine = shop.edit((HAND, ""), ("    email: Mapped", HAND + "    email: Mapped"))
    shop.migrate(ADD_ISBN, ("email varchar(200)", "email varchar(210)"))
    run = shop.generate()
    expected = mine.replace(NOTE, NOTE + ISBN).replace("String(200)", "String(210)")
    assert differences(expected, shop.read()) == ""
    assert "warning" not in run.err


def test_68_two_regions_of_one_name_are_both_kept(shop: Shop) -> None:
    first, second = region("    a = 1\n", "x"), region("    b = 1\n", "x")
    play(
        Scenario(
            mine=[("    price: Mapped", first + "    price: Mapped"), (NOTE, NOTE + second)],
            migration=[ADD_ISBN],
            result=[GAINS_ISBN],
        ),
        shop,
    )


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("#region ormforge:custom x", "#endregion ormforge:custom x"),
        ("#   Region  Ormforge:Custom x", "# EndRegion ormforge:custom x  "),
        ("# ormforge: begin custom", "# ormforge: end custom"),
        ("#ormforge: begin custom y", "#ormforge:end custom y"),
        ("# REGION ORMFORGE:CUSTOM", "# ENDREGION ORMFORGE:CUSTOM"),
    ],
)
def test_69_markers_however_they_are_spaced(begin: str, end: str, shop: Shop) -> None:
    hand = f"    {begin}\n    title: str = 'ours'\n    {end}\n"
    shop.generate()
    mine = shop.edit(("    title: Mapped[str] = mapped_column(String(100))\n", hand))
    run = shop.generate()
    assert shop.read() == mine
    assert "your own title takes the place" in run.err
    assert "warning" not in run.err
    shop.migrate(ADD_ISBN)
    assert "1 region" in shop.generate().err
    assert hand in shop.read()
