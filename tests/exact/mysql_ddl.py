"""Random DDL of MariaDB: types with all their words, keys, checks, options of tables, sequences.

Statements are drafted freely, and those that the server refuses are dropped: the generator need not know all its rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from tests.exact.names import names, texts

Draw = Any
NUMBERS = (
    "tinyint",
    "tinyint(1)",
    "bool",
    "smallint(3)",
    "mediumint",
    "int",
    "int(5)",
    "integer",
    "bigint",
    "bigint(20)",
    "decimal",
    "decimal(5)",
    "decimal(10,2)",
    "numeric(65,30)",
    "float",
    "float(7,3)",
    "float(53)",
    "double",
    "double(8,2)",
    "real",
)
STRINGS = (
    "char",
    "char(5)",
    "varchar(20)",
    "varchar(0)",
    "tinytext",
    "text",
    "text(100)",
    "mediumtext",
    "longtext",
)
OTHERS = (
    "bit",
    "bit(8)",
    "date",
    "time",
    "time(3)",
    "datetime",
    "datetime(6)",
    "timestamp null",
    "timestamp(2) null",
    "year",
    "binary(3)",
    "binary",
    "varbinary(10)",
    "tinyblob",
    "blob",
    "mediumblob",
    "longblob",
    "json",
    "uuid",
    "inet4",
    "inet6",
    "point",
    "geometry",
    "polygon not null",
    "point ref_system_id=4326",
    "blob compressed",
    "text compressed",
)
ORIGINS = (
    "character set latin1",
    "character set utf8mb3 collate utf8mb3_bin",
    "collate utf8mb4_bin",
    "collate utf8mb4_unicode_ci",
    "character set ascii",
    "character set binary",
)
DEFAULTS = (
    "0",
    "1",
    "-1",
    "1.5",
    "null",
    "true",
    "''",
    "current_timestamp",
    "now()",
    "current_timestamp(6)",
    "curdate()",
    "(curdate() + interval 1 day)",
    "(1 + 2)",
    "(uuid())",
    "(concat('a', ':b', '%'))",
    "x'00ff'",
    "b'101'",
    "0x41",
    "'2020-01-01'",
    "'12:30:00'",
    "1e3",
    "('x')",
    "(json_object('k', 1))",
    "'{}'",
    "(point(1, 2))",
    "'127.0.0.1'",
    "'::1'",
    "_latin1'x'",
    "nextval(s1)",
    "current_timestamp on update current_timestamp",
    "null on update current_timestamp",
    "(rand())",
    "user()",
)
OPTIONS = (
    "engine=InnoDB",
    "engine=MyISAM",
    "engine=Aria",
    "engine=MEMORY",
    "row_format=compressed",
    "row_format=dynamic",
    "key_block_size=8",
    "default charset=latin1",
    "collate=utf8mb4_bin",
    "default charset=utf8mb4 collate=utf8mb4_unicode_ci",
    "stats_persistent=1",
    "page_compressed=1",
    "checksum=1",
    "auto_increment=100",
    "max_rows=1000",
    "avg_row_length=50",
    "with system versioning",
)
PARTITIONS = (
    "partition by hash ({0}) partitions 3",
    "partition by key ({0}) partitions 2",
    "partition by range ({0}) (partition p0 values less than (10), partition `p%:x` values less than maxvalue)",
    "partition by list ({0}) (partition a values in (1, 2), partition b values in (3))",
    "partition by range columns ({0}) (partition p0 values less than ('a%'), partition p1 values less than (maxvalue))",
)
ACTIONS = ("cascade", "set null", "restrict", "no action")


class Words:
    """Draws words of a statement."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw

    def one(self, options: Sequence[Any]) -> Any:
        return self.draw(st.sampled_from(options))

    def chance(self, of: int) -> bool:
        """True about once in so many times; False when shrunk."""
        return bool(self.draw(st.integers(0, of - 1)) == of - 1)

    def name(self, name: str) -> str:
        return "`" + name.replace("`", "``") + "`"

    def text(self) -> str:
        return "'" + str(self.draw(texts())).replace("\\", "\\\\").replace("'", "''") + "'"

    def some(self, columns: Sequence[str], most: int = 3) -> list[str]:
        size = self.draw(st.integers(1, min(most, len(columns))))
        return list(self.draw(st.permutations(list(columns))))[:size]


