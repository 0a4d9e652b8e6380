"""What makes up a MariaDB database besides its tables, and what is left out."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from ormforge.catalog.model import Omission, Sequence, SequenceOptions
from ormforge.catalog.snapshot import dump_catalog, load_catalog
from ormforge.database import Request, reflect
from ormforge.errors import DatabaseError

from .conftest import Read, Run


def test_the_catalog_does_not_say_what_the_database_is_called(read: Read, mysql_url: str) -> None:
    catalog = read(
        "create sequence s",
        "create table t (a int default nextval(s), b varchar(99) default concat('`x`.`y`', 1))",
        "create view v as select t.a, 'x' as b from t",
    )
    assert str(sa.make_url(mysql_url).database) not in dump_catalog(catalog)
    assert catalog.tables[0].columns[0].default == "nextval(`s`)"
    assert catalog.tables[0].columns[1].default == "concat('`x`.`y`',1)"


def test_the_name_of_the_dialect_follows_the_url(read: Read, mysql_url: str) -> None:
    read("create table t (a int)")
    for name in ("mysql", "mariadb"):
        url = mysql_url.replace("mysql", name, 1)
        catalog = reflect(Request(url=url))
        assert (catalog.dialect, [t.name for t in catalog.tables]) == (name, ["t"])


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ("", SequenceOptions()),
        ("increment -1", SequenceOptions(increment=-1)),
        (
            "start 100 increment 5 minvalue 50 maxvalue 5000 cache 7 cycle",
            SequenceOptions(start=100, increment=5, minimum=50, maximum=5000, cache=7, cycle=True),
        ),
    ],
)
def test_sequence(read: Read, words: str, options: SequenceOptions) -> None:
    catalog = read(f"create sequence s {words}")
    assert catalog.sequences == (Sequence(schema=None, name="s", options=options),)
    assert catalog.tables == ()


VIEWS = (
    "create table t (id int primary key, name varchar(9) comment 'c')",
    "create view v as select id, name as `the name` from t",
    "create table gone (x int)",
    "create view broken as select x from gone",
    "drop table gone",
    "create trigger tr before insert on t for each row set new.name = 'x'",
)


def test_views_and_what_is_left_out(read: Read) -> None:
    catalog = read(*VIEWS)
    view = catalog.tables[1]
    assert (view.name, view.kind) == ("v", "view")
    assert [(c.name, c.type.sql) for c in view.columns] == [
        ("id", "int(11)"),
        ("the name", "varchar(9)"),
    ]
    assert view.definition == "select `t`.`id` AS `id`,`t`.`name` AS `the name` from `t`"
    assert [(o.kind, o.path) for o in catalog.omissions] == [
        ("trigger", "t.tr"),
        ("view", "broken"),
    ]


def test_views_can_be_skipped(read: Read) -> None:
    assert [t.name for t in read(*VIEWS, views="skip").tables] == ["t"]


def test_place_of_files_is_named_as_left_out(read: Read) -> None:
    catalog = read("create table t (a int) engine=innodb data directory='/var/tmp'")
    if not catalog.omissions:
        pytest.skip("this server ignores DATA DIRECTORY")
    assert catalog.omissions == (
        Omission(
            kind="table option",
            path="t",
            reason="where its files lie (data directory) belongs to this server",
        ),
    )
    assert not any("directory" in name for name, _ in catalog.tables[0].options)


def test_other_databases_are_schemas(read: Read, run: Run, mysql_url: str) -> None:
    own = str(sa.make_url(mysql_url).database)
    other = f"{own}_other"
    run(
        f"drop database if exists {other}",
        f"create database {other}",
        f"create table {other}.p (id int primary key)",
        f"create table t (a int, constraint k foreign key (a) references {other}.p (id))",
    )
    try:
        (alone,) = reflect(Request(url=mysql_url)).tables
        both = reflect(Request(url=mysql_url, schemas=(own, other)))
    finally:
        run("drop table t", f"drop database {other}")
    (key,) = alone.foreign_keys
    assert (key.referred_schema, key.resolved) == (other, False)
    assert [(t.schema, t.name) for t in both.tables] == [(None, "t"), (other, "p")]
    assert both.tables[0].foreign_keys[0].resolved


def test_missing_database_is_an_error_that_names_the_others(mysql_url: str) -> None:
    with pytest.raises(DatabaseError, match="no database 'absent_database'") as caught:
        reflect(Request(url=mysql_url, schemas=("absent_database",)))
    assert "mysql" in str(caught.value)


@pytest.mark.parametrize(
    "name",
    ["it's", 'quo"te', "ba`ck", "per%cent %s", ":colon", "back\\slash", "a.b", "a b", "{{x}}", "ü日", "select"],
)  # fmt: skip
def test_hostile_names_and_texts(read: Read, name: str) -> None:
    quoted = "`" + name.replace("`", "``") + "`"
    text = "'" + name.replace("\\", "\\\\").replace("'", "''") + "'"
    catalog = read(
        f"create table {quoted} ({quoted} int primary key comment {text}, b varchar(20) default {text},"
        f" check (b <> {text}), key {quoted} (b(5) desc)) comment {text}"
        f" partition by range ({quoted}) (partition p0 values less than (9))"
    )
    (table,) = catalog.tables
    first, second = table.columns
    assert {table.name, table.comment, first.name, first.comment, table.indexes[0].name} == {name}
    assert second.default == text
    assert text.replace("''", "\\'") in table.checks[0].expression
    assert load_catalog(dump_catalog(catalog)) == catalog


def test_reading_is_in_bulk(run: Run, mysql_url: str) -> None:
    """The number of statements does not depend on the number of tables."""
    counts = []
    for start, end in ((0, 2), (2, 12)):
        run(*(f"create table t{n} (a int primary key, b int unique)" for n in range(start, end)))
        engine = sa.create_engine(mysql_url, poolclass=sa.NullPool)
        statements: list[str] = []

        @sa.event.listens_for(engine, "before_cursor_execute")
        def note(conn, cursor, statement, *_):  # type: ignore[no-untyped-def]
            statements.append(statement)

        from ormforge.database.mysql import read_mysql

        with engine.connect() as connection:
            statements.clear()
            read_mysql(connection, Request(url=mysql_url))
        engine.dispose()
        counts.append(len(statements))
    assert counts[0] == counts[1]
