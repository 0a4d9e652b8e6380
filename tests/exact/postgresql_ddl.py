"""Random DDL of PostgreSQL: types, sequences, tables, and all that can be said of them.

Statements are drafted freely, and those that the server refuses are dropped: the generator need not know all its rules.
Every fact is a statement of its own, so that a failing database shrinks to the few that matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

import sqlalchemy as sa

from tests.exact.names import HOSTILE, PLAIN, TEXTS
from tests.exact.postgresql_types import (
    ARRAYS,
    EXTENSION_TYPES,
    SCALARS,
    STRINGS,
    Values,
    quoted,
    string,
)

# SQLAlchemy 2.0 refuses to create a virtual column on PostgreSQL.
_COMPUTED_WHEN_READ = "stored" if sa.__version__.startswith("2.0.") else "virtual"
_SCHEMAS = ("public", "public", "public", "s", 'Odd "s" %')
_COLLATIONS = ('"C"', '"POSIX"', "s.xx", '"my C"', '"default"')
_ODD_NAMES = (
    *HOSTILE,
    "é" * 31,
    "x" * 63,
    "user",
    "value",
    "key",
    "Column",
    "sa",
    "__table_args__",
)


@dataclass
class World:
    """What there is so far: tables with their columns and types, the database's own types, sequences."""

    tables: dict[str, dict[str, str]] = field(default_factory=dict)
    partitioned: dict[str, str] = field(default_factory=dict)
    types: dict[str, Values] = field(default_factory=dict)
    composites: list[str] = field(default_factory=list)
    sequences: list[str] = field(default_factory=list)
    indexes: list[str] = field(default_factory=list)
    constraints: list[tuple[str, str]] = field(default_factory=list)


def statements(random: Random, size: int = 80) -> list[str]:
    """The statements of one database."""
    draft = Draft(random)
    made: list[str] = []
    for _ in range(random.randint(0, 7)):
        made.extend(draft.user_type())
    for _ in range(random.randint(0, 2)):
        made.extend(draft.sequence())
    for _ in range(random.randint(1, 6)):
        made.extend(draft.table())
    for _ in range(random.randint(0, size)):
        made.extend(draft.fact())
    return made


