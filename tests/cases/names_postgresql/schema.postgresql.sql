create schema "Other Schema";
create table "List" (id serial primary key, "class" text, metadata text, registry text);
create table list (id serial primary key, "List" int references "List" (id));
create table "Other Schema".list (id bigserial primary key, list_id int references public.list (id), "schema" text);
create table "user" (id int primary key, "Group" text, "select" text, "a.b" text, "a""b" text, "a'b" text, "a%b" text, "a:b" text);
create type "Odd Enum" as enum ('', ' ', 'None', 'True', 'a''b', 'a"b', 'a\b', 'a%b', '名前', 'naïve', 'class', '1', 'x y', 'x_y', 'X Y');
create table odd (id int primary key, kind "Odd Enum", kinds "Odd Enum"[], constraint "odd: check %" check (id > 0));
create index "odd: index %" on odd (kind);
create table a_table_name_as_long_as_postgresql_lets_a_name_be_sixty_three_ (
  id int primary key,
  a_column_name_as_long_as_postgresql_lets_a_name_be_sixty_three_b int references "user" (id),
  unique (a_column_name_as_long_as_postgresql_lets_a_name_be_sixty_three_b)
);
