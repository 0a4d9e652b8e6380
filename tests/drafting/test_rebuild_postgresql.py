"""What the expressions say rebuilds PostgreSQL's catalog exactly, one topic a case."""

from __future__ import annotations

import pytest

from tests.drafting.printed import Printed, differences, execute, read, rebuilt

CASES = {
    "types": """
        create table t (
          a integer, b bigint, c smallint, d varchar(100), e varchar, f text, g char(3), h numeric(10,2),
          i numeric, j numeric(10), k real, l double precision, m boolean, n date, o timestamp, p timestamptz,
          q timestamp(3) with time zone, r timestamp(0), s time, u time(2) with time zone, v time with time zone,
          w interval, x interval day to second(3), y interval(3), z interval year, aa bytea, ab uuid, ac json,
          ad jsonb, ae "char", af name, ag xml, ah bit, ai bit(7), aj bit varying, ak bit varying(5), al inet,
          am cidr, an macaddr, ao macaddr8, ap money, aq oid, ar regclass, at tsvector, au tsquery, av int4range,
          aw tstzmultirange, ax text[], ay varchar(10)[], az jsonb[], ba numeric(5,-2), bb jsonpath, bc point,
          bd xml[], be int[][], bf pg_lsn, bg bpchar, bh regtype, bi refcursor, bj numeric(6,2)[], bk timestamptz(3)[]
        )""",
    "collations": """
        create schema s;
        create collation s.xx from "POSIX";
        create collation "my C" from "C";
        create table t (
          a text collate "C", b varchar(10) collate "POSIX", c text[] collate "C", d text collate s.xx,
          e text collate "my C", f char(3) collate "C"
        );
        create index i on t (a collate "POSIX" desc, lower(b) collate "C")""",
    "enums": """
        create schema s;
        create type state as enum ('draft', 'in print', 'sold out', '50%', 'it''s', 'a:b', 'back\\slash', '');
        create type s.state as enum ('x', 'X', '1st', 'class');
        create type unused as enum ('a');
        create type "Weird Name" as enum ('a', 'b');
        create type nothing as enum ();
        comment on type state is 'State of 100% "books"';
        create table t (
          id int primary key, a state not null default 'draft', b state[] default '{draft,"in print"}', c s.state,
          d s.state default 'X', e "Weird Name", f nothing, g state default 'it''s', h "Weird Name"[]
        );
        create table u (id serial primary key, a state default 'in print'::state);
        create index i on t (a) where a <> 'draft'""",
    "checked values": """
        create table t (
          a text check (a in ('x', 'y')), b varchar(5) not null default 'x' check (b in ('x', 'y z')),
          c char(1) check (c in ('m', 'f')), d text check (d in ('x', 'y') or length(d) > 3),
          e text check (lower(e) in ('x')), f int check (f in (1, 2)), g text check (g not in ('x', 'y')),
          h varchar check (h in ('it''s', 'a%b', 'a:b')), i text collate "C" check (i in ('a', 'b')),
          constraint "named %" check (a <> 'a%' and b <> ':x' and d like '%:y%')
        )""",
    "domains": """
        create schema s;
        create domain plain as int;
        create domain sized as varchar(10) default 'x:y' check (value ~ '^\\d{5}$');
        create domain named as numeric(6,2) constraint positive check (value > 0);
        create domain strict as text not null constraint long check (length(value) > 3);
        create domain strict_two as text not null check (length(value) > 3);
        create domain several as int constraint b check (value > 0) constraint a check (value < 100);
        create domain s.other as text collate "C";
        create domain over_domain as sized check (value <> 'y');
        create type mood as enum ('sad', 'ok');
        create domain over_enum as mood default 'ok';
        create domain over_array as text[];
        create domain "Odd Name" as int check (value <> 7);
        create domain unused as int;
        comment on domain plain is 'Plain';
        comment on constraint positive on domain named is 'More than 0%';
        create table t (
          id plain primary key, a sized, b named default 3, c strict, d strict_two, e several, f s.other,
          g over_domain, h over_enum, i over_array, j "Odd Name", k sized[], l sized default 'z', m sized not null
        );
        create table u (id plain references t)""",
    "composite and range types": """
        create type mood as enum ('sad', 'ok');
        create domain positive as int check (value > 0);
        create type addr as (street text, no positive, feeling mood);
        create type person as (home addr, age int);
        create type float_range as range (subtype = float8, subtype_diff = float8mi);
        create domain rare as float_range;
        create table t (a addr, b person, c float_range, d addr[], e rare)""",
    "defaults": """
        create sequence q start 5;
        create table t (
          a text default 'x', b varchar(10) default 'it''s', c text default 'a:b', d text default '%Y:%m', e int default 0,
          f int default -1, g numeric(5,2) default 1.50, h boolean default false, i timestamptz default now(),
          j date default '2020-01-01', k timestamp default '2020-01-01 10:00', l jsonb default '{"a": 1}',
          m text[] default '{}', n text[] default array['a', 'b:c'], o int default nextval('q'),
          p text default 'x' || nextval('q'), r uuid default gen_random_uuid(), s char(1) default 'N',
          u bit(3) default b'101', v text default 'back\\slash', w interval default '1 day', x text default null,
          y text default current_user, z inet default '127.0.0.1', aa "char" default 'c', ab name default 'n',
          ac text default E'new\\nline', ad double precision default 'NaN', ae text default '', af bytea default '\\x00ff',
          ag text default 'a\\:b', ah date default current_date, ai text default ('a:b' || ':c'), aj int[] default '{1,2}'
        )""",
    "generated and identity": """
        create table t (
          id int generated always as identity primary key, a int, b int generated always as (a * 2) stored,
          c text generated always as ('x:y' || a::text || '%') stored not null
        );
        create table u (
          id bigint generated by default as identity (start 10 increment 5 minvalue 1 maxvalue 1000 cache 20 cycle),
          name text, primary key (id, name)
        );
        create table v (id smallint primary key, n int generated always as identity (sequence name zz));
        create table w (id int generated by default as identity (increment -1) primary key)""",
    "serial": """
        create table a (id serial primary key);
        create table b (id bigserial primary key, n serial, m smallserial not null);
        create table c (id int primary key);
        create table d (id numeric(10) primary key);
        create table e (x text, id serial, primary key (x, id));
        create table f (id serial references a, primary key (id));
        create table g (id int primary key references a);
        create sequence s1 as integer start 7 increment 3 minvalue 5 maxvalue 1000 cache 4 cycle;
        create sequence s2;
        create sequence unused start 3;
        comment on sequence s1 is 'Numbers, 100%';
        create table h (id int default nextval('s1') primary key, n bigint default nextval('s2'));
        create table i (id int, n serial)""",
    "keys": """
        create table a (x int, y int, primary key (y, x));
        create table b (x int constraint chosen primary key, y int unique, z int constraint uq_z unique, unique (y, z));
        create table c (x int primary key deferrable, y int unique deferrable initially deferred);
        create table d (x int, y int, unique nulls not distinct (x), unique (y) include (x));
        create table e (x int, y int, primary key (x) include (y));
        create table f (x int unique, y int);
        alter table f add constraint again unique (x);
        create table g (x int, y int, constraint "odd: 100% name" unique (x), constraint "PK" primary key (y));
        comment on constraint uq_z on b is 'Why';
        comment on constraint chosen on b is 'It''s 100%';
        create table h (x int, constraint filled unique (x) with (fillfactor = 70));
        create table none ();
        create table keyless (a int not null, b text)""",
    "comments on keys": """
        create table p (a int primary key, b int unique);
        create table c (a int references p, b int constraint late references p);
        create table loop1 (id int primary key, o int);
        create table loop2 (id int primary key, o int references loop1);
        alter table loop1 add constraint circle foreign key (o) references loop2;
        alter table c add constraint unchecked foreign key (b) references p not valid;
        comment on constraint p_pkey on p is 'of a key with its default name';
        comment on constraint p_b_key on p is 'of a unique one';
        comment on constraint c_a_fkey on c is 'of a foreign key';
        comment on constraint circle on loop1 is 'in a circle, 100%';
        comment on constraint unchecked on c is 'not valid: it''s late'""",
    "foreign keys": """
        create schema s;
        create table p (id int primary key, a int, b int, code varchar(10) unique, unique (a, b));
        create table s.p (id bigint primary key);
        create table c1 (id int primary key references p on delete cascade, up int references p on update set null deferrable initially deferred);
        create table c2 (a int, b int, foreign key (a, b) references p (a, b) match full on delete set null (b));
        create table c3 (x int constraint named references p, y bigint references s.p, z smallint references p);
        create table c4 (code varchar(10) references p (code), other varchar(20) references p (code));
        create table self (id serial primary key, parent int references self);
        create table m (id int primary key, n int);
        create table n (id int primary key references m);
        alter table m add foreign key (n) references n;
        create table loop1 (id int primary key);
        create table loop2 (id int primary key references loop1);
        alter table loop1 add foreign key (id) references loop2;
        alter table c3 add constraint late foreign key (x) references p not valid;
        comment on constraint named on c3 is 'Because';
        create table twice (x int references p references m);
        create table "A b" ("x.y" int primary key, "c:d" int references "A b" ("x.y"));
        create table s.cross_over (id int references p, own bigint references s.p)""",
    "checks": """
        create table t (a int check (a > 0), b int constraint k check (b > 0) no inherit, c text, d int,
          check (c <> 'a%' and c not like '%:x'), constraint j check (d <> 3));
        alter table t add constraint late check (d > 5) not valid;
        alter table t add constraint late_own check (d > 6) no inherit not valid;
        comment on constraint k on t is 'No heirs';
        comment on constraint late on t is 'Late';
        comment on constraint j on t is 'j'""",
    "plain wording": """
        create type state as enum ('draft', 'sold out');
        create domain word as varchar(20);
        create table t (
          v varchar(10), t text, c char(1), n numeric(10,2), f double precision, b bigint, d date, z timestamptz, s state,
          u uuid, w word, nm name, j jsonb, "A b" varchar, k "char", i int, a text[], iv interval,
          check (v in ('a', 'b::c') or b in (1, 2)), check (v not in ('a', 'b')), check (t in ('a', 'b') and t like 'x%'),
          check (s in ('draft', 'sold out')), check (v = 'x' and v <> 'y' and v < 'z' and v ~ '^a' and v !~* 'b'),
          check ("A b" <> '''' or "A b" like ':x'), check (d > '2020-01-01'), check (n >= 0 and n <> 1.5 and n > -1),
          check (f >= 0 and f < 1.5), check (c = 'x' and c in ('a', 'b')), check (b > 0 and b < 4294967296 and i > 0),
          check (z > '2020-01-01 00:00+00'), check (u <> '00000000-0000-0000-0000-000000000000'), check (w = 'x'),
          check (nm = 'x' and nm in ('a', 'b')), check (j = '{}' and j ->> 'k' = 'x'), check (k = 'x' and k in ('a', 'b')),
          check (a = '{}' and a <> array['x', 'y']), check (iv > '1 day'), check (lower(v) = 'x' and upper("A b") in ('a', 'b')),
          check (v::text = t and t = v), check (case when v = 'x' then t = 'y' else s = 'draft' end), check (v in ('one')),
          check (lower(c) = 'x' and length(v) > 3 and (v || 'x') = 'y'), check (v = any (array['a', 'b'])), check (v::char(2) = 'x')
        );
        create index i1 on t (lower(v), lower(t), (v || ':x')) where v in ('a', 'b') and s = 'draft';
        create index i2 on t using gin (to_tsvector('english', v));
        create table g (v varchar, n numeric, x tsvector generated always as (to_tsvector('english', v)) stored,
          y boolean generated always as (v in ('a', 'b') and n > 0) stored)""",
    "exclusion": """
        create table t (
          r int4range, a int, b text, "odd ""name" int,
          exclude using gist (r with &&), constraint named exclude using gist (r with -|-, r with &&) where (a > 0),
          exclude (lower(b) with =), constraint deferred exclude (a with =) deferrable initially deferred,
          constraint sorted exclude (b text_pattern_ops desc with =), constraint more exclude using gist (r with &&) include (a),
          constraint odd exclude ("odd ""name" with =)
        );
        comment on constraint named on t is 'x'""",
    "indexes": """
        create table t (a text, b text, c int, d jsonb, "e f" text, g int4range, "H" text, v tsvector);
        create index on t (lower(a));
        create index i1 on t (a desc, b nulls first, c desc nulls last);
        create unique index i2 on t (c) where a <> 'x:y' and b like '%z';
        create index i3 on t using gin (d jsonb_path_ops);
        create index i4 on t using gin (d, v);
        create index i5 on t (a text_pattern_ops desc, b);
        create index i6 on t using gist (v tsvector_ops (siglen = 32));
        create index i7 on t ((a || ':b'), "e f", lower("e f"));
        create index i8 on t (c) include (a, b);
        create unique index i9 on t (c) nulls not distinct;
        create index i10 on t using hash (c);
        create index i11 on t (c) with (fillfactor = 70);
        create index i12 on t using brin (c) with (pages_per_range = 32, autosummarize = true);
        create index i13 on t ("e f" text_pattern_ops);
        create index "odd: % name" on t ("H");
        create index i14 on t (a collate "C" text_pattern_ops);
        create index i15 on t ((d ->> 'k'), (c + 1) desc);
        create index i16 on t using gist (g);
        create index i17 on t (c) where c in (1, 2);
        comment on index i1 is 'It''s sorted, 100%';
        alter table t cluster on i1""",
    "table options": """
        create table p (a int, b text);
        create table c () inherits (p);
        create schema s;
        create table s.p (x int);
        create table d (y int) inherits (s.p);
        create unlogged table u (id serial primary key);
        create table f (a int) with (fillfactor = 70, autovacuum_enabled = false);
        create table r (d date not null, n int) partition by range (d);
        create table r1 partition of r for values from ('2020-01-01') to ('2021-01-01');
        create index on r (n);
        create table l (d text) partition by list (lower(d));
        create table st (a text, b text);
        alter table st alter a set storage external, alter b set statistics 100;
        create statistics sst on a, b from st;
        create table "T b%:x" ("c:d" int, "%e" text default '%s');
        comment on table "T b%:x" is 'A ''comment'' with 100% \\ and :x';
        comment on column "T b%:x"."c:d" is 'col: 5%';
        alter table st replica identity full""",
    "hostile text": r'''
        create table "a""b'c\d" ("x""y" text default '"""', "{{ z }}" text default '${jndi}', "l
ine" text default 'a
b');
        comment on table "a""b'c\d" is E'"""\n{{ x }}\n{% y %} \u202e \x01';
        comment on column "a""b'c\d"."x""y" is '; import os; #';
        alter table "a""b'c\d" add constraint "k""'" check ("x""y" <> '"""\' || ':x %(y)s {z}')''',
}


@pytest.mark.parametrize("topic", CASES)
def test_rebuilds_exactly(topic: str, pg_url: str, pg_url_again: str) -> None:
    check_rebuild(CASES[topic], pg_url, pg_url_again, classes=True)


@pytest.mark.parametrize("topic", ["enums", "foreign keys", "serial"])
def test_rebuilds_exactly_as_tables(topic: str, pg_url: str, pg_url_again: str) -> None:
    check_rebuild(CASES[topic], pg_url, pg_url_again, classes=False)


def check_rebuild(ddl: str, url: str, url_again: str, *, classes: bool) -> None:
    execute(url, ddl)
    schemas = ("public", "s") if "create schema s;" in ddl else None
    catalog = read(url, schemas)
    printed = Printed(catalog, classes=classes)
    execute(url_again, *_environment(ddl))

    rebuilt(printed.source, url_again, ("s",) if schemas else ())

    assert differences(catalog, read(url_again, schemas)) == []


def _environment(ddl: str) -> list[str]:
    """What models are not about: schemas, extensions and collations."""
    words = ("create schema", "create extension", "create collation")
    return [statement for statement in ddl.split(";") if statement.strip().startswith(words)]
