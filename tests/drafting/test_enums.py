"""Enums: which CHECKs are one, what members are called, and that values make the round trip."""

from __future__ import annotations

import keyword
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from ormforge.drafting.checked_labels import checked_labels
from ormforge.drafting.enums import enum_sources
from ormforge.drafting.member_names import member_names
from tests.drafting.printed import Printed, execute, read, rebuilt

CHECKS: list[tuple[str, str, tuple[str, ...] | None]] = [
    ("postgresql", "(state = ANY (ARRAY['a'::text, 'b'::text]))", ("a", "b")),
    (
        "postgresql",
        "((state)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
        ("a", "b"),
    ),
    (
        "postgresql",
        "((state)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text]))",
        ("a", "b"),
    ),
    ("postgresql", "state = ANY (ARRAY['a'::bpchar, 'b''c'::bpchar])", ("a", "b'c")),
    ("postgresql", "(state)::text = ANY (ARRAY[E'a\\\\b'::text])", ("a\\b",)),
    ("postgresql", "(state <> ALL (ARRAY['a'::text]))", None),
    ("postgresql", "(state = ANY (ARRAY['a'::text, NULL::text]))", None),
    ("postgresql", "((state)::integer = ANY (ARRAY['1'::text]))", None),
    ("postgresql", "(state = ANY (ARRAY['a'::text])) OR (n > 1)", None),
    ("postgresql", "state = 'x'::text", None),
    ("sqlite", "state IN ('x','y')", ("x", "y")),
    ("sqlite", "\"state\" in ('x', 'y')", ("x", "y")),
    ("sqlite", "[STATE] IN('x')", ("x",)),
    ("sqlite", "state in ('a\\','b')", ("a\\", "b")),
    ("sqlite", "lower(state) in ('x','y')", None),
    ("sqlite", "state not in ('x')", None),
    ("sqlite", "state in ('x','y') or d > 1", None),
    ("sqlite", "state in ('x','y') and d", None),
    ("sqlite", "state in (1,2)", None),
    ("sqlite", "state in ('x',NULL)", None),
    ("sqlite", "state in (select 'x')", None),
    ("sqlite", "state in ('x' || 'y')", None),
    ("sqlite", "state in ('x') collate nocase", None),
    ("sqlite", "state in ()", None),
    ("sqlite", "other in ('x')", None),
    ("mariadb", "`state` in ('a','it\\'s')", ("a", "it's")),
    ("mysql", "`state` in (_utf8mb4'a',_utf8mb4'b')", ("a", "b")),
    ("oracle", "\"STATE\" IN ('a', 'b')", ("a", "b")),
    ("mssql", "[state] IN ('a', 'b')", ("a", "b")),
]


@pytest.mark.parametrize(("dialect", "expression", "labels"), CHECKS)
def test_checked_labels(dialect: str, expression: str, labels: tuple[str, ...] | None) -> None:
    assert checked_labels(expression, "state", dialect) == labels


MEMBERS = {
    "draft": "DRAFT",
    "in print": "IN_PRINT",
    "": "EMPTY",
    "1st": "VALUE_1ST",
    "A+": "A_PLUS",
    "A-": "A_MINUS",
    "C#": "C_SHARP",
    "<=": "LESS_EQUALS",
    "class": "CLASS",
    "mro": "MRO",
    "__x__": "X",
    "n/a": "N_A",
    "中文": "中文",
    "é": "É",
    "_": "VALUE",
    "\ud800": "VALUE_2",
    "DRAFT": "DRAFT_2",
    "a\nb": "A_B",
}


def test_member_names() -> None:
    assert member_names(MEMBERS) == tuple((name, label) for label, name in MEMBERS.items())


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(), unique=True))
def test_member_names_are_valid_unique_and_stable(labels: list[str]) -> None:
    names = [name for name, _ in member_names(labels)]

    assert all(name.isidentifier() and not keyword.iskeyword(name) for name in names)
    assert not any(name.startswith("_") or name.endswith("_") for name in names)
    assert len(set(names)) == len(names)
    assert [name for name, _ in member_names(labels[:-1])] == names[: len(labels[:-1])]


DDL = {
    "postgresql": """
        create type state as enum ('draft', 'in print');
        create table t (id int primary key, a state not null default 'draft', b state[],
          c text check (c in ('x', 'y z')), d varchar(3) check (d in ('m', 'f')), e char(2) check (e in ('aa', 'bb')))""",
    "mysql": """create table t (id int primary key, a enum('draft', 'in print') not null default 'draft', b set('p', 'q'),
          c text check (c in ('x', 'y z')), d varchar(3) check (d in ('m', 'f')), e char(2) check (e in ('aa', 'bb')))
          collate utf8mb4_bin""",
    "sqlite": """create table t (id integer primary key, a text not null default 'draft' check (a in ('draft', 'in print')), b text,
          c text check (c in ('x', 'y z')), d varchar(3) check (d in ('m', 'f')), e char(2) check (e in ('aa', 'bb')))""",
}


@pytest.mark.parametrize("dialect", DDL)
def test_values_make_the_round_trip(
    dialect: str, database: Callable[[str], tuple[str, str]]
) -> None:
    url, url_again = database(dialect)
    execute(url, DDL[dialect])
    module = rebuilt(Printed(read(url)).source, url_again)
    state, c, d, e = (getattr(module, f"N{number}") for number in range(4))
    row = {"c0": 1, "c3": c.Y_Z, "c4": d.F, "c5": e.AA}
    if dialect == "postgresql":
        row["c2"] = [state.DRAFT, state.IN_PRINT]

    with Session(sa.create_engine(url_again, poolclass=sa.NullPool)) as session:
        session.add_all([module.T0(**row), module.T0(c0=2, c1=state.IN_PRINT)])
        session.commit()
        first, second = session.scalars(sa.select(module.T0).order_by(module.T0.c0))
        stored = session.execute(sa.text("select a, c, d from t order by id")).all()
        matching = session.scalars(sa.select(module.T0.c0).where(module.T0.c3 == c.Y_Z)).all()

        assert (first.c1, second.c1) == (state.DRAFT, state.IN_PRINT)
        assert {key: getattr(first, key) for key in row} == row
        assert [tuple(each) for each in stored] == [("draft", "y z", "f"), ("in print", None, None)]
        assert matching == [1]
        session.get_bind().dispose()


def test_no_enum_where_other_cases_pass(sqlite_url: str) -> None:
    execute(sqlite_url, "create table t (a text collate nocase check (a in ('x', 'y')))")

    assert enum_sources(read(sqlite_url)) == ()


def test_sources_tell_who_uses_them(pg_url: str) -> None:
    execute(
        pg_url,
        "create type mood as enum ('sad', 'ok')",
        "create table t (a mood, b mood[], c text check (c in ('x', 'y')))",
    )

    mood, column = enum_sources(read(pg_url))

    assert (mood.key, mood.words, mood.labels) == ("type public.mood", "mood", ("sad", "ok"))
    assert mood.used_by == {"column public.t.a", "column public.t.b"}
    assert (column.key, column.words, column.used_by) == (
        "enum public.t.c",
        "c",
        {"column public.t.c"},
    )
