"""What the expressions say rebuilds MariaDB's catalog exactly, one topic a case."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from tests.drafting.printed import Printed, differences, read, rebuilt

CASES = {
    "types": """
        create table t (
          a int, b int unsigned, c int(5) zerofill, d bigint unsigned, e tinyint(1), f tinyint, g tinyint unsigned,
          h mediumint, i smallint unsigned, j varchar(100), k char(3), l text, m longtext, n decimal(10,2), o decimal,
          p decimal(10,3) unsigned, q double, r double(8,2), s float, u float(5,2) zerofill, v double unsigned, w date,
          x datetime, y datetime(6), z timestamp(3) null, aa time, ab time(2), ac year, ad bit, ae bit(7), af blob,
          ag longblob, ah binary(16), ai varbinary(20), aj uuid, ak inet6, al inet4, am point, an json, ao tinyblob,
          ap int invisible, aq text compressed, ar tinytext, au mediumtext, av bool not null default 1, aw integer(3),
          ax geometry, ay int(4) unsigned invisible, az bigint(5)
        )""",
    "enums": r"""
        create table t (
          a enum('draft', 'in print', 'x%', 'it''s', '') not null default 'in print', b set('a', 'b c', '%'),
          c enum('a', 'b') collate utf8mb4_bin, d set('a', 'b') character set latin1, e set('a', ''),
          f enum('back\\slash', 'a:b'), g enum('a') character set latin1 default 'a', h set('x', 'y') default 'x,y',
          i varchar(5) check (i in ('x', 'y')), j varchar(5), constraint k check (j in ('it''s', 'b\\c')), l text check (l in ('a', 'b'))
        )""",
    "collations": """
        create table t (
          a varchar(10) collate utf8mb4_bin, b char(3) character set latin1, c text character set latin1 collate latin1_bin,
          d longtext collate utf8mb4_unicode_ci, e char(5) character set binary, f varchar(10) character set ascii
        ) default charset = utf8mb4 collate = utf8mb4_general_ci;
        create table u (a varchar(10)) default charset = latin1 collate = latin1_german1_ci""",
    "defaults": r"""
        create table t (
          a varchar(20) default 'x', b varchar(20) default 'it''s', c varchar(20) default 'back\\slash', d int default 0,
          e decimal(5,2) default 1.50, f datetime default current_timestamp, g datetime default current_timestamp on update current_timestamp,
          h timestamp null on update current_timestamp, i bit(3) default b'101', j varchar(36) default uuid(),
          k varchar(20) default 'a:b', l varchar(20) default '%s %(x)s', m int default -1, n varchar(5) default '',
          o timestamp not null default '0000-00-00 00:00:00', p text default 'x:y', q int default (1 + 2), r date default '2020-01-01',
          s varchar(20) default concat('a', ':b'), u double default 1e10, v varchar(20) not null, w binary(2) default 'ab',
          x timestamp not null default '0000-00-00 00:00:00' on update current_timestamp, y varchar(20) default 'a\nb"c'
        )""",
    "keys": """
        create table a (x int not null, y int not null, primary key (y, x));
        create table b (id int auto_increment primary key, y int unique, z int, unique key uq_z (z), unique key (y, z));
        create table c (id int primary key, k int auto_increment, key kb (k));
        create table d (a int not null, b int not null auto_increment, primary key (a, b), key kb (b));
        create table e (a text not null, b int not null, primary key (a(20), b));
        create table f (x int unsigned not null primary key);
        create table g (a int not null, b int not null auto_increment, primary key (b, a));
        create table h (a varchar(10) not null, primary key (a) using btree) engine = memory;
        create table i (id bigint unsigned auto_increment primary key) auto_increment = 7;
        create table keyless (a int not null)""",
    "foreign keys": """
        create table p (id int primary key, a int, b int, code varchar(10) unique, unique key ab (a, b));
        create table c1 (id int primary key, foreign key (id) references p (id) on delete cascade);
        create table c2 (a int, b int, constraint fk_ab foreign key (a, b) references p (a, b) on update cascade);
        create table c3 (x int, y int, constraint named foreign key (x) references p (id) on delete set null, key own (y), foreign key (y) references p (id));
        create table self (id int auto_increment primary key, parent int, foreign key (parent) references self (id));
        create table m (id int primary key, n int);
        create table n (id int primary key, constraint n_m foreign key (id) references m (id));
        alter table m add constraint m_n foreign key (n) references n (id);
        create table u (id int unsigned primary key);
        create table v (u int unsigned, code varchar(10), foreign key (u) references u (id), foreign key (code) references p (code))""",
    "checks": """
        create table t (
          a int check (a > 0), b int, c varchar(20) check (c <> 'a%' and c <> ':x'), constraint named check (b > 0),
          check (a < b), d json, e json check (json_length(e) > 0), f longtext check (json_valid(f))
        )""",
    "generated": """
        create table t (
          id int primary key, a int, b int as (a * 2) virtual, c int as (a + 1) stored, d varchar(20) as (concat('x:y%', a)) stored,
          key (b), unique key (c)
        )""",
    "indexes": """
        create table t (
          a varchar(300), b text, c int, d int, e point not null, f varchar(20), `odd: "na%me` int,
          key k1 (a(10), c), key k2 (c desc, d), fulltext key k3 (b), spatial key k4 (e), unique key k5 (f(5)), key k6 (c),
          unique key k7 (c, d desc), key k8 (`odd: "na%me`), key k9 (d) comment 'It''s 100%'
        ) engine = InnoDB;
        create table m (a int, key h (a) using btree, key i (a) using hash) engine = memory;
        alter table t alter index k6 ignored""",
    "table options": """
        create table a (x int) engine = MyISAM checksum = 1 row_format = fixed;
        create table b (x int) engine = InnoDB row_format = compressed key_block_size = 8;
        create table c (x int primary key) engine = Aria page_checksum = 1 transactional = 1;
        create table d (x int) stats_persistent = 1 comment = 'It''s 100% "x" \\\\ :y';
        create table e (x int) page_compressed = 1;
        create table f (id int not null, d date not null comment 'a''b%c', primary key (id, d))
          partition by range (year(d)) (partition p0 values less than (2020), partition p1 values less than maxvalue);
        create table g (id int primary key) partition by hash (id) partitions 4;
        create table `T b%:x` (`c:d` int, `%e` varchar(10), `q``t` int);
        create table s (x int) with system versioning""",
    "sequences": """
        create sequence s1 start 5 increment 3 minvalue 2 maxvalue 100 cache 10 cycle;
        create sequence s2;
        create table t (id int default nextval(s1) primary key, n bigint default (nextval(s2)))""",
    "hostile text": r'''
        create table `a"'b\\c` (`x"y` text default '"""', `{{ z }}` text default '${jndi} \' \\');
        alter table `a"'b\\c` comment = '"""\n{{ x }}\n{% y %} \\x01';
        alter table `a"'b\\c` modify `x"y` text default '"""' comment '\'; import os; #';
        alter table `a"'b\\c` add constraint `k"'` check (`x"y` <> '"""\\\\ :x %(y)s {z}')''',
}


def setup(url: str, topic: str) -> None:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        for statement in CASES[topic].split(";\n"):
            cursor = connection.connection.cursor()
            cursor.execute(statement)
    engine.dispose()


@pytest.mark.parametrize("driver", ["mysql+pymysql", "mariadb+pymysql"])
@pytest.mark.parametrize("topic", CASES)
def test_rebuilds_exactly(topic: str, driver: str, mysql_url: str, mysql_url_again: str) -> None:
    url, url_again = (
        sa.make_url(each).set(drivername=driver).render_as_string(hide_password=False)
        for each in (mysql_url, mysql_url_again)
    )
    setup(url, topic)
    catalog = read(url)

    rebuilt(Printed(catalog).source, url_again)

    assert differences(catalog, read(url_again)) == []