class TableDraft(Words):
    """Draws one CREATE TABLE; `others` are the columns of the tables that there are, by name."""

    def __init__(self, draw: Draw, name: str, others: dict[str, list[str]]) -> None:
        super().__init__(draw)
        self.table = name
        self.others = others
        self.columns = list(
            draw(st.lists(names().map(str.rstrip), min_size=1, max_size=5, unique_by=str.lower))
        )
        self.types: dict[str, str] = {}

    def statement(self) -> str:
        parts = [self.column(name) for name in self.columns]
        parts += [self.constraint() for _ in range(self.draw(st.integers(0, 3)))]
        options = self.draw(st.lists(st.sampled_from(OPTIONS), max_size=2))
        if self.chance(5):
            options.append(f"comment={self.text()}")
        if self.chance(10):
            options.append(self.one(PARTITIONS).format(self.name(self.one(self.columns))))
        return f"create table {self.name(self.table)} ({', '.join(parts)}) {' '.join(options)}"

    def column(self, name: str) -> str:
        kind, words = self.type()
        self.types[name] = kind
        clauses = [
            clause(self, name)
            for clause in self.draw(
                st.lists(st.sampled_from(self.CLAUSES), max_size=2, unique=True)
            )
        ]
        return " ".join([self.name(name), kind, *words, *clauses])

    def type(self) -> tuple[str, list[str]]:
        group = self.draw(st.integers(0, 3))
        if group == 0:
            kind = self.one(NUMBERS)
            return kind, self.one(([], [], ["unsigned"], ["zerofill"], ["unsigned zerofill"]))
        if group == 1:
            return self.one(STRINGS), ([self.one(ORIGINS)] if self.chance(4) else [])
        if group == 2:
            return self.one(OTHERS), []
        labels = list(dict.fromkeys(self.text() for _ in range(self.draw(st.integers(1, 3)))))
        origin = [self.one(ORIGINS)] if self.chance(4) else []
        return f"{self.one(('enum', 'enum', 'set'))}({', '.join(labels)})", origin

    def not_null(self, _: str) -> str:
        return "not null"

    def default(self, _: str) -> str:
        return f"default {self.text() if self.chance(3) else self.one(DEFAULTS)}"

    def comment(self, _: str) -> str:
        return f"comment {self.text()}"

    def unique(self, _: str) -> str:
        return str(
            self.one(
                ("unique", "primary key", "auto_increment primary key", "auto_increment unique")
            )
        )

    def check(self, name: str) -> str:
        return f"check ({self.condition(name)})"

    def invisible(self, _: str) -> str:
        return str(self.one(("invisible", "without system versioning", "invisible default 1")))

    def generated(self, _: str) -> str:
        return f"as ({self.expression()}) {self.one(('virtual', 'stored', 'virtual invisible'))}"

    CLAUSES = (not_null, default, default, comment, unique, check, invisible, generated)

    def condition(self, name: str) -> str:
        column = self.name(name)
        listed = ", ".join(self.text() for _ in range(self.draw(st.integers(1, 3))))
        return str(
            self.one(
                (
                    f"{column} in ({listed})",
                    f"{column} not in ({listed})",
                    f"lower({column}) in ({listed})",
                    f"{column} in ({listed}) or {column} is null",
                    f"{column} <> {self.text()}",
                    f"{column} > 0 and {column} < 10",
                    f"{column} like '%:x%'",
                    f"char_length({column}) <= 5",
                    f"json_valid({column})",
                    f"{column} regexp '^[a-z]'",
                    f"{column} in (0, 1)",
                )
            )
        )

    def expression(self) -> str:
        column = self.name(self.one(self.columns))
        return str(
            self.one(
                (
                    f"{column} * 2",
                    f"concat({column}, ':x%')",
                    f"lower({column})",
                    f"{column} + 1",
                    f"json_value({column}, '$.a')",
                    f"left({column}, 2)",
                    f"coalesce({column}, {self.text()})",
                )
            )
        )

    def elements(self) -> str:
        parts = []
        for column in self.some(self.columns):
            length = "(5)" if self.chance(3) else ""
            parts.append(f"{self.name(column)}{length}{self.one(('', '', '', ' desc'))}")
        return ", ".join(parts)

    def constraint(self) -> str:
        named = f"constraint {self.name(self.draw(names()).rstrip())} " if self.chance(2) else ""
        key = self.name(self.draw(names()).rstrip()) if self.chance(2) else ""
        comment = f" comment {self.text()}" if self.chance(6) else ""
        hidden = " ignored" if self.chance(8) else ""
        method = " using btree" if self.chance(6) else ""
        kind = self.draw(st.integers(0, 6))
        if kind == 0:
            return f"{named}unique ({self.elements()}){method}{comment}"
        if kind == 1:
            return f"{named}check ({self.condition(self.one(self.columns))})"
        if kind == 2:
            return f"primary key ({self.elements()}){comment}"
        if kind == 3:
            return f"fulltext key {key} ({', '.join(map(self.name, self.some(self.columns)))})"
        if kind == 4:
            return f"key {key} ({self.elements()}){method}{comment}{hidden}"
        if kind == 5:
            return f"spatial key {key} ({self.name(self.one(self.columns))})"
        columns = self.some(self.columns, 2)
        return (
            f"{named}foreign key ({', '.join(map(self.name, columns))}) {self.reference(columns)}"
        )

    def reference(self, columns: Sequence[str]) -> str:
        tables = {**self.others, self.table: self.columns}
        table = self.one(sorted(tables))
        size = min(len(columns), len(tables[table]))
        referred = self.draw(st.permutations(tables[table]))[:size]
        rules = [
            f"on {event} {self.one(ACTIONS)}" for event in ("delete", "update") if self.chance(3)
        ]
        return f"references {self.name(table)} ({', '.join(map(self.name, referred))}) {' '.join(rules)}"


