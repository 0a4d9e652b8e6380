"""sqlacodegen_v2 is imported without what it hardly uses, and works as ever."""

from __future__ import annotations

import subprocess
import sys

RUN = [sys.executable, "-W", "ignore", "-c"]


def run(code: str) -> str:
    return subprocess.run([*RUN, code], check=True, capture_output=True, text=True).stdout.strip()


def test_drafting_imports_neither_inflect_nor_pkg_resources() -> None:
    found = run(
        "import sys, ormforge.drafting;"
        "print([m for m in ('inflect', 'typeguard', 'pkg_resources') if m in sys.modules])"
    )
    assert found == "[]"


def test_inflect_is_there_for_everyone_else() -> None:
    found = run("import ormforge.drafting, inflect; print(inflect.engine().plural_noun('box'))")
    assert found == "boxes"


def test_sqlacodegen_v2_still_inflects_where_it_is_asked_to() -> None:
    found = run(
        "import ormforge.drafting\n"
        "from sqlacodegen_v2.generators import DeclarativeGenerator\n"
        "from sqlalchemy import Column, Integer, MetaData, Table, create_engine\n"
        "metadata = MetaData()\n"
        "Table('boxes', metadata, Column('id', Integer, primary_key=True))\n"
        "print(DeclarativeGenerator(metadata, create_engine('sqlite://'), ['use_inflect']).generate())"
    )
    assert "class Box(Base):" in found


def test_an_inflect_that_is_there_already_stays() -> None:
    found = run(
        "import inflect, sys; before = sys.modules['inflect']; import ormforge.drafting;"
        "print(sys.modules['inflect'] is before)"
    )
    assert found == "True"
