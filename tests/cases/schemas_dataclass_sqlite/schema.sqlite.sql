create table authors (
  id integer primary key,
  name varchar(100) not null,
  "json" text
);
create table books (
  id integer primary key,
  author_id integer not null references authors (id),
  title text not null,
  price numeric(10, 2) not null check (price >= 0),
  state text not null default 'new' check (state in ('new', 'old')),
  meta json
);
create table tags (
  id integer primary key,
  name text not null
);
create table book_tags (
  book_id integer not null references books (id),
  tag_id integer not null references tags (id),
  primary key (book_id, tag_id)
);
