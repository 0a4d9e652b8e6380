"""Every kind of object of a MariaDB table: its DDL, and what the catalog says of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from ormforge.catalog.model import (
    Check,
    Column,
    ColumnType,
    ForeignKey,
    Generated,
    Index,
    IndexElement,
    PrimaryKey,
    RawConstraint,
    Statement,
    Table,
    Unique,
)

from .conftest import Read, ReadAtOnce


def column(sql: str, **values: Any) -> Column:
    return Column(name="a", type=ColumnType(sql=sql), **{"nullable": True, **values})


COLUMNS = {
    "a int(10) unsigned zerofill": column("int(10) unsigned zerofill"),
    "a double(8,2) not null": column("double(8,2)", nullable=False),
    "a bit(3) default b'101'": column("bit(3)", default="b'101'"),
    "a varchar(10)": column("varchar(10)"),
    "a varchar(10) collate utf8mb4_bin": column("varchar(10)", collation="utf8mb4_bin"),
    "a text character set latin1": column("text", collation="latin1_swedish_ci", charset="latin1"),
    "a varchar(5) character set binary": column("varbinary(5)"),
    "a enum('x','it''s','100%')": column("enum('x','it''s','100%')"),
    "a json": column("json"),
    "a uuid": column("uuid"),
    "a int default 0": column("int(11)", default="0"),
    "a varchar(9) default 'it''s :x'": column("varchar(9)", default="'it''s :x'"),
    "a varchar(9) default 'NULL'": column("varchar(9)", default="'NULL'"),
    "a varchar(9) default null": column("varchar(9)"),
    "a varchar(36) default (concat('a', uuid()))": column(
        "varchar(36)", default="concat('a',uuid())"
    ),
    "a datetime default now() on update now()": column(
        "datetime", default="current_timestamp() ON UPDATE current_timestamp()"
    ),
    "a datetime on update now()": column("datetime", default="NULL ON UPDATE current_timestamp()"),
    "a datetime not null on update now()": column(
        "datetime",
        nullable=False,
        default="'0000-00-00 00:00:00' ON UPDATE current_timestamp()",
    ),
    "a int comment 'it''s % :x'": column("int(11)", comment="it's % :x"),
    "a int invisible": column("int(11) INVISIBLE"),
    "a varchar(9) compressed character set latin1": column(
        "varchar(9) COMPRESSED CHARACTER SET latin1 COLLATE latin1_swedish_ci"
    ),
    "a point ref_system_id=4326": column("point REF_SYSTEM_ID=4326"),
    "a int as (z + 1)": column("int(11)", generated=Generated(expression="`z` + 1", stored=False)),
    "a int as (z + 1) persistent": column(
        "int(11)", generated=Generated(expression="`z` + 1", stored=True)
    ),
}


@pytest.fixture(scope="module")
def tables(read_at_once: ReadAtOnce) -> Mapping[str, Table]:
    """The tables of all cases, each under what makes it."""
    bodies = [f"(z int, {declaration})" for declaration in COLUMNS]
    bodies += [f"({columns})" for columns, _ in KEYS.values()]
    bodies += [f"({columns})" for columns in (*NUMBERED, *FOREIGN_KEYS, *INDEXES)]
    bodies += [f"(a int) {words}" for words in OPTIONS]
    return read_at_once({body: body for body in bodies})


def assert_says(table: Table, found: object, expected: object) -> None:
    """Whether they are equal, `{t}` standing for the table's name."""
    assert repr(found) == repr(expected).replace("{t}", table.name)


@pytest.mark.parametrize("declaration", COLUMNS)
def test_column(tables: Mapping[str, Table], declaration: str) -> None:
    table = tables[f"(z int, {declaration})"]
    assert table.columns[1] == COLUMNS[declaration]
    assert table.checks == ()


def element(column: str, sql: str | None = None) -> IndexElement:
    return IndexElement(sql=sql or f"`{column}`", column=column, plain=sql is None)


def plain_index(name: str, *columns: str, **values: Any) -> Index:
    return Index(name=name, elements=tuple(map(element, columns)), **values)


