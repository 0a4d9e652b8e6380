create type book_state as enum ('draft', 'in print', 'sold out');
create table authors (
  id int generated always as identity primary key,
  name varchar(100) not null,
  email varchar(200) unique,
  born date,
  created_at timestamptz not null default now()
);
comment on table authors is 'People who write';
create table books (
  id int generated always as identity primary key,
  author_id int not null references authors (id) on delete cascade,
  editor_id int references authors (id),
  title text not null,
  price numeric(10,2) not null check (price >= 0),
  state book_state not null default 'draft',
  isbn varchar(13),
  meta jsonb,
  search tsvector generated always as (to_tsvector('english', title)) stored,
  unique (author_id, title)
);
create index ix_books_title_lower on books (lower(title));
create unique index uq_books_isbn_live on books (isbn) where state <> 'sold out';
create table tags (id int generated always as identity primary key, name text not null unique);
create table book_tags (
  book_id int references books (id) on delete cascade,
  tag_id int references tags (id),
  primary key (book_id, tag_id)
);
create table author_profiles (author_id int primary key references authors (id), bio text, website text);
