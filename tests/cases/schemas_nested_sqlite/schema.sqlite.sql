create table authors (
  id integer primary key,
  name text not null
);
create table books (
  id integer primary key,
  author_id integer not null references authors (id),
  editor_id integer references authors (id),
  title text not null,
  copy text
);
create table tags (
  code varchar(4) primary key,
  name text not null
);
create table book_tags (
  book_id integer not null references books (id),
  tag_code varchar(4) not null references tags (code),
  primary key (book_id, tag_code)
);
create table nodes (
  id integer primary key,
  parent_id integer references nodes (id)
);
