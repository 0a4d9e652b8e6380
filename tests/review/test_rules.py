"""Each rule: what it finds, and what it leaves alone."""

from __future__ import annotations

import pytest

from ormforge.catalog.model import Catalog, Column, ColumnType, PrimaryKey, Table, Unique
from ormforge.draft.model import Draft
from ormforge.review import review
from tests.project import run_script
from tests.review.reviewing import only, review_of, reviewed, told

PARENT = "create table p (id integer primary key, code varchar(20) not null unique);\n"


@pytest.mark.parametrize(
    ("child", "found"),
    [
        ("p_id integer references p", ["c.p_id"]),
        ("p_id integer references p); create index i on c (p_id", []),
        ("p_id integer references p); create index i on c (p_id desc, n", []),
        ("p_id integer references p); create index i on c (n, p_id", ["c.p_id"]),
        ("p_id integer references p); create index i on c (abs(p_id)", ["c.p_id"]),
        ("p_id integer unique references p", []),
        ("p_id integer references p, primary key (p_id, n)", []),
        ("p_id integer references p, primary key (p_id desc, n)", []),
        ("p_id integer references p, primary key (n, p_id)", ["c.p_id"]),
    ],
)
def test_a_foreign_key_without_an_index(sqlite_url: str, child: str, found: list[str]) -> None:
    findings = reviewed(sqlite_url, f"{PARENT} create table c (n integer not null, {child});")
    assert told(findings, "unindexed-foreign-key") == found


@pytest.mark.parametrize(
    ("where", "found"),
    [("p_id is not null", []), ('("p_id" IS NOT NULL)', []), ("n > 1", ["c.p_id"])],
)
def test_a_partial_index_counts_where_it_leaves_out_only_null(
    sqlite_url: str, where: str, found: list[str]
) -> None:
    script = f"{PARENT} create table c (n int, p_id integer references p);"
    findings = reviewed(sqlite_url, f"{script} create index i on c (p_id) where {where};")
    assert told(findings, "unindexed-foreign-key") == found


def test_a_foreign_key_of_two_columns_is_found_in_either_order(sqlite_url: str) -> None:
    script = """
    create table p (a int, b int, primary key (a, b));
    create table c (id integer primary key, x int, y int, foreign key (x, y) references p (a, b));
    create table d (id integer primary key, x int, y int, foreign key (x, y) references p (a, b));
    create index d_i on d (y, x, id);
    """
    assert told(reviewed(sqlite_url, script), "unindexed-foreign-key") == ["c.x,y"]


def test_gin_indexes_and_hashes_of_more_do_not_find_a_foreign_key(pg_url: str) -> None:
    script = """
    create table p (id int primary key);
    create table hashed (id int primary key, p_id int references p);
    create index on hashed using hash (p_id);
    create table brined (id int primary key, p_id int references p);
    create index on brined using brin (p_id);
    """
    assert told(reviewed(pg_url, script), "unindexed-foreign-key") == ["public.brined.p_id"]


def test_indexes_that_another_one_is(sqlite_url: str) -> None:
    script = """
    create table t (a integer primary key, b int unique, c int, d int);
    create index one on t (c, d); create index two on t (c, d); create index three on t (b);
    create index part on t (c, d) where d > 1; create index down on t (c, d desc);
    create unique index strict on t (c, d);
    """
    findings = reviewed(sqlite_url, script)
    assert told(findings, "duplicate-index") == ["t.one", "t.three", "t.two"]
    assert findings[0].fix == ('DROP INDEX "one";',)
    assert "index strict" in findings[0].reason


def test_indexes_that_begin_another_one(sqlite_url: str) -> None:
    script = """
    create table t (a int, b int, c int, d int, primary key (a, b));
    create index a on t (a); create index c on t (c); create index cd on t (c, d);
    create unique index d on t (d); create index db on t (d, b);
    create index cp on t (b) where c > 1; create index bc on t (b, c);
    """
    findings = reviewed(sqlite_url, script)
    assert told(findings, "redundant-index") == ["t.a", "t.c"]
    assert told(findings, "duplicate-index") == []


def test_what_tells_two_indexes_apart_in_postgresql(pg_url: str) -> None:
    script = """
    create table t (a int primary key, s text, u int, v int, unique (u) deferrable);
    create index s on t (s); create index sp on t (s text_pattern_ops);
    create index sc on t (s collate "C"); create index sh on t using hash (s);
    create index si on t (s) include (a); create unique index u on t (u);
    create unique index v on t (v) nulls not distinct; create unique index w on t (v);
    create index same on t (s);
    """
    findings = reviewed(pg_url, script)
    assert told(findings, "duplicate-index") == ["public.t.same"]
    assert only(findings, "duplicate-index").fix == ('DROP INDEX "public"."same";',)


