from __future__ import annotations

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ormforge.database.postgresql import read_postgresql
from ormforge.database.postgresql.default_names import default_name
from ormforge.database.request import Request

from .conftest import Read, run

EXAMPLES = [
    (("books", (), "pkey"), "books_pkey"),
    (("books", ("author_id", "title"), "key"), "books_author_id_title_key"),
    (("t" * 63, (), "pkey"), "t" * 58 + "_pkey"),
    (("t" * 63, ("c" * 63,), "fkey"), "t" * 29 + "_" + "c" * 28 + "_fkey"),
    (("é" * 31, ("c" * 20,), "fkey"), "é" * 18 + "_" + "c" * 20 + "_fkey"),
    (("t", ("a", "a"), "key"), "t_a_a1_key"),
]


@pytest.mark.parametrize(("arguments", "expected"), EXAMPLES)
def test_default_name(arguments: tuple[str, tuple[str, ...], str], expected: str) -> None:
    assert default_name(*arguments) == expected


def names() -> st.SearchStrategy[str]:
    letters = st.text("aZ_é漢🐘\"' .$%:", min_size=1, max_size=63)
    return letters.map(lambda name: name.encode()[:63].decode(errors="ignore"))


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(table=names(), columns=st.lists(names(), min_size=2, max_size=4, unique=True))
def test_the_server_chooses_these_names(
    connection: sa.Connection, table: str, columns: list[str]
) -> None:
    several, one = ", ".join(map(quoted, columns)), quoted(columns[0])
    backwards = ", ".join(map(quoted, reversed(columns)))
    with connection.begin_nested() as transaction:
        run(
            connection,
            f"create table {quoted(table)} ({', '.join(f'{quoted(c)} int' for c in columns)}, "
            f"primary key ({several}), unique ({backwards}), unique ({one}), "
            f"foreign key ({several}) references {quoted(table)} ({several}))",
        )
        (found,) = read_postgresql(connection, Request(url="")).tables
        transaction.rollback()
    assert found.primary_key is not None
    keys = (found.primary_key, *found.uniques, *found.foreign_keys)
    assert len(keys) == 4
    expected = {default_name(table, several, "key") for several in (columns[::-1], columns[:1])}
    if len(expected) == 2:
        assert all(key.name_is_default for key in keys)


def defaults(read: Read, ddl: str) -> dict[str | None, bool]:
    return {
        key.name: key.name_is_default
        for table in read(ddl).tables
        for key in (table.primary_key, *table.uniques, *table.foreign_keys)
        if key is not None
    }


def test_a_numbered_name_is_given(read: Read) -> None:
    ddl = "create table p (a int primary key); create table t (a int references p references p)"
    assert defaults(read, ddl) == {"p_pkey": True, "t_a_fkey": True, "t_a_fkey1": False}


def test_a_name_that_another_table_has_too_is_given(read: Read) -> None:
    ddl = """create table p (a int primary key); create table t_a (b int references p);
        create table t (a_b int constraint t_a_b_fkey references p)"""
    assert defaults(read, ddl) == {"p_pkey": True, "t_a_b_fkey": False}


def test_a_name_from_before_a_renaming_is_given(read: Read) -> None:
    ddl = "create table o (a int primary key, b int unique); alter table o rename to t"
    assert defaults(read, ddl) == {"o_pkey": False, "o_b_key": False}