class Draft:
    """Drafts statements about a world that grows with them."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.world = World()

    # -- choosing

    def chance(self, percent: int) -> bool:
        return self.random.randint(1, 100) <= percent

    def any(self, *choices: str) -> str:
        return self.random.choice(choices)

    def maybe(self, text: str, percent: int = 30) -> str:
        return text if self.chance(percent) else ""

    def name(self) -> str:
        return self.any(*(_ODD_NAMES if self.chance(30) else PLAIN))

    def path(self) -> str:
        schema = self.any(*_SCHEMAS)
        name = quoted(self.name())
        return name if schema == "public" else f"{quoted(schema)}.{name}"

    def some_table(self) -> str:
        return self.random.choice(list(self.world.tables))

    def some_column(self, table: str) -> str:
        return self.random.choice(list(self.world.tables[table]) or ['"a"'])

    def some_columns(self, table: str, most: int = 3) -> list[str]:
        columns = list(self.world.tables[table]) or ['"a"']
        return self.random.sample(columns, min(len(columns), self.random.randint(1, most)))

    # -- types and values

    def type_and_values(self) -> tuple[str, Values]:
        kind = self.random.randint(1, 100)
        if kind <= 30 and self.world.types:
            sql, values = self.random.choice(list(self.world.types.items()))
        elif kind <= 38:
            sql, values = self.random.choice(list(EXTENSION_TYPES.items()))
        elif kind <= 60:
            sql = self.any("integer", "text", "bigint", "varchar(20)", "numeric(10,2)", "boolean")
            values = SCALARS.get(sql, STRINGS)
        else:
            sql, values = self.random.choice(list(SCALARS.items()))
        if self.chance(12) and "collate" not in sql:
            return sql + self.any("[]", "[]", "[][]", "[3]"), (*ARRAYS, "'{}'")
        return sql, values

    def user_type(self) -> Iterator[str]:
        maker: Callable[[str], Iterator[str]] = self.random.choice(
            [
                self.enum,
                self.enum,
                self.domain,
                self.domain,
                self.domain,
                self.composite,
                self.range,
            ]
        )
        path = self.path()
        yield from maker(path)
        if self.chance(20):
            word = "domain" if maker == self.domain else "type"
            yield f"comment on {word} {path} is {string(self.random.choice(TEXTS))}"

    def enum(self, path: str) -> Iterator[str]:
        labels = (
            self.random.sample(TEXTS, self.random.randint(0, 5))
            if self.chance(60)
            else ["a", "b", "c"]
        )
        listed = ", ".join(string(label[:60]) for label in labels)
        self.world.types[path] = tuple(string(label) for label in labels) or ("null",)
        yield f"create type {path} as enum ({listed})"

    def domain(self, path: str) -> Iterator[str]:
        sql, values = self.type_and_values()
        words = [self.maybe(f"collate {self.any(*_COLLATIONS)}", 10)]
        words += [self.maybe(f"default {self.any(*values)}", 40), self.maybe("not null", 25)]
        for _ in range(self.random.randint(0, 2)):
            words.append(
                self.maybe(f"constraint {quoted(self.name())} ", 40)
                + f"check ({self.value_check()})"
            )
        yield f"create domain {path} as {sql} {' '.join(words)}"
        self.world.types[path] = values
        if self.chance(15):
            yield f"alter domain {path} add constraint {quoted(self.name())} check ({self.value_check()}) not valid"
        if self.chance(10):
            yield f"alter domain {path} add constraint late check ({self.value_check()})"
            yield f"comment on constraint late on domain {path} is {string(self.random.choice(TEXTS))}"
        if self.world.sequences and self.chance(10):
            yield f"alter domain {path} set default nextval({string(self.any(*self.world.sequences))})"

    def value_check(self) -> str:
        listed = ", ".join(map(string, self.random.sample(TEXTS, self.random.randint(1, 3))))
        return self.any(
            f"value in ({listed})",
            f"value not in ({listed})",
            f"value <> {string(self.random.choice(TEXTS))}",
            "value > 0",
            "value between 1 and 10",
            "value is not null",
            "value ~ '^\\d{5}(-:x)?%$'",
            "length(value) > 3",
            "length(value) > 3 or value = ':x'",
            "value > 0 and value < 10",
            "lower(value) in ('a', 'b')",
            "cardinality(value) > 1",
            "s.norm(value) = value",
            "value like '%:y%'",
            "value",
        )

    def composite(self, path: str) -> Iterator[str]:
        members = {
            quoted(self.name()): self.type_and_values()[0] for _ in range(self.random.randint(0, 3))
        }
        yield f"create type {path} as ({', '.join(f'{name} {sql}' for name, sql in members.items())})"
        self.world.types[path] = ("null",)
        self.world.composites.append(path)
        if members and self.chance(20):
            member = self.any(*members)
            yield f"comment on column {path}.{member} is {string(self.random.choice(TEXTS))}"

    def range(self, path: str) -> Iterator[str]:
        subtype = self.any(
            "integer", "float8", "text", "inet", "date", "time", "numeric", *self.world.types
        )
        extra = self.maybe(f", multirange_type_name = {self.path()}", 20)
        extra += self.maybe(', collation = "C"', 20) + self.maybe(", subtype_diff = float8mi", 20)
        yield f"create type {path} as range (subtype = {subtype}{extra})"
        self.world.types[path] = ("null", "'empty'")

    # -- sequences

    def sequence_options(self) -> str:
        return " ".join(
            [
                self.maybe(f"start {self.any('1', '5', '-3', '100')}"),
                self.maybe(f"increment {self.any('2', '-1', '10')}"),
                self.maybe(f"minvalue {self.any('-100', '1', '0')}", 15),
                self.maybe(f"maxvalue {self.any('100', '1000', '32767', '2147483647')}", 15),
                self.maybe("cache 20", 15),
                self.maybe("cycle", 15),
            ]
        )

    def sequence(self) -> Iterator[str]:
        path = self.path()
        kind = self.any("", "", " as integer", " as smallint", " as bigint")
        unlogged = self.maybe("unlogged ", 5)
        yield f"create {unlogged}sequence {path}{kind} {self.sequence_options()}"
        self.world.sequences.append(path)
        if self.chance(20):
            yield f"comment on sequence {path} is {string(self.random.choice(TEXTS))}"

    # -- tables

    def table(self) -> Iterator[str]:
        path = self.path()
        kind = self.random.randint(1, 100)
        head = {"a": "integer", "k": "text", "at": "timestamptz"}
        columns = {quoted(name): sql for name, sql in head.items()}
        if kind <= 15:
            key = self.any(
                "a", "k", "at", "a, k", "lower(k)", "(a + 1)", '"k" collate "C"', "k, lower(k)"
            )
            how = self.any("range", "list", "hash")
            listed = ", ".join(f"{name} {sql} not null" for name, sql in columns.items())
            yield f"create table {path} ({listed}) partition by {how} ({key})"
            self.world.partitioned[path] = how
        elif kind <= 22 and self.world.composites:
            columns = {}
            yield f"create table {path} of {self.any(*self.world.composites)}"
        elif kind <= 30 and self.world.tables:
            columns = dict(self.world.tables[self.some_table()])
            yield f"create table {path} () inherits ({self.some_table()}{self.maybe(', ' + self.some_table(), 20)})"
        else:
            columns = {}
            yield f"create {self.maybe('unlogged ', 10)}table {path} () {self.maybe('with (fillfactor = 70)', 10)}"
        self.world.tables[path] = columns
        if self.chance(60):
            yield from self.key_column(path)
        for _ in range(self.random.randint(0, 6)):
            yield from self.column(path)

    def key_column(self, table: str) -> Iterator[str]:
        name = quoted(self.any("id", self.name()))
        words = self.any(
            "serial primary key",
            "bigserial primary key",
            "smallserial primary key",
            "integer primary key",
            "bigint primary key",
            "uuid primary key default gen_random_uuid()",
            "text primary key",
            f"integer generated always as identity ({self.sequence_options()}) primary key",
            f"bigint generated by default as identity ({self.sequence_options()}) primary key",
            "integer generated by default as identity primary key",
        )
        yield f"alter table {table} add column {name} {words}"
        self.world.tables[table][name] = words.split()[0]

    def column(self, table: str) -> Iterator[str]:
        name = quoted(self.name())
        sql, values = self.type_and_values()
        extra = self.random.randint(1, 100)
        if extra <= 45:
            sql += f" default {self.default(values)}"
        elif extra <= 55:
            sql = self.generated(table, sql)
        elif extra <= 60:
            sql = f"{self.any('integer', 'bigint', 'smallint')} generated {self.any('always', 'by default')} as identity"
            sql += f" ({self.sequence_options()})"
        elif extra <= 65:
            sql = self.any("serial", "bigserial", "smallserial")
        yield f"alter table {table} add column {name} {sql} {self.maybe('not null')}"
        self.world.tables[table][name] = sql

    def default(self, values: Values) -> str:
        if self.world.sequences and self.chance(12):
            sequence = string(self.any(*self.world.sequences))
            return self.any(
                f"nextval({sequence})", f"nextval({sequence}) + 1", f"'a:' || nextval({sequence})"
            )
        return self.any(*values)

    def generated(self, table: str, sql: str) -> str:
        column = self.some_column(table)
        expression = self.any(
            f"{column} || ':x'", f"{column} + 1", f"lower({column})", f"coalesce({column}, '50%')",
            f"to_tsvector('english', {column})", f"{column}::text", f"{column} in ('a', 'b:c')",
            f"case when {column} is null then 'a' else '%' end", f"s.norm({column})", "1", f"{column} > 0",
            f"length({column}) > 3 and {column} <> 'it''s'", f"{column} -> 'a:b'", f"md5({column})",
        )  # fmt: skip
        kind = self.any("text", "integer", "boolean", "tsvector", "varchar(30)", "jsonb", sql)
        place = self.any("stored", "stored", "stored", _COMPUTED_WHEN_READ)
        return f"{kind} generated always as ({expression}) {place}"

    # -- facts about tables

    def fact(self) -> Iterator[str]:
        table = self.some_table()
        makers = [
            self.check,
            self.unique,
            self.foreign_key,
            self.foreign_key,
            self.index,
            self.index,
            self.index,
        ]
        makers += [self.column, self.comment, self.comment, self.column_setting, self.table_setting]
        makers += [
            self.exclude,
            self.statistics,
            self.partition,
            self.view,
            self.drop_column,
            self.primary_key,
        ]
        makers += [self.renaming, self.foreign_key, self.owner]
        yield from self.random.choice(makers)(table)

    def constraint_name(self, table: str) -> str:
        name = quoted(self.name())
        self.world.constraints.append((table, name))
        return self.maybe(f"constraint {name} ", 50)

    def timing(self) -> str:
        return self.any("", "", "", "deferrable", "deferrable initially deferred", "not deferrable")

    def primary_key(self, table: str) -> Iterator[str]:
        columns = ", ".join(self.some_columns(table))
        include = self.maybe(f"include ({self.some_column(table)})", 15)
        yield f"alter table {table} add {self.constraint_name(table)}primary key ({columns}) {include} {self.timing()}"

    def unique(self, table: str) -> Iterator[str]:
        columns = ", ".join(self.some_columns(table))
        words = [self.maybe("nulls not distinct", 20), f"({columns})"]
        words += [
            self.maybe(f"include ({self.some_column(table)})", 15),
            self.maybe("with (fillfactor = 80)", 8),
        ]
        yield f"alter table {table} add {self.constraint_name(table)}unique {' '.join(words)} {self.timing()}"

    def check(self, table: str) -> Iterator[str]:
        column, other = self.some_column(table), self.some_column(table)
        listed = ", ".join(map(string, self.random.sample(TEXTS, self.random.randint(1, 4))))
        condition = self.any(
            f"{column} in ({listed})", f"{column} in ({listed})", f"{column} not in ({listed})",
            f"{column} = any (array[{listed}])", f"{column} like '%:x%'", f"{column} <> {string(self.random.choice(TEXTS))}",
            f"{column} > 0", f"{column} between 1 and 10", f"{column} is not null or {other} is null",
            f"{column} = {other}", f"length({column}) > 3", f"{column} ~ '^\\d+%:x$'", f"({column})::text <> ''",
            f"lower({column}) in ({listed})", f"{column} in (1, 2, -3)", f"s.f({column}) > 0", "true",
            f"{column} in ({listed}) and {other} > 0", f"case when {column} > 1 then {other} = 'a:b' end",
            f"{column} >= '2020-01-01'", f"{column} @> '{{}}'", f"num_nonnulls({column}, {other}) = 1",
            f"not {column}", f"{column} is distinct from {other}", f"({column}, {other}) <> (1, 2)",
            f"{column} in (select 1)", f"{column} similar to '%(a|b)%'", f"{column} ilike 'x\\%'",
            f"{column} is json", f"{column} = upper({other})", f"{column} collate \"C\" < 'b'",
            f"{column} >= 0 and {column} <= 99.5 or {other} = 'x'", f"extract(year from {column}) > 2000",
            f"{column} && {other}", f"position(':' in {column}) > 1", f"{column}[1] > 0", f"{column} ->> 'k' = 'a'",
        )  # fmt: skip
        words = f"{self.maybe('no inherit ', 8)}{self.maybe('not valid', 10)}"
        yield f"alter table {table} add {self.constraint_name(table)}check ({condition}) {words}"

    def foreign_key(self, table: str) -> Iterator[str]:
        target = self.some_table()
        count = 1 if self.chance(75) else 2
        theirs = self.some_columns(target, 2)[:count]
        if self.chance(70):
            columns = [quoted(self.name()) for _ in theirs]
            for column, other in zip(columns, theirs, strict=True):
                sql = (
                    self.world.tables[target]
                    .get(other, "integer")
                    .split(" default")[0]
                    .split(" generated")[0]
                )
                sql = {"serial": "integer", "bigserial": "bigint", "smallserial": "smallint"}.get(
                    sql, sql
                )
                yield f"alter table {table} add column {column} {sql}"
                self.world.tables[table].setdefault(column, sql)
            if self.chance(60):
                yield f"alter table {target} add unique ({', '.join(theirs)})"
        else:
            columns = self.some_columns(table, 2)[: len(theirs)]
        actions = (
            "cascade",
            "set null",
            "set default",
            "restrict",
            "no action",
            f"set null ({columns[0]})",
        )
        words = [self.maybe(f"match {self.any('full', 'simple')}", 15)]
        words += [
            self.maybe(f"on delete {self.any(*actions)}"),
            self.maybe(f"on update {self.any(*actions)}", 20),
        ]
        words += [self.timing(), self.maybe("not valid", 8)]
        yield (
            f"alter table {table} add {self.constraint_name(table)}foreign key ({', '.join(columns)})"
            f" references {target} ({', '.join(theirs)}) {' '.join(words)}"
        )

    def exclude(self, table: str) -> Iterator[str]:
        column, other = self.some_column(table), self.some_column(table)
        element = self.any(
            column, column, f"lower({column})", f"({column} || ':x')", f'{column} collate "C"'
        )
        method, operator = self.any(
            "btree =", "gist &&", "gist =", "gist -|-", "hash =", "spgist &&"
        ).split()
        second = self.maybe(f", {other} with {operator}", 30)
        words = [
            self.maybe(f"include ({other})", 10),
            self.maybe(f"where ({other} is not null)", 20),
            self.timing(),
        ]
        yield (
            f"alter table {table} add {self.constraint_name(table)}exclude using {method}"
            f" ({element} with {operator}{second}) {' '.join(words)}"
        )

    def element(self, table: str) -> str:
        column, other = self.some_column(table), self.some_column(table)
        expression = self.any(
            column, column, column, column, f"lower({column})", f"({column} || ':x%')", f"({column} || {other})",
            f"(({column} ->> 'a:b'))", f"upper({column}) ", f"({column} + 1)", f"coalesce({column}, '')",
            f"to_tsvector('english', {column})", f"s.norm({column})", f"({column} is null)", f"({column}::text)",
            f"date_trunc('day', {column})", f"(lower({column}) || ' ' || lower({other}))", f"\"Odd \"\"s\"\" %\".\"f :x\"({column})",
            f"md5({column})", f"(case when {column} is null then 'a,b' else '(' end)", f"substr({column}, 1, 3)",
            f"({column}[1])", f"left({column}, 2)", f"({column} @> '{{}}')", f"replace({column}, '\"', ''')')",
        )  # fmt: skip
        words = [self.maybe(f" collate {self.any(*_COLLATIONS)}", 10)]
        classes: Values = (
            "text_pattern_ops",
            "varchar_pattern_ops",
            "bpchar_pattern_ops",
            "jsonb_path_ops",
            "gin_trgm_ops",
        )
        classes += (
            "gist_trgm_ops (siglen = 32)",
            "inet_ops",
            "ext.gist__int_ops",
            "int4_ops",
            "text_ops",
        )
        words += [self.maybe(f" {self.any(*classes)}", 18)]
        words += [
            self.any("", "", "", " desc", " asc"),
            self.any("", "", "", " nulls first", " nulls last"),
        ]
        return expression + "".join(words)

    def index(self, table: str) -> Iterator[str]:
        name = quoted(self.name())
        elements = ", ".join(
            self.element(table) for _ in range(self.random.choice((1, 1, 1, 2, 3)))
        )
        method = self.maybe(
            f"using {self.any('gin', 'gist', 'hash', 'brin', 'spgist', 'btree', 'bloom')}", 30
        )
        column = self.some_column(table)
        where = self.any(
            f"{column} is not null", f"{column} <> 'a:b%'", f"{column} in ('a', 'b')", f"{column}", f"not {column}",
            f"{column} > 0", f"{column} in (1, 2)", f"lower({column}) = 'x'", f"{column} like '%:x'",
        )  # fmt: skip
        options = self.any(
            "fillfactor = 70",
            "fastupdate = off",
            "pages_per_range = 8",
            "autosummarize = on",
            "buffering = auto",
        )
        words = [
            self.maybe(f"include ({self.some_column(table)})", 12),
            self.maybe("nulls not distinct", 5),
        ]
        words += [self.maybe(f"with ({options})", 10), self.maybe(f"where {where}", 25)]
        only = self.maybe("only ", 3)
        yield (
            f"create {self.maybe('unique ', 25)}index {self.maybe(name, 80)} on {only}{table} {method}"
            f" ({elements}) {' '.join(words)}"
        )
        index = table.rpartition('".')[0]
        path = f'{index}".{name}' if index else name
        self.world.indexes.append(path)
        if self.chance(10):
            yield f"comment on index {path} is {string(self.random.choice(TEXTS))}"
        if self.chance(5):
            yield f"alter table {table} {self.any('cluster on', 'replica identity using index')} {name}"
        if self.chance(4):
            yield f"alter index {path} alter column 1 set statistics 200"
        if self.chance(5):
            yield f"alter table {table} add {self.any('unique', 'primary key')} using index {name}"

    def comment(self, table: str) -> Iterator[str]:
        text = string(self.random.choice(TEXTS))
        if self.world.constraints and self.chance(40):
            owner, name = self.random.choice(self.world.constraints)
            yield f"comment on constraint {name} on {owner} is {text}"
        else:
            yield self.any(
                f"comment on table {table} is {text}",
                f"comment on column {table}.{self.some_column(table)} is {text}",
            )

    def column_setting(self, table: str) -> Iterator[str]:
        column = self.some_column(table)
        action = self.any(
            f"set storage {self.any('external', 'main', 'plain', 'extended')}",
            "set statistics 500",
            "set compression pglz",
            "set (n_distinct = -0.5)",
            "set not null",
            "drop default",
            "drop not null",
            "drop identity if exists",
            "drop expression if exists",
            f"type {self.any('bigint', 'text', 'varchar(7)')}",
        )
        yield f"alter table {table} alter column {column} {action}"

    def table_setting(self, table: str) -> Iterator[str]:
        yield f"alter table {table} " + self.any(
            "set (fillfactor = 60, autovacuum_enabled = false)",
            "set (toast.autovacuum_enabled = false)",
            "set (autovacuum_vacuum_scale_factor = 0.05)",
            "replica identity full",
            "replica identity nothing",
            "set unlogged",
            "enable row level security",
            f"inherit {self.some_table()}",
        )

    def statistics(self, table: str) -> Iterator[str]:
        columns = ", ".join(self.some_columns(table, 3))
        name, kinds = self.path(), self.maybe("(ndistinct, mcv) ", 30)
        yield f"create statistics {name} {kinds}on {columns}{self.maybe(', lower(k)', 20)} from {table}"
        if self.chance(20):
            yield f"comment on statistics {name} is {string(self.random.choice(TEXTS))}"
            yield f"alter statistics {name} set statistics 300"

    def partition(self, table: str) -> Iterator[str]:
        if not self.world.partitioned:
            return
        if table not in self.world.partitioned:
            table = self.any(*self.world.partitioned)
        how = self.world.partitioned[table]
        path = self.path()
        bounds = {
            "range": self.any(
                "from (1) to (10)",
                "from ('a') to ('m')",
                "from ('2020-01-01') to ('2021-01-01')",
                "from (minvalue) to (1)",
            ),
            "list": self.any("in (1, 2)", "in ('a', 'b:c')", "in (null)"),
            "hash": "with (modulus 2, remainder 0)",
        }[how]
        what = "default" if self.chance(25) else f"for values {bounds}"
        below = self.maybe(
            f"partition by {self.any('hash', 'list', 'range')} ({self.any('a', 'k')})", 25
        )
        yield f"create table {path} partition of {table} {what} {below}"
        if below:
            self.world.partitioned[path] = below.split()[2]

    def view(self, table: str) -> Iterator[str]:
        kind = self.any("view", "materialized view")
        columns = ", ".join(self.some_columns(table, 3))
        path = self.path()
        yield f"create {kind} {path} as select {columns} from {table}"
        if self.chance(20):
            yield f"comment on {kind} {path} is {string(self.random.choice(TEXTS))}"

    def drop_column(self, table: str) -> Iterator[str]:
        if self.chance(30):
            yield f"alter table {table} drop column {self.some_column(table)}"

    def owner(self, table: str) -> Iterator[str]:
        if self.world.sequences:
            yield f"alter sequence {self.any(*self.world.sequences)} owned by {table}.{self.some_column(table)}"

    def renaming(self, table: str) -> Iterator[str]:
        old, new = self.some_column(table), quoted(self.name())
        if self.chance(50):
            yield f"alter table {table} rename column {old} to {new}"
            self.world.tables[table][new] = self.world.tables[table].pop(old, "integer")
        else:
            *schema, name = table.rpartition(".")
            new = f"{''.join(schema)}{new}"
            yield f"alter table {table} rename to {new.rpartition('.')[2]}"
            if new not in self.world.tables:
                self.world.tables[new] = self.world.tables.pop(table)