def test_a_unique_key_that_a_foreign_key_may_hang_on_is_left_to_a_person(mysql_url: str) -> None:
    script = "create table t (b int primary key, unique u2 (b));\n"
    found = only(reviewed(mysql_url, script), "duplicate-index")
    assert (found.path, found.fix) == ("t.u2", ("ALTER TABLE `t` DROP INDEX `u2`;",))
    child = "create table c (b int primary key, foreign key (b) references t (b));\n"
    found = only(reviewed(mysql_url, child), "duplicate-index")
    assert (found.fix, found.advice) == ((), "Drop it once no foreign key depends on it.")


@pytest.mark.parametrize("dialect", ["sqlite", "mssql"])
def test_what_a_dialect_cannot_drop_is_left_to_a_person(dialect: str) -> None:
    table = Table(
        schema=None,
        name="t",
        columns=(Column(name="a", type=ColumnType(sql="int"), nullable=False),),
        primary_key=PrimaryKey(columns=("a",)),
        uniques=(Unique(columns=("a",)),),
    )
    catalog = Catalog(dialect=dialect, tables=(table,))
    (found,) = review(Draft(catalog=catalog, base_name="Base", base_import=None))
    assert (found.rule, found.path, found.fix) == ("duplicate-index", "t.a", ())
    assert found.advice is not None


@pytest.mark.parametrize(
    ("columns", "fix"),
    [
        ("a int", ['ADD COLUMN "id" bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY']),
        (
            '"ID" int, id int',
            ['ADD COLUMN "t_id" bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY'],
        ),
        ("a int not null unique", ['ADD PRIMARY KEY ("a")', 'DROP CONSTRAINT "t_a_key"']),
        ("a int unique", ['ADD COLUMN "id" bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY']),
    ],
)
def test_a_table_without_a_primary_key(pg_url: str, columns: str, fix: list[str]) -> None:
    found = only(reviewed(pg_url, f"create table t ({columns})"), "missing-primary-key")
    assert (found.path, found.severity) == ("public.t", "error")
    assert list(found.fix) == [f'ALTER TABLE "public"."t" {what};' for what in fix]


def test_views_are_not_reviewed(sqlite_url: str) -> None:
    script = "create table t (id integer primary key); create view v as select id from t;"
    assert reviewed(sqlite_url, script) == ()


def test_null_slips_through_a_unique_key(pg_url: str) -> None:
    script = """
    create table p (id int primary key);
    create table t (
        id int primary key, a int, b int not null, c int, d int, e int references p on delete set null,
        constraint ab unique (a, b), constraint c unique (c), constraint bb unique (b),
        constraint d unique nulls not distinct (d), constraint be unique (b, e)
    );
    create unique index part on t (a) where a is not null;
    """
    findings = reviewed(pg_url, script)
    assert told(findings, "nullable-unique") == ["public.t.ab", "public.t.be", "public.t.c"]
    by_path = {f.path: f for f in findings if f.rule == "nullable-unique"}
    assert by_path["public.t.ab"].fix == (
        'ALTER TABLE "public"."t" ALTER COLUMN "a" SET NOT NULL;',
    )
    assert [by_path[f"public.t.{name}"].severity for name in ("ab", "c")] == ["warning", "info"]
    assert by_path["public.t.be"].fix == ()  # a deletion is to put NULL there


def test_a_hidden_column_without_a_default_cannot_be_not_null_in_mariadb(mysql_url: str) -> None:
    script = """
    create table t (id int primary key, a int invisible, b int not null, unique ab (a, b));
    create table u (id int primary key, a int invisible default 1, b int not null, unique ab (a, b));
"""
    findings = [f for f in reviewed(mysql_url, script) if f.rule == "nullable-unique"]
    assert [(f.path, f.fix) for f in findings] == [
        ("t.ab", ()),
        ("u.ab", ("ALTER TABLE `u` MODIFY COLUMN `a` int(11) INVISIBLE NOT NULL DEFAULT 1;",)),
    ]
    run_script(mysql_url, findings[1].fix[0])
    assert told(review_of(mysql_url), "nullable-unique") == ["t.ab"]


