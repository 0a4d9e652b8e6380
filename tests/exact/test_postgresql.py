"""Any PostgreSQL database comes back exactly from the models that are generated from it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from random import Random

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.exact.postgresql_ddl import statements
from tests.exact.postgresql_server import SCHEMAS, Scratch, scratch_pair
from tests.exact.roundtrip import RoundTrip, round_trip

EXAMPLES = 3000 if os.environ.get("ORMFORGE_FUZZ") else 30

Pair = tuple[Scratch, Scratch]

ONCE_FAILED = {
    "a list of values that the operator casts": """
        create domain word as varchar(20) check (value in ('a', 'b')) default 'a';
        create domain s.strict as word not null check (value in ('a]:', '50%'));
        create table t (id int primary key, a word, b s.strict, c regprocedure, d cidr, e varchar);
        alter table t add check (c in (1, 2, -3));
        alter table t add check (c in (4, 5)) not valid;
        alter table t add check (c in (6, 7)) no inherit;
        alter table t add check (d in ('10.0.0.0/8', '::/0'));
        alter table t add check ((e || ':') in ('a]:', 'it''s'));
        create index on t (e) where c in (1, 2)""",
    "types that are named like others": """
        create type public.name as enum ('a', 'b');
        create type "position" as enum ('c', 'd');
        create domain "values" as public.name[];
        create domain public.point as text default 'x' constraint odd check (value <> '');
        create domain "_text" as text not null check (value <> 'y');
        create type public.line as (a int, b public.name);
        create type "timestamp" as (a public.line);
        comment on type public.name is 'no name';
        comment on domain public.point is 'no point';
        create table t (
          a public.name default 'a', b name[], c "position", d "values", e public.point,
          f public.point[], g point, h public.line, i public."timestamp"[], j timestamp, k public.name[]
        )""",
    "types of one name in two schemas": """
        create type s.pair as (a int, b jsonb);
        create domain public.pair as s.pair;
        create type "Odd ""s"" %".pair as enum ('pair');
        create type s.trio as (a public.pair, b "Odd ""s"" %".pair[], c s.pair);
        create domain s.many as s.trio[];
        create table t (a s.pair, b public.pair, c "Odd ""s"" %".pair, d s.trio[], e s.many)""",
    "domains over domains and arrays": """
        create domain a as interval minute to second default '-1 year';
        create domain b as a check (value > '1 day');
        create domain c as b[] check (cardinality(value) > 1);
        create domain s.d as c not null;
        create type s.mood as enum ('sad', 'it''s');
        create domain s.e as s.mood[] default '{sad}';
        create table t (a a, b b[], c c, d s.d default '{}', e s.e, f s.mood[] default '{"it''s"}', g s.e[])""",
    "a domain that draws on a sequence": """
        create sequence q as integer start 5;
        create domain numbered as bigint default nextval('q');
        create domain s.again as numbered;
        create table t (id numbered primary key, n s.again)""",
    "compared domains": """
        create domain code as varchar(10) check (value <> '');
        create table parent (id code primary key);
        create table child (id int primary key, parent_id code references parent, other code unique)""",
    "the rows of another table": """
        create table z (a int);
        create table b (id int primary key, x z);
        create table a (id int primary key, x z[], y b)""",
    "a foreign key to a column with a dot": """
        create table z (id int primary key, "b.c" int unique, up int references z ("b.c"));
        create table a (id int primary key, z int references z ("b.c"));
        comment on constraint a_z_fkey on a is 'it''s \\ 100%'""",
    "owned sequences": """
        create table t (id int primary key, a serial, b bigserial not null, c smallserial);
        create table u (id serial primary key, s serial);
        create sequence own as integer increment 5;
        create table v (id int default nextval('own') primary key, n bigint default nextval('own'));
        alter sequence own owned by v.id""",
    "partitions of partitions": """
        create table p (a int not null, k text, at date) partition by range (a);
        create table p1 partition of p for values from (1) to (10) partition by list (lower(k));
        create table p2 partition of p1 for values in ('x') partition by hash (k, a);
        create table s.p3 partition of p2 for values with (modulus 2, remainder 0);
        create table p4 partition of p default;
        create index on p (k)""",
    "reserved words that SQLAlchemy does not quote": """
        create table "collation" ("lateral" int primary key, "tablesample" text unique, "collation" int);
        alter table "collation" add foreign key ("collation") references "collation" ("lateral");
        create index on "collation" ("collation", "tablesample");
        create table s."concurrently" ("concurrently" int not null references "collation", "lateral" text[])""",
    "a class beside the helper of domains": """
        create domain code as int;
        create table class_var (id int primary key, a code);
        create table domain (id int primary key)""",
    "an array of a domain with several checks": """
        create domain s.d as text not null constraint id check (value <> '') constraint b check (length(value) > 3);
        alter domain s.d add constraint late check (value <> 'x') not valid;
        comment on constraint id on domain s.d is 'why';
        create type c as (d s.d[]);
        create table t (a s.d[], c c)""",
    "domains over types that SQLAlchemy reads as others": """
        create domain a as "char" check (value <> '#');
        create domain b as name[] check (cardinality(value) > 0);
        create domain c as bpchar;
        create table t (a a, b b, c c[], d name[], e "char"[], f bpchar[], g name)""",
    "keys that are deferrable and include columns": """
        create table t (a int not null, b int, c int);
        alter table t add primary key (a) include (b) deferrable initially deferred;
        alter table t add unique nulls not distinct (b) include (c) with (fillfactor = 80) deferrable;
        alter table t add exclude using btree (c with =) include (b)""",
    "storage of a key of a partitioned table": """
        create table p (a int not null, k text) partition by range (a);
        alter table p add primary key (a) with (fillfactor = 80)""",
}


@pytest.fixture(scope="module")
def pair(pg_server: sa.URL) -> Iterator[Pair]:
    """Two empty databases."""
    with scratch_pair(pg_server, f"ormforge_exact_{os.getpid()}") as both:
        yield both


def there_and_back(pair: Pair, ddl: list[str]) -> tuple[list[str], RoundTrip]:
    """The statements that the server took, and what became of the database they made."""
    source, target = pair
    source.empty()
    target.empty()
    taken = source.fill(ddl)
    return taken, round_trip(source.url, target.url, schemas=SCHEMAS)


@pytest.mark.parametrize("topic", ONCE_FAILED)
def test_what_once_failed_comes_back_exactly(topic: str, pair: Pair) -> None:
    ddl = ONCE_FAILED[topic].split(";\n")
    taken, done = there_and_back(pair, ddl)
    assert taken == ddl
    assert done.differences == ()


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=not os.environ.get("ORMFORGE_FUZZ"),
    # Shrinking takes minutes, and a database that fails is told in full: it is worth its time in a long run alone.
    phases=tuple(Phase) if os.environ.get("ORMFORGE_FUZZ") else (Phase.generate,),
    database=None,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
@given(random=st.randoms(use_true_random=False))
def test_any_database_comes_back_exactly(random: Random, pair: Pair) -> None:
    taken, done = there_and_back(pair, statements(random))
    assert done.differences == (), ";\n".join(taken)