KEYS: dict[str, tuple[str, dict[str, Any]]] = {
    "composite": (
        "a int, b int, primary key (b, a)",
        {"primary_key": PrimaryKey(columns=("b", "a"))},
    ),
    "key prefix": (
        "a varchar(99), b int, primary key (a(20), b)",
        {"primary_key": PrimaryKey(columns=("a", "b"), sql="PRIMARY KEY (`a`(20), `b`)")},
    ),
    "key desc": (
        "a int, b int, primary key (a desc, b)",
        {"primary_key": PrimaryKey(columns=("a", "b"), sql="PRIMARY KEY (`a` DESC, `b`)")},
    ),
    "unique": (
        "a int, b int, unique (a), unique ba (b, a)",
        {
            "uniques": (
                Unique(columns=("a",), name="a"),
                Unique(columns=("b", "a"), name="ba", name_is_default=False),
            )
        },
    ),
    "unique prefix": (
        "a varchar(99), unique u (a(9))",
        {"indexes": (plain_index("u", "a", unique=True, lengths=(("a", 9),)),)},
    ),
    "unique over a long text": (
        "a text, unique u (a)",
        {"uniques": (Unique(columns=("a",), name="u", name_is_default=False),)},
    ),
    "prefix": (
        "a text, b int, key k (a(10), b)",
        {"indexes": (plain_index("k", "a", "b", lengths=(("a", 10),)),)},
    ),
    "desc and prefix": (
        "a text, b int, key k (b desc, a(10) desc)",
        {
            "indexes": (
                Index(name="k", elements=(element("b", "`b` DESC"), element("a", "`a`(10) DESC"))),
            )
        },
    ),
    "fulltext": (
        "a text, fulltext k (a)",
        {"indexes": (plain_index("k", "a", kind="FULLTEXT"),)},
    ),
    "spatial": (
        "a point not null, spatial k (a)",
        {"indexes": (plain_index("k", "a", kind="SPATIAL"),)},
    ),
    "comment and ignored": (
        "a int, b int, key k (a) comment 'it''s', key l (b) ignored",
        {
            "indexes": (plain_index("k", "a"), plain_index("l", "b")),
            "after_create": (
                Statement(
                    sql="ALTER TABLE `{t}` DROP KEY `k`, ADD KEY `k` (`a`) COMMENT 'it''s'",
                    about="comment of index {t}.k",
                ),
                Statement(
                    sql="ALTER TABLE `{t}` ALTER KEY `l` IGNORED", about="ignored index {t}.l"
                ),
            ),
        },
    ),
    "checks": (
        "a int check (a > 0), b int, constraint k check (b <> 'x'), check (a < b)",
        {
            "checks": (
                Check(expression="`a` < `b`", name="CONSTRAINT_1"),
                Check(expression="`b` <> 'x'", name="k"),
                Check(expression="`a` > 0", column="a"),
            )
        },
    ),
    "json_valid by hand": (
        "a longtext check (json_valid(a))",
        {"checks": (Check(expression="json_valid(`a`)", column="a"),)},
    ),
    "numbered second in the key": (
        "a int, b int auto_increment, primary key (a, b), key kb (b)",
        {
            "primary_key": PrimaryKey(columns=("a", "b")),
            "raw_constraints": (RawConstraint(sql="KEY `kb` (`b`)", columns=("b",)),),
        },
    ),
    "numbered outside the key": (
        "a int primary key, b int auto_increment, unique kb (b)",
        {
            "primary_key": PrimaryKey(columns=("a",)),
            "uniques": (Unique(columns=("b",), name="kb", name_is_default=False),),
        },
    ),
    "period": (
        "a date, b date, n int, period for p (a, b), unique u (n, p without overlaps)",
        {
            "raw_constraints": (
                RawConstraint(sql="UNIQUE KEY `u` (`n`,`p` WITHOUT OVERLAPS)"),
                RawConstraint(sql="PERIOD FOR `p` (`a`, `b`)"),
            )
        },
    ),
    "invisible generated": (
        "a int, b int as (a + 1) stored invisible",
        {
            "after_create": (
                Statement(
                    sql="ALTER TABLE `{t}` MODIFY `b` int(11) GENERATED ALWAYS AS (`a` + 1) STORED INVISIBLE",
                    about="invisible column {t}.b",
                ),
            )
        },
    ),
}
OBJECTS = (
    "primary_key",
    "uniques",
    "indexes",
    "checks",
    "raw_constraints",
    "after_create",
    "foreign_keys",
)


@pytest.mark.parametrize("case", KEYS)
def test_keys_and_checks(tables: Mapping[str, Table], case: str) -> None:
    columns, expected = KEYS[case]
    table = tables[f"({columns})"]
    found = {name: getattr(table, name) for name in OBJECTS if getattr(table, name)}
    assert_says(table, found, expected)


NUMBERED = {
    "a int auto_increment primary key": ("a", "int(11)"),
    "a int, b int auto_increment, primary key (a, b), key (b)": ("b", "int(11)"),
    "a int primary key, b int auto_increment, key (b)": ("b", "int(11) AUTO_INCREMENT"),
}


@pytest.mark.parametrize("columns", NUMBERED)
def test_auto_increment(tables: Mapping[str, Table], columns: str) -> None:
    numbered = [c for c in tables[f"({columns})"].columns if c.autoincrement]
    assert [(c.name, c.type.sql) for c in numbered] == [NUMBERED[columns]]


