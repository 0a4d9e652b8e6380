"""What drafts of sqlacodegen_v2 are known to get wrong, one smallest database each, there and back on every server.

Each statement here has to be taken by its server; what a case is about follows its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.exact import mysql_roundtrip, sqlite_roundtrip
from tests.exact.postgresql_server import Scratch, scratch_pair
from tests.exact.roundtrip import round_trip

EVERYWHERE = {
    "a foreign key that is the primary key": [
        "create table a (id int primary key)",
        "create table b (id int primary key, other int, foreign key (id) references a (id), "
        "foreign key (other) references a (id))",
        "create table s (id int primary key, foreign key (id) references s (id))",
    ],
    "a circle of foreign keys that are primary keys": [
        "create table a (id int primary key)",
        "create table b (id int primary key, foreign key (id) references a (id))",
        "create table c (id int primary key, name varchar(5), foreign key (id) references b (id))",
    ],
    "checks that are no lists of labels": [
        "create table t (id int primary key, c varchar(5), d int, e int, "
        "check (lower(c) in ('x', 'y')), check (c not in ('a', 'b')), check (c in ('x', 'y') or d > 1), "
        "check (d in (0, 1) and e > 5))"
    ],
    "checks with percent signs and quotes": [
        "create table t (id int primary key, c varchar(20), check (c <> 'a%' and c in ('it''s', 'b', 'a %s')))"
    ],
    "two foreign keys to one table": [
        "create table a (id int primary key)",
        "create table b (id int primary key, a_id int, editor_id int, foreign key (a_id) references a (id), "
        "foreign key (editor_id) references a (id))",
    ],
    "a link table, and one to itself": [
        "create table a (id int primary key)",
        "create table b (id int primary key)",
        "create table ab (a_id int not null, b_id int not null, primary key (a_id, b_id), "
        "foreign key (a_id) references a (id), foreign key (b_id) references b (id))",
        "create table p (x int not null, y int not null, primary key (x, y))",
        "create table pp (ax int not null, ay int not null, bx int not null, byy int not null, "
        "primary key (ax, ay, bx, byy), foreign key (ax, ay) references p (x, y), "
        "foreign key (bx, byy) references p (x, y))",
    ],
    "foreign keys over overlapping columns": [
        "create table a (t int not null, id int not null, primary key (t, id))",
        "create table b (t int not null, id int not null, a_id int, c_id int, primary key (t, id), "
        "foreign key (t, a_id) references a (t, id), foreign key (t, c_id) references b (t, id))",
    ],
    "an integer key without a default": ["create table t (id int primary key, n varchar(5))"],
    "colons, backslashes and line ends in texts": [
        "create table t (id int primary key, a varchar(30) default 'a :b', b varchar(30) default 'c:\\\\d', "
        "c varchar(30) default 'two\nlines', d varchar(30) default '100%', e varchar(30) default 'it''s')"
    ],
    "a generated column": [
        "create table t (id int primary key, a int, b int generated always as (a * 2) stored)"
    ],
}
RESERVED = (
    "metadata",
    "registry",
    "__tablename__",
    "query",
    "class",
    "1st",
    "a b",
    "def",
    "type",
    "id_",
)
TABLES = (
    "list",
    "optional",
    "base",
    "column",
    "dict",
    "Any",
    "Table",
    "enum",
    "text",
    "datetime",
    "a-b",
    "9",
)


def _quoted(mark: str) -> dict[str, list[str]]:
    def quote(name: str) -> str:
        return f"{mark}{name}{mark}"

    columns = ", ".join(f"{quote(name)} int" for name in RESERVED)
    long = "x" * 60
    return {
        "names that models need themselves": [
            *(
                f"create table {quote(n)} (id int primary key, {quote('base')} varchar(5))"
                for n in TABLES
            ),
            f"create table t (pk int primary key, {columns})",
        ],
        "long and foreign names": [
            f"create table {quote(long)} (id int primary key, {quote('größe')} int, {quote('日本')} int)",
            f"create index {quote('i' + long)} on {quote(long)} ({quote('größe')})",
        ],
        "names that differ in case alone": [
            f"create table c (id int primary key, {quote('name_')} int, {quote('Name')} int)"
        ],
    }


SQLITE = {
    **EVERYWHERE,
    **{name: sql for name, sql in _quoted('"').items() if "case" not in name},
    "an expression index and an operator": [
        "create table t (id integer primary key, e text, org int)",
        "create index i on t (lower(e))",
        "create unique index u on t (org, lower(e)) where org > 1",
        "create index d on t (org desc)",
    ],
    "columns without a type, and of types nobody knows": [
        "create table t (id integer primary key, a, b POINT, c 'odd type', d REAL, e DOUBLE, f CLOB)"
    ],
    "full text search": ["create virtual table f using fts5(title, body)"],
    "foreign keys in another case and to an absent table": [
        "create table Parent (Id integer primary key)",
        "create table c (id integer primary key, p int references PARENT (ID), q int references absent (x))",
    ],
    "autoincrement and inline constraints": [
        "create table p (id integer primary key autoincrement)",
        "create table t (id integer primary key, p int references p on delete cascade, "
        "u varchar(10) unique, v text default 'x' unique)",
    ],
    "strict and without rowid": [
        "create table s (id integer primary key, a text) strict",
        "create table w (k text primary key, v blob) without rowid",
    ],
    "a nullable primary key": ["create table t (k text primary key, v int)"],
    "a broken view": [
        "create table t (id integer primary key)",
        "create view v as select nosuch(id) from t",
    ],
}
POSTGRESQL = {
    **EVERYWHERE,
    **_quoted('"'),
    "expression and operator class indexes": [
        "create table t (id int primary key, e text, org int, j jsonb)",
        "create index i on t (lower(e))",
        "create unique index u on t (org, lower(e))",
        "create unique index w on t (org) where org > 1",
        "create index g on t using gin (j jsonb_path_ops)",
        "create index h on t using hash (e)",
        "create index n on t (org desc nulls last, e text_pattern_ops) include (id)",
    ],
    "types that reflection does not know": [
        "create table t (id int primary key, p point, x xml, t tid, b box, c circle, l line, s pg_lsn)"
    ],
    "domains": [
        "create domain money_amount as numeric(10, 2) check (value >= 0)",
        "create domain word as varchar(10) not null default 'a' check (value ~ '^[a-z]+$')",
        "create table t (id int primary key, a money_amount, b word)",
    ],
    "a default out of a sequence": [
        "create sequence s1 as smallint start 5 increment 2 maxvalue 99 cycle",
        "create table t (id int primary key default nextval('s1'), n serial)",
    ],
    "partitions": [
        "create table t (id int not null, at date not null, primary key (id, at)) partition by range (at)",
        "create table t1 partition of t for values from ('2020-01-01') to ('2021-01-01') partition by list (id)",
        "create table t11 partition of t1 for values in (1, 2)",
        "create table t0 partition of t default",
    ],
    "what constraints can say": [
        "create table p (id int primary key)",
        "create unlogged table t (id int primary key deferrable initially deferred, a int, b int, "
        "r int4range, unique nulls not distinct (a), exclude using gist (r with &&), "
        "foreign key (b) references p (id) match full on delete set null deferrable)",
        "alter table t add constraint late check (a > 0) not valid",
    ],
    "an enum in another schema, shared and in an array": [
        "create type s.mood as enum ('sad', 'so so', 'it''s')",
        "create table t (id int primary key, a s.mood default 'so so', b s.mood[])",
        "create table u (id int primary key, a s.mood not null)",
    ],
    "one name in two schemas, and keys across them": [
        "create table t (id int primary key)",
        "create table s.t (id int primary key, t_id int references public.t, s_id int references s.t)",
        "create table u (id int primary key, t_id int references s.t)",
    ],
    "types with their limits": [
        "create table t (id int primary key, a interval day to second(3), b timestamp(3), c bit varying(5), "
        "d bit(3), e int4range, f int8multirange, g inet, h uuid[], i time(2) with time zone, j numeric, "
        'k varchar collate "C", l char, m "char", n name, o macaddr8, p tsquery, q money)'
    ],
    "identity and comments": [
        "create table t (id int generated by default as identity (start 10 increment 5 minvalue 5 cache 3) primary key)",
        "comment on table t is 'it''s 100% :odd'",
        "comment on column t.id is 'a\nb'",
    ],
    "views": [
        "create table t (id int primary key, a text)",
        "create view v as select id, upper(a) as a from t",
        "create materialized view m as select count(*) as n from t",
    ],
}
MARIADB = {
    **EVERYWHERE,
    **{n: sql for n, sql in _quoted("`").items() if "case" not in n},
    "key prefixes and full text": [
        "create table t (id int primary key, a text, b varchar(500), key k (a(10), b(7)), fulltext key f (b))"
    ],
    "numbers with widths": [
        "create table t (id int(11) unsigned auto_increment primary key, a double(8,2), b int(5) zerofill, "
        "c decimal(10,2) unsigned, d tinyint(1), e bigint unsigned, f float(7,3), g year)"
    ],
    "options of tables and columns": [
        "create table t (id int primary key, a varchar(10) character set latin1 collate latin1_german1_ci, "
        "b text collate utf8mb4_bin) engine = Aria row_format = page default charset = utf8mb3 comment = 'it''s'"
    ],
    "types of its own": [
        "create table t (id int primary key, a enum('x','it''s',''), b set('p','q'), c json, d inet6, e uuid, "
        "f datetime(3) default current_timestamp(3) on update current_timestamp(3), g bit(5), h mediumtext)"
    ],
    "a sequence": [
        "create sequence s start with 5 increment by 2",
        "create table t (id int primary key default nextval(s))",
    ],
    "generated and invisible columns": [
        "create table t (id int primary key, a int, b int as (a + 1) virtual, c int invisible default 3)"
    ],
}


@pytest.mark.parametrize("case", SQLITE)
def test_sqlite(case: str, tmp_path: Path) -> None:
    assert sqlite_roundtrip.differences(SQLITE[case], tmp_path) == ()


@pytest.fixture(scope="module")
def pair(pg_server: sa.URL, worker_id: str) -> Iterator[tuple[Scratch, Scratch]]:
    with scratch_pair(pg_server, f"defects_{worker_id}") as databases:
        yield databases


@pytest.mark.parametrize("case", POSTGRESQL)
def test_postgresql(case: str, pair: tuple[Scratch, Scratch]) -> None:
    one, other = pair
    one.empty()
    other.empty()
    assert one.fill(POSTGRESQL[case]) == POSTGRESQL[case]
    assert round_trip(one.url, other.url, schemas=("public", "s")).differences == ()


@pytest.mark.parametrize("case", MARIADB)
def test_mariadb(case: str, mysql_url: str) -> None:
    assert mysql_roundtrip.run(mysql_url, MARIADB[case]) == []
    assert mysql_roundtrip.differences(MARIADB[case], mysql_url) == ()
