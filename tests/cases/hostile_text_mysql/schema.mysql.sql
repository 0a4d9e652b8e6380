create table t (
  id int primary key,
  quotes varchar(100) default 'it''s "quoted" """ and ''''''',
  `lines` varchar(100) default 'first\nsecond',
  slashes varchar(100) default 'a\\b\\\\c',
  braces varchar(100) default '{{ 7 * 7 }} {% raise %} {# x #}',
  colons varchar(100) default 'a :b ::c %(d)s %% %s',
  code varchar(100) default '"); import os; os.system("false") #' comment 'ends in a backslash\\',
  kind enum('"""', '''', 'a\\', '{{ 7 * 7 }}', '%s', ':x') comment '"""\n\'\'\' {{ 7 * 7 }} %s :x',
  check (quotes <> 'x''); drop table t; --' and code not like 'a%:b')
) comment='"""\n\'\'\'\\ {{ 7 * 7 }} \\N{DASH} %s :x';