def test_memory_tables_choose_a_method(read: Read) -> None:
    (table,) = read(
        "create table t (a int, b int, primary key using btree (a), key k using btree (b),"
        " key h (b, a)) engine=memory"
    ).tables
    assert table.primary_key == PrimaryKey(columns=("a",), options=(("mysql_using", "BTREE"),))
    assert {i.name: i.method for i in table.indexes} == {"k": "BTREE", "h": None}


OPTIONS = {
    "engine=innodb": {},
    "engine=myisam checksum=1 max_rows=9 row_format=fixed": {
        "mysql_engine": "MyISAM",
        "mysql_checksum": "1",
        "mysql_max_rows": "9",
        "mysql_row_format": "FIXED",
    },
    "page_compressed=1": {"mysql_page_compressed": "1"},
    "row_format=compressed key_block_size=8 stats_persistent=1": {
        "mysql_row_format": "COMPRESSED",
        "mysql_key_block_size": "8",
        "mysql_stats_persistent": "1",
    },
    "charset=latin1 collate=latin1_bin": {
        "mysql_default_charset": "latin1",
        "mysql_collate": "latin1_bin",
    },
    "with system versioning": {"mysql_engine": "InnoDB WITH SYSTEM VERSIONING"},
    "partition by hash (a) partitions 3": {"mysql_partition_by": "HASH (`a`) PARTITIONS 3"},
}


@pytest.mark.parametrize("words", OPTIONS)
def test_options(tables: Mapping[str, Table], words: str) -> None:
    usual = {
        "mysql_engine": "InnoDB",
        "mysql_default_charset": "utf8mb4",
        "mysql_collate": "utf8mb4_general_ci",
    }
    assert dict(tables[f"(a int) {words}"].options) == {**usual, **OPTIONS[words]}


def test_system_versioning_with_columns_of_its_own(read: Read) -> None:
    (table,) = read(
        "create table t (id int primary key, s timestamp(6) generated always as row start,"
        " e timestamp(6) generated always as row end invisible, period for system_time (s, e))"
        " with system versioning"
    ).tables
    assert [c.type.sql for c in table.columns] == [
        "int(11)",
        "timestamp(6) GENERATED ALWAYS AS ROW START",
        "timestamp(6) GENERATED ALWAYS AS ROW END INVISIBLE",
    ]
    assert table.primary_key == PrimaryKey(columns=("id",))
    assert table.raw_constraints == (RawConstraint(sql="PERIOD FOR SYSTEM_TIME (`s`, `e`)"),)


def key(**values: Any) -> ForeignKey:
    return ForeignKey(
        **{
            "columns": ("a",),
            "referred_schema": None,
            "referred_table": "p",
            "referred_columns": ("id",),
            "name": "{t}_ibfk_1",
            **values,
        }
    )


FOREIGN_KEYS: dict[str, tuple[ForeignKey, ...]] = {
    "a int references p (id)": (key(),),
    "a int, foreign key (a) references p (ID) on delete restrict on update no action": (key(),),
    "a int, constraint {t}k foreign key (a) references p (id) on delete set null on update cascade": (
        key(name="{t}k", name_is_default=False, on_delete="SET NULL", on_update="CASCADE"),
    ),
    "a int, b int, foreign key (a, b) references p (x, y)": (
        key(columns=("a", "b"), referred_columns=("x", "y")),
    ),
    "a int references p (id), b int references p (id)": (
        key(),
        key(columns=("b",), name="{t}_ibfk_2"),
    ),
    "b int, a int, foreign key (a) references p (id), foreign key (b) references p (id)": (
        key(name_is_default=False),
        key(columns=("b",), name="{t}_ibfk_2", name_is_default=False),
    ),
    "a int, constraint {t}_ibfk_7 foreign key (a) references p (id)": (
        key(name="{t}_ibfk_7", name_is_default=False),
    ),
}


@pytest.mark.parametrize("columns", FOREIGN_KEYS)
def test_foreign_key(tables: Mapping[str, Table], columns: str) -> None:
    table = tables[f"({columns})"]
    assert_says(table, table.foreign_keys, FOREIGN_KEYS[columns])


INDEXES = {
    "a int, constraint {t}k foreign key (a) references p (id)": [],
    "a int, foreign key (a) references p (id), b int": ["a"],
    "a int, key i (a), constraint {t}k foreign key (a) references p (id)": ["i"],
    "a int, b int, key {t}k (a), key i (a, b), constraint {t}k foreign key (a) references p (id)": [
        "i",
        "{t}k",
    ],
    "a int, key {t}k (a) comment 'c', constraint {t}k foreign key (a) references p (id)": ["{t}k"],
}


@pytest.mark.parametrize("columns", INDEXES)
def test_index_that_a_foreign_key_makes_by_itself_is_left_out(
    tables: Mapping[str, Table], columns: str
) -> None:
    table = tables[f"({columns})"]
    assert_says(table, [index.name for index in table.indexes], INDEXES[columns])