def parent(words: Words) -> str:
    """A table that foreign keys can point to: its columns are keys."""
    return (
        "create table `par%ent` (id int primary key, code varchar(20) unique, `a:b` int, c int,"
        " unique (`a:b`, c))"
    )


def child(words: Words, name: str) -> str:
    """A table with foreign keys that the server takes."""
    rules = " ".join(
        f"on {event} {words.one(ACTIONS)}" for event in ("delete", "update") if words.chance(2)
    )
    keys = [
        f"foreign key (p) references `par%ent` (id) {rules}",
        "constraint `k%:x` foreign key (x, y) references `par%ent` (`a:b`, c)",
        f"foreign key (s) references {words.name(name)} (id)",
        "foreign key fk_named (code) references `par%ent` (code)",
    ]
    chosen = words.draw(st.lists(st.sampled_from(keys), min_size=1, max_size=4, unique=True))
    extra = words.draw(
        st.lists(
            st.sampled_from(["key (p)", "key p2 (p, x)", "key (x, y)", "unique (s)"]),
            max_size=2,
            unique=True,
        )
    )
    body = ", ".join([*chosen, *extra])
    columns = "id int primary key, p int, x int, y int, s int, code varchar(20)"
    return f"create table {words.name(name)} ({columns}, {body})"


def sequence(words: Words) -> str:
    """A sequence with some of its options."""
    chosen = words.draw(
        st.lists(
            st.sampled_from(
                [
                    "start with 5",
                    "increment by 3",
                    "minvalue 2",
                    "maxvalue 100",
                    "cache 10",
                    "nocache",
                    "cycle",
                ]
            ),
            max_size=3,
            unique=True,
        )
    )
    return f"create sequence s1 {' '.join(chosen)}"


@st.composite
def databases(draw: Draw) -> list[str]:
    """The statements of a database; the server may refuse some."""
    words = Words(draw)
    statements = [sequence(words)] if words.chance(3) else []
    tables: dict[str, list[str]] = {}
    for name in draw(
        st.lists(names().map(str.rstrip), min_size=1, max_size=3, unique_by=str.lower)
    ):
        table = TableDraft(draw, name, tables)
        statements.append(table.statement())
        tables[name] = table.columns
    if words.chance(3):
        statements += [parent(words), child(words, draw(names()).rstrip() + "9")]
    return statements
