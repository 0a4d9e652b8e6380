CREATE TABLE t (
  id INTEGER PRIMARY KEY,
  quotes TEXT DEFAULT 'it''s "quoted" """ and ''''''',
  lines TEXT DEFAULT 'first
second',
  slashes TEXT DEFAULT 'a\b\\c\n',
  braces TEXT DEFAULT '{{ 7 * 7 }} {% raise %} {# x #}',
  colons TEXT DEFAULT 'a :b ::c %(d)s %% %s',
  bidi TEXT DEFAULT '‮evil‬',
  code TEXT DEFAULT '"); import os; os.system("false") #',
  kind TEXT CHECK (kind IN ('"""', '''', 'a\', 'a
b', '{{ 7 * 7 }}', '%s', ':x')),
  CHECK (quotes <> 'x''); drop table t; --' AND code NOT LIKE 'a%:b')
);
CREATE TABLE """ + evil() + """ (id INTEGER PRIMARY KEY, "'''" TEXT, "\" TEXT, "{{ x }}" TEXT, "a
b" TEXT);
