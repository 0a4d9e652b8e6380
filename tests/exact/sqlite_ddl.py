"""Random DDL of SQLite: all of what its grammar lets tables, indexes and views say.

Statements are drafted freely, and those that SQLite refuses are dropped: the generator need not know all its rules.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from tests.exact.names import names, texts

Draw = Any
TYPES = (
    "",
    "",
    "INTEGER",
    "INTEGER",
    "INT",
    "integer",
    "Integer",
    "BIGINT",
    "SMALLINT",
    "TINYINT",
    "INTEGER UNSIGNED",
    "UNSIGNED BIG INT",
    "INTEGER(4)",
    "INT8",
    "TEXT",
    "text",
    "VARCHAR(10)",
    "varchar( 255 )",
    "VARYING CHARACTER(255)",
    "CHAR(1)",
    "NCHAR(55)",
    "NATIVE CHARACTER(70)",
    "NVARCHAR(100)",
    "CLOB",
    "BLOB",
    "REAL",
    "DOUBLE",
    "DOUBLE PRECISION",
    "FLOAT",
    "FLOAT(5)",
    "FLOAT(5, 2)",
    "NUMERIC",
    "NUMERIC(8)",
    "DECIMAL(10,2)",
    "decimal (10 , 5)",
    "DECIMAL(-1, +2)",
    "NUMERIC(1.5)",
    "BOOLEAN",
    "BOOL",
    "DATE",
    "DATETIME",
    "TIME",
    "TIMESTAMP",
    "TIMESTAMP WITH TIME ZONE",
    "DATETIME(6)",
    "JSON",
    "JSONB",
    "UUID",
    "ANY",
    "STRING",
    "MONEY",
    "XML",
    "POINT",
    "FLOATING POINT",
    "CHARINT",
    '"odd type %s"',
    '"x:y"',
    '"not null"',
    "'single'",
    "[brack et]",
    "`tick`",
    '"INTEGER"',
    '"a""b"',
    '"é"',
    "é",
    "key",
    "LONG VARCHAR",
    "BINARY(16)",
    "VARBINARY(3)",
    "ENUM",
    "SET_",
    "BIT(1)",
)
STRICT_TYPES = ("INT", "INTEGER", "REAL", "TEXT", "BLOB", "ANY", "text")
DEFAULTS = (
    "0",
    "1",
    "-1",
    "+5",
    "- 1",
    "1.5",
    "-2.5e10",
    ".5",
    "1e3",
    "0x1F",
    "NULL",
    "(NULL)",
    "null",
    "TRUE",
    "false",
    "CURRENT_TIME",
    "CURRENT_DATE",
    "current_timestamp",
    "(CURRENT_TIMESTAMP)",
    "x'00ff'",
    "X''",
    "(x'01')",
    "('only')",
    "(1)",
    "(-1)",
    "((1))",
    "(1 + 2)",
    "((1) + (2))",
    "(abs(-1))",
    "('a' || ':b')",
    "('a:b' || '%')",
    "(strftime('%Y:%m', 'now'))",
    "(datetime('now', 'localtime'))",
    "(lower(hex(randomblob(16))))",
    "(CAST(1 AS TEXT))",
    "(CASE WHEN 1 THEN 'a' ELSE 'b' END)",
    "(json_object('k', 1))",
    "(1 /* why */ + 2)",
    "( 1 )",
    "(julianday('now')) ",
    "bare",
    '"quoted"',
    '"it""s"',
    "`tick`",
    "[br]",
    '"a\'b"',
    "(1 = 1)",
    "('x' COLLATE NOCASE)",
    "(NOT 1)",
    "('it''s')",
    "(~5)",
    "(1 IN (1, 2))",
)
COLLATIONS = ("NOCASE", "nocase", "RTRIM", "BINARY", "binary", '"NOCASE"', "[rtrim]", "'NoCase'")
CONFLICTS = ("ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE", "replace")
ACTIONS = ("SET NULL", "SET DEFAULT", "CASCADE", "RESTRICT", "NO ACTION", "cascade", "set  null")
DEFERRALS = (
    "DEFERRABLE",
    "NOT DEFERRABLE",
    "DEFERRABLE INITIALLY DEFERRED",
    "DEFERRABLE INITIALLY IMMEDIATE",
    "NOT DEFERRABLE INITIALLY DEFERRED",
    "NOT DEFERRABLE INITIALLY IMMEDIATE",
)
BLANKS = (" ", " ", " ", "\n  ", "\t", "  ", " /* c, ( */ ", " -- it's ) (\n ", "\r\n", "/**/")


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
        """The name in one of the styles of quoting that can hold it."""
        styles = ['"' + name.replace('"', '""') + '"']
        if "]" not in name:
            styles.append(f"[{name}]")
        styles += ["`" + name.replace("`", "``") + "`", "'" + name.replace("'", "''") + "'"]
        if name.isidentifier() and name not in ("order", "select", "table", "Group", "default"):
            styles = [name, name, name.upper() if name.isascii() else name, *styles]
        return str(self.one(styles))

    def exact(self, name: str) -> str:
        return '"' + name.replace('"', '""') + '"'

    def text(self) -> str:
        return "'" + str(self.draw(texts())).replace("'", "''") + "'"

    def some(self, columns: Sequence[str], most: int = 3) -> list[str]:
        size = self.draw(st.integers(1, min(most, len(columns))))
        return list(self.draw(st.permutations(list(columns))))[:size]

    def blank(self) -> str:
        return str(self.one(BLANKS))


class TableDraft(Words):
    """Draws one CREATE TABLE; `columns` are its columns, `keyed` whether it has a primary key already."""

    def __init__(self, draw: Draw, name: str, others: dict[str, list[str]]) -> None:
        super().__init__(draw)
        self.table = name
        self.others = others
        self.columns = list(draw(st.lists(names(), min_size=1, max_size=5, unique_by=str.lower)))
        self.strict = self.chance(8)
        self.keyed = False

    def statement(self) -> str:
        blank = self.blank()
        definitions = [self.column(column) for column in self.columns]
        for _ in range(self.draw(st.integers(0, 3))):
            definitions.append(self.table_constraint())
        comma = self.one((", ", ",", ",\n", ", -- x (\n", " /* , */, "))
        options = [word for word in ("STRICT",) if self.strict]
        if self.keyed and self.chance(6):
            options.append("WITHOUT ROWID")
        return (
            f"CREATE{blank}TABLE {self.name(self.table)} ({comma.join(definitions)}) "
            + ", ".join(options)
        )

    # -- columns

    def column(self, name: str) -> str:
        kind = self.one(STRICT_TYPES if self.strict else TYPES)
        clauses = self.draw(st.lists(st.sampled_from(self.COLUMN_CLAUSES), max_size=3))
        words = [self.name(name), kind, *(clause(self, name) for clause in clauses)]
        return self.blank().join(word for word in words if word)

    def named(self, clause: str) -> str:
        if not self.chance(4):
            return clause
        return f"CONSTRAINT {self.name(str(self.draw(names())))} {clause}"

    def conflict(self) -> str:
        return f" ON CONFLICT {self.one(CONFLICTS)}" if self.chance(5) else ""

    def not_null(self, _: str) -> str:
        return self.named(f"NOT NULL{self.conflict()}")

    def null(self, _: str) -> str:
        return "NULL"

    def unique(self, _: str) -> str:
        return self.named(f"UNIQUE{self.conflict()}")

    def primary_key(self, _: str) -> str:
        self.keyed = True
        order = self.one(("", "", "", " ASC", " DESC"))
        numbered = " AUTOINCREMENT" if self.chance(3) else ""
        return self.named(f"PRIMARY KEY{order}{self.conflict()}{numbered}")

    def check(self, name: str) -> str:
        return self.named(f"CHECK{self.one(('', ' '))}({self.condition(name)}){self.conflict()}")

    def default(self, _: str) -> str:
        value = self.text() if self.chance(2) else self.one(DEFAULTS)
        return self.named(f"DEFAULT {value}")

    def collate(self, _: str) -> str:
        return self.named(f"COLLATE {self.one(COLLATIONS)}")

    def references(self, _: str) -> str:
        return self.named(self.reference(1))

    def generated(self, _: str) -> str:
        always = self.one(("", "GENERATED ALWAYS "))
        stored = self.one(("", " VIRTUAL", " STORED", " stored"))
        return self.named(f"{always}AS ({self.expression()}){stored}")

    COLUMN_CLAUSES = (
        not_null,
        default,
        unique,
        primary_key,
        check,
        collate,
        references,
        generated,
        null,
        default,
    )

    # -- expressions

    def condition(self, name: str) -> str:
        column = self.name(name)
        listed = ", ".join(self.text() for _ in range(self.draw(st.integers(1, 3))))
        return str(
            self.one(
                (
                    f"{column} IN ({listed})",
                    f"{column} in({listed})",
                    f"({column} IN ({listed}))",
                    f"{column} NOT IN ({listed})",
                    f"lower({column}) IN ({listed})",
                    f"{column} IN ({listed}) OR {column} IS NULL",
                    f"{column} IN (0, 1)",
                    f"{column} <> {self.text()}",
                    f"{column} > 0 AND {column} < 10",
                    f"{column} LIKE '%:x%'",
                    f"length({column}) <= 5",
                    f"{column} > 0 -- why (\n",
                    f" {column}\n>  0 ",
                    f"typeof({column}) = 'text'",
                    f"{column} GLOB '[a-z]*'",
                    f"{column} IS NOT NULL",
                    "1",
                    f"json_valid({column})",
                    f"CASE WHEN {column} = ':z' THEN 1 ELSE 0 END",
                    f"{column} COLLATE NOCASE IN ({listed})",
                )
            )
        )

    def expression(self) -> str:
        column = self.name(self.one(self.columns))
        return str(
            self.one(
                (
                    f"{column} * 2",
                    f"{column} || ':x%'",
                    f"lower({column})",
                    f"({column})",
                    f"{column} + 1 /* c */",
                    f"CAST({column} AS TEXT)",
                    f"substr({column}, 1, 2)",
                    f"coalesce({column}, {self.text()})",
                    f"CASE WHEN {column} THEN ')' END",
                    "1",
                )
            )
        )

    # -- constraints of the table

    def elements(self) -> str:
        found = []
        for column in self.some(self.columns):
            collation = f" COLLATE {self.one(COLLATIONS)}" if self.chance(6) else ""
            found.append(f"{self.name(column)}{collation}{self.one(('', '', '', ' ASC', ' DESC'))}")
        return str(self.one((", ", ","))).join(found)

    def table_constraint(self) -> str:
        kind = self.draw(st.integers(0, 3))
        if kind == 0:
            return self.named(f"UNIQUE ({self.elements()}){self.conflict()}")
        if kind == 1:
            return self.named(f"CHECK ({self.condition(self.one(self.columns))}){self.conflict()}")
        if kind == 2 and not self.keyed:
            self.keyed = True
            return self.named(f"PRIMARY KEY ({self.elements()}){self.conflict()}")
        columns = self.some(self.columns)
        listed = ", ".join(map(self.name, columns))
        return self.named(f"FOREIGN KEY ({listed}) {self.reference(len(columns))}")

    def reference(self, size: int) -> str:
        tables = {**self.others, self.table: self.columns, "nowhere": ["a", "b", "c"]}
        table = self.one(sorted(tables))
        words = [f"REFERENCES {self.name(table)}"]
        if not self.chance(3) and len(tables[table]) >= size:
            referred = self.draw(st.permutations(tables[table]))[:size]
            words.append(f"({', '.join(map(self.name, referred))})")
        for event in ("DELETE", "UPDATE"):
            if self.chance(4):
                words.append(f"ON {event} {self.one(ACTIONS)}")
        if self.chance(8):
            words.append(f"MATCH {self.one(('FULL', 'SIMPLE', 'partial'))}")
        if self.chance(4):
            words.append(self.one(DEFERRALS))
        return " ".join(words)


def index(words: Words, table: TableDraft, name: str) -> str:
    """A CREATE INDEX over the table."""
    parts = []
    for _ in range(words.draw(st.integers(1, 3))):
        column = words.name(words.one(table.columns))
        collation = f" COLLATE {words.one(COLLATIONS)}" if words.chance(5) else ""
        element = table.expression() if words.chance(3) else column
        parts.append(f"{element}{collation}{words.one(('', '', '', ' ASC', ' DESC'))}")
    unique = words.one(("", "", "UNIQUE "))
    where = f" WHERE {table.condition(words.one(table.columns))}" if words.chance(4) else ""
    on = f"{words.name(name)} ON {words.name(table.table)}"
    return f"CREATE {unique}INDEX {on}{words.one((' ', ''))}({', '.join(parts)}){where}"


def alteration(words: Words, table: TableDraft, name: str) -> str:
    """An ALTER TABLE, after which the stored statement is one that SQLite has put together."""
    old = words.one(table.columns)
    return str(
        words.one(
            (
                f"ALTER TABLE {words.exact(table.table)} ADD COLUMN {table.column(name)}",
                f"ALTER TABLE {words.exact(table.table)} RENAME COLUMN {words.exact(old)} TO {words.exact(name)}",
                f"ALTER TABLE {words.exact(table.table)} RENAME TO {words.exact(name)}",
                f"ALTER TABLE {words.exact(table.table)} DROP COLUMN {words.exact(old)}",
            )
        )
    )


def other_object(words: Words, table: TableDraft, name: str) -> str:
    """A view, a virtual table or a trigger."""
    column, target = words.exact(words.one(table.columns)), words.exact(table.table)
    own = words.name(name)
    return str(
        words.one(
            (
                f"CREATE VIEW {own} AS SELECT * FROM {target}",
                f"CREATE VIEW {own} (x, {words.name('y z')}) AS SELECT {column}, 1 FROM {target}",
                f"CREATE VIEW {own} AS SELECT nofunction({column}) AS x FROM {target}",
                f"CREATE VIRTUAL TABLE {own} USING fts5({column}, tokenize = 'porter ascii')",
                f"CREATE VIRTUAL TABLE {own} USING rtree(id, x0, x1)",
                f"CREATE TRIGGER {own} AFTER INSERT ON {target} BEGIN SELECT 1; END",
            )
        )
    )


@st.composite
def databases(draw: Draw) -> list[str]:
    """The statements of a database: those that SQLite takes."""
    connection = sqlite3.connect(":memory:")
    words = Words(draw)
    tables: list[TableDraft] = []
    accepted: list[str] = []

    def run(statement: str) -> bool:
        try:
            connection.execute(statement)
        except sqlite3.Error:
            return False
        accepted.append(statement)
        return True

    for name in draw(st.lists(names(), min_size=1, max_size=3, unique_by=str.lower)):
        table = TableDraft(draw, name, {other.table: other.columns for other in tables})
        if run(table.statement()):
            tables.append(table)
    for maker, most in ((index, 3), (alteration, 2), (other_object, 2)):
        for number in range(draw(st.integers(0, most)) if tables else 0):
            name = f"{draw(names())}{'' if maker is alteration else number}"
            run(maker(words, words.one(tables), name))
    connection.close()
    return accepted