def test_wide_text_in_keys(pg_url: str) -> None:
    script = """
    create domain short as text check (length(value) < 9);
    create table t (
        k text primary key, u varchar(300) unique, v varchar(255) unique, w text unique check (length(w) < 20),
        s short unique, f text, n int unique, x text[] unique
    );
    create table h (id char(36) primary key, f text);
    create index on t (f); create unique index lowered on t (lower(f)); create index on h using hash (f);
    """
    assert told(reviewed(pg_url, script), "wide-text-key") == ["public.t.k", "public.t.u"]


def test_text_is_a_wide_key_in_sqlite_only_where_the_key_is_the_table(sqlite_url: str) -> None:
    script = """
    create table t (k text primary key);
    create table w (k text primary key not null, u text not null unique) without rowid;
    """
    assert told(reviewed(sqlite_url, script), "wide-text-key") == ["w.k"]


@pytest.mark.parametrize(
    ("column", "action"),
    [
        ("p_id int references p", "SET NULL"),
        ("p_id int not null references p", "RESTRICT"),
        ("p_id int primary key references p", "CASCADE"),
        ("p_id int not null references p deferrable", None),
        ("p_id int references p on delete restrict", ""),
        ("p_id int references p on delete cascade", ""),
    ],
)
def test_a_deletion_nobody_spoke_of(pg_url: str, column: str, action: str | None) -> None:
    findings = reviewed(pg_url, f"create table p (id int primary key); create table c ({column});")
    found = [finding for finding in findings if finding.rule == "no-on-delete"]
    if action == "":
        assert found == []
    elif action is None:
        assert found[0].fix == ()
        assert found[0].advice is not None
    else:
        assert found[0].fix[0].endswith(f"ON DELETE {action};")


def test_types_that_differ_across_a_foreign_key(pg_url: str) -> None:
    script = """
    create domain number as bigint;
    create table p (id bigint primary key, code varchar(20) unique);
    create table c (
        id int primary key, small int references p, same bigint references p, domained number references p,
        short varchar(10) references p (code), loose text references p (code), long varchar(20) references p (code)
    );
    """
    findings = reviewed(pg_url, script)
    assert {f.path: f.severity for f in findings if f.rule == "foreign-key-type"} == {
        "public.c.loose": "error",
        "public.c.small": "error",
        "public.c.short": "info",
    }
    small = next(f for f in findings if f.path == "public.c.small")
    assert small.reason == "is integer and points to public.p.id, which is bigint"
    assert small.fix == (
        'ALTER TABLE "public"."c" ALTER COLUMN "small" TYPE bigint USING "small"::bigint;',
    )


def test_types_are_compared_as_sqlite_does(sqlite_url: str) -> None:
    script = """
    create table p (id integer primary key, code varchar(20) unique);
    create table c (a int references p, b text references p, c text references p (code), d references p);
    """
    assert told(reviewed(sqlite_url, script), "foreign-key-type") == ["c.b", "c.d"]


@pytest.mark.parametrize(
    ("column", "found"),
    [
        ("status varchar(20)", True),
        ("orderStatus text not null default 'new'", True),
        ("payment_type text", True),
        ("content_type text", False),
        ("status varchar(4000)", False),
        ("status int", False),
        ("status text unique", False),
        ("status text check (status in ('a', 'b'))", False),
        ("status_text text", False),
        ("state text", True),
        ("state text, zip_code text", False),
    ],
)
def test_text_that_is_one_of_a_few_words(sqlite_url: str, column: str, found: bool) -> None:
    script = f"create table t (id integer primary key, {column});"
    assert bool(told(reviewed(sqlite_url, script), "free-text-enum")) is found


def test_lists_that_are_read_one_row_at_a_time(sqlite_url: str) -> None:
    script = """
    create table nodes (id integer primary key, parent_id integer references nodes);
    create table products (id integer primary key);
    create table lines (
        node_id integer references nodes, product_id integer references products, amount int not null,
        primary key (node_id, product_id)
    );
    create table plain (
        node_id integer references nodes, product_id integer references products,
        primary key (node_id, product_id)
    );
    create table notes (id integer primary key, product_id integer references products);
    """
    findings = reviewed(sqlite_url, script)
    assert sorted(told(findings, "n-plus-one")) == [
        "lines.node",
        "lines.product",
        "nodes.children",
    ]


def test_the_gravest_comes_first_and_equal_databases_give_equal_findings(sqlite_url: str) -> None:
    script = """
    create table b (x int, status text);
    create table a (id integer primary key, parent_id int references a);
    """
    findings = reviewed(sqlite_url, script)
    assert [f.severity for f in findings] == ["error", "warning", "info", "info", "info"]
    assert [f.path for f in findings] == [
        "b",
        "a.parent_id",
        "a.children",
        "a.parent_id",
        "b.status",
    ]
