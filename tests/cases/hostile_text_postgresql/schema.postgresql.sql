create table t (
  id int primary key,
  quotes text default 'it''s "quoted" """ and ''''''',
  lines text default E'first\nsecond\r\nthird\ttab',
  slashes text default 'a\b\\c\n',
  braces text default '{{ 7 * 7 }} {% raise %} {# x #}',
  colons text default 'a :b ::c %(d)s %% %s',
  bidi text default U&'\202Eevil\202C \200B',
  code text default '"); import os; os.system("false") #',
  check (quotes <> 'x''); drop table t; --' and code not like 'a%:b')
);
comment on table t is E'"""\n''''''\n\\ {{ 7 * 7 }} \\N{DASH} \\x41 %s :x\n  """ + evil()';
comment on column t.quotes is E'ends in a quote"';
comment on column t.lines is E'ends in a backslash\\';
comment on column t.bidi is U&'\202Eevil\202C \2028 \0085';
create type mood as enum ('"""', '''', 'a\', E'a\nb', '{{ 7 * 7 }}', '%s', ':x');
create table u (id int primary key, mood mood default '''', check (id in (1, 2)));
do $$ begin execute 'comment on table u is ' || quote_literal(repeat('long ', 2000)); end $$;
