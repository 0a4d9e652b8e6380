"""Every fix runs, on the dialect that it is written for, and ends what it was for."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from ormforge.catalog.model import Catalog
from ormforge.review import SchemaFinding
from tests.project import run_script
from tests.review.reviewing import catalog_of, review_of

HOSTILE = """x"; drop table "safe"; --`[']\\ %s %(a)s :b é"""

POSTGRESQL = """
create table safe (id int primary key);
create table {h} (id bigint primary key, {h} text unique, status text);
create table "Mixed Case" (
    a int references {h}, b int not null references {h}, c bigint references {h} (id) on update cascade,
    {h} text references {h} ({h}) match full, "order" text default 'it''s', unique ({h}, "order"), unique (a, b)
);
create index {h2} on "Mixed Case" (a); create index "A2" on "Mixed Case" (a);
create index "A3" on "Mixed Case" (a, b);
create table keyed (a int not null, b int not null, unique (a, b));
create table indexed (a int not null); create unique index indexed_a on indexed (a);
create table slots ("ID" int, id int);
"""
MYSQL = """
create table safe (id int primary key);
create table {h} (id bigint primary key, {h} varchar(300) unique, status text);
create table `Mixed Case` (
    a bigint, b bigint not null, c bigint, {h} varchar(20) character set latin1 default 'it''s \\\\ a' comment 'a \\\\ ''b''',
    stamp timestamp null default current_timestamp on update current_timestamp,
    unique ({h}, stamp), unique (a, b), constraint {h2} foreign key (a) references {h} (id) on update cascade,
    foreign key (b) references {h} (id), foreign key (c) references {h} (id) on update cascade
);
create index {h2} on `Mixed Case` (stamp);
create index `A3` on `Mixed Case` (stamp, a);
create index `A4` on `Mixed Case` (stamp, a);
create table keyed (a int not null, b int not null, unique (a, b));
create table numbered (a int auto_increment, key (a));
"""
SQLITE = """
create table safe (id integer primary key);
create table {h} (id integer primary key, {h} text);
create table "Mixed Case" (a integer references {h}, b integer references {h}, {h} integer references {h});
create index {h2} on "Mixed Case" (a); create index "A2" on "Mixed Case" (a);
create index "A3" on "Mixed Case" (a, b); create index "A4" on "Mixed Case" (a, b);
"""


def quoted(name: str, mark: str) -> str:
    return mark + name.replace(mark, mark * 2) + mark


def script(text: str, mark: str) -> str:
    return text.replace("{h2}", quoted(f"2{HOSTILE}", mark)).replace("{h}", quoted(HOSTILE, mark))


def identity(finding: SchemaFinding) -> tuple[str, str]:
    return finding.rule, finding.path


def execute(url: str, statements: tuple[str, ...]) -> None:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        for statement in statements:
            driver = connection.connection.driver_connection
            assert driver is not None
            cursor = driver.cursor()
            cursor.execute(statement)
            cursor.close()
    engine.dispose()


def mend(url: str) -> tuple[list[tuple[str, str]], tuple[SchemaFinding, ...]]:
    """What was mended, in order, and what is left when nothing more can be."""
    mended: list[tuple[str, str]] = []
    while True:
        findings = review_of(url)
        again = set(mended) & {identity(finding) for finding in findings}
        assert not again
        mendable = [finding for finding in findings if finding.fix]
        if not mendable:
            return mended, findings
        execute(url, mendable[0].fix)
        mended.append(identity(mendable[0]))


def column_facts(catalog: Catalog) -> dict[tuple[str, str], object]:
    return {
        (table.name, column.name): (column.default, column.comment, column.charset)
        for table in catalog.tables
        for column in table.columns
    }


def test_fixes_on_postgresql(pg_url: str) -> None:
    run_script(pg_url, script(POSTGRESQL, '"'))
    before = column_facts(catalog_of(pg_url))
    mended, left = mend(pg_url)
    assert {rule for rule, _ in mended} == {
        "missing-primary-key",
        "foreign-key-type",
        "unindexed-foreign-key",
        "duplicate-index",
        "redundant-index",
        "nullable-unique",
        "wide-text-key",
        "no-on-delete",
    }
    assert {finding.rule for finding in left} <= {"free-text-enum", "n-plus-one", "nullable-unique"}
    after = column_facts(catalog_of(pg_url))
    assert {key: after[key] for key in before} == before
    assert ("safe", "id") in after


def test_fixes_on_mysql(mysql_url: str) -> None:
    engine_script = script(MYSQL, "`")
    run_script(mysql_url, engine_script)
    before = column_facts(catalog_of(mysql_url))
    mended, left = mend(mysql_url)
    assert {rule for rule, _ in mended} == {
        "missing-primary-key",
        "duplicate-index",
        "redundant-index",
        "nullable-unique",
        "wide-text-key",
        "no-on-delete",
    }
    assert {finding.rule for finding in left} <= {
        "free-text-enum",
        "n-plus-one",
        "missing-primary-key",
        "no-on-delete",
        "nullable-unique",
    }
    after = column_facts(catalog_of(mysql_url))
    assert {key: after[key] for key in before} == before


def test_fixes_on_sqlite(sqlite_url: str) -> None:
    run_script(sqlite_url, script(SQLITE, '"'))
    mended, left = mend(sqlite_url)
    assert {rule for rule, _ in mended} == {
        "unindexed-foreign-key",
        "duplicate-index",
        "redundant-index",
    }
    assert all(finding.advice for finding in left)
    assert "safe" in {table.name for table in catalog_of(sqlite_url).tables}


@pytest.mark.parametrize("length", [40, 63, 90])
def test_new_names_are_free_and_short_enough(pg_url: str, length: int) -> None:
    table, column = "é" * (length // 3), "ü" * (length // 3)
    run_script(
        pg_url,
        f'create table p (id int primary key); create table "{table}" (id int primary key,'
        f' "{column}" int references p, "{column[:-1]}x" int references p);'
        f'create table "ix_{table}_{column}" (id int primary key);',
    )
    mended, _ = mend(pg_url)
    assert [rule for rule, _ in mended].count("unindexed-foreign-key") == 2
