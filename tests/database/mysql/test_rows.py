"""How MySQL's information_schema differs from MariaDB's: the same columns, from rows as each server gives them."""

from __future__ import annotations

from typing import Any

import pytest

from ormforge.catalog.model import ColumnType, Generated
from ormforge.database.mysql.columns import build_column
from ormforge.database.mysql.indexes import index, read_keys
from ormforge.database.mysql.options import partitioning
from ormforge.database.mysql.rows import Server
from ormforge.database.mysql.sql_text import without_database, without_outer_brackets

MYSQL8 = Server(mariadb=False, version=(8, 0, 36), database="shop")
MARIADB = Server(mariadb=True, version=(10, 11, 6), database="shop")


def row(column_type: str, default: str | None, extra: str = "", **values: Any) -> dict[str, Any]:
    return {
        "table_schema": "shop",
        "table_name": "t",
        "column_name": "a",
        "data_type": column_type.partition("(")[0],
        "column_type": column_type,
        "column_default": default,
        "is_nullable": "YES",
        "extra": extra,
        "generation_expression": "",
        "collation_name": None,
        "character_set_name": None,
        "column_comment": "",
        **values,
    }


DEFAULTS = [
    # server, row, default
    (MYSQL8, row("varchar(9)", "it's"), "'it''s'"),
    (MYSQL8, row("varchar(9)", "back\\slash"), "'back\\\\slash'"),
    (MYSQL8, row("varchar(9)", "NULL"), "'NULL'"),
    (MYSQL8, row("varchar(9)", None), None),
    (MYSQL8, row("varchar(9)", "CURRENT_TIMESTAMP"), "'CURRENT_TIMESTAMP'"),
    (MYSQL8, row("int", "5"), "5"),
    (MYSQL8, row("decimal(5,2)", "-1.50"), "-1.50"),
    (MYSQL8, row("date", "2020-01-01"), "'2020-01-01'"),
    (MYSQL8, row("bit(3)", "b'101'"), "b'101'"),
    (MYSQL8, row("varbinary(3)", "0x6162"), "0x6162"),
    (MYSQL8, row("timestamp", "CURRENT_TIMESTAMP", "DEFAULT_GENERATED"), "CURRENT_TIMESTAMP"),
    (
        MYSQL8,
        row("datetime(6)", "CURRENT_TIMESTAMP(6)", "DEFAULT_GENERATED on update CURRENT_TIMESTAMP(6)"),
        "CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)",
    ),
    (MYSQL8, row("varchar(36)", "uuid()", "DEFAULT_GENERATED"), "(uuid())"),
    (
        MYSQL8,
        row("varchar(9)", "concat(_utf8mb4\\'a\\',_utf8mb4\\'b\\')", "DEFAULT_GENERATED"),
        "(concat(_utf8mb4'a',_utf8mb4'b'))",
    ),
    (MYSQL8, row("json", "json_array()", "DEFAULT_GENERATED"), "(json_array())"),
    (MARIADB, row("varchar(9)", "'it''s'"), "'it''s'"),
    (MARIADB, row("varchar(9)", "NULL"), None),
    (MARIADB, row("varchar(9)", "'NULL'"), "'NULL'"),
    (MARIADB, row("bigint(20)", "nextval(`shop`.`s`)"), "nextval(`s`)"),
]  # fmt: skip


@pytest.mark.parametrize(("server", "given", "default"), DEFAULTS)
def test_default(server: Server, given: dict[str, Any], default: str | None) -> None:
    assert build_column(given, server, table_collation=None).default == default


def test_expressions_of_mysql_lose_their_backslashes() -> None:
    given = row(
        "varchar(9)",
        None,
        "STORED GENERATED",
        generation_expression="concat(`b`,_utf8mb4\\'it\\\\\\'s\\')",
    )
    assert build_column(given, MYSQL8, table_collation=None).generated == Generated(
        expression="concat(`b`,_utf8mb4'it\\'s')", stored=True
    )


def test_not_null_with_on_update_alone_goes_into_the_type() -> None:
    given = row("datetime", None, "on update CURRENT_TIMESTAMP", is_nullable="NO")
    found = build_column(given, MYSQL8, table_collation=None)
    assert found.type == ColumnType(sql="datetime ON UPDATE CURRENT_TIMESTAMP")
    assert found.default is None


def test_spatial_reference_system_of_mysql_goes_into_the_type() -> None:
    found = build_column(row("point", None, srs_id=4326), MYSQL8, table_collation=None)
    assert found.type == ColumnType(sql="point SRID 4326")


def test_functional_invisible_index_of_mysql() -> None:
    given = {
        "index_name": "i",
        "index_type": "BTREE",
        "non_unique": 1,
        "index_comment": "",
        "is_visible": "NO",
        "column_name": None,
        "expression": "lower(`a`)",
        "sub_part": None,
        "collation": "D",
    }
    (key,) = read_keys([given], "InnoDB")
    assert key.hidden == "INVISIBLE"
    assert [e.sql for e in index(key).elements] == ["(lower(`a`)) DESC"]


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("nextval(`shop`.`s`)", "nextval(`s`)"),
        ("`shop`.`t`.`a` = 'x`shop`.`y'", "`t`.`a` = 'x`shop`.`y'"),
        ("`other`.`t`", "`other`.`t`"),
        ("`shop`", "`shop`"),
        ("`a`.`shop`.`b`", "`a`.`shop`.`b`"),
        ("`shop`.`shop`.`shop` + 1", "`shop`.`shop` + 1"),
        ("concat('it\\'s `shop`.`t`')", "concat('it\\'s `shop`.`t`')"),
    ],
)
def test_own_database_is_left_out(sql: str, expected: str) -> None:
    assert without_database(sql, "shop") == expected


@pytest.mark.parametrize(
    ("sql", "expected"),
    [("(a)", "a"), ("(a) + (b)", "(a) + (b)"), ("a", "a"), ("(')')", "')'"), ("((a))", "(a)")],
)
def test_outer_brackets(sql: str, expected: str) -> None:
    assert without_outer_brackets(sql) == expected


def test_partitions_of_mysql_stand_in_a_comment() -> None:
    text = (
        "CREATE TABLE `t` (\n  `a` int\n) ENGINE=InnoDB\n"
        "/*!50100 PARTITION BY RANGE (`a`)\n(PARTITION p0 VALUES LESS THAN (9) ENGINE = InnoDB) */"
    )
    assert partitioning(text) == (
        "mysql_partition_by",
        "RANGE (`a`) (PARTITION p0 VALUES LESS THAN (9) ENGINE = InnoDB)",
    )
