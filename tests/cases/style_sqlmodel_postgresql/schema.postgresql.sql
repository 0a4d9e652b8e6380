-- What every style has to carry: an enum, a domain, a raw type, generated values, a link table, a view, another schema.

CREATE SCHEMA archive;
CREATE TYPE book_state AS ENUM ('draft', 'in print', 'sold out');
CREATE DOMAIN isbn AS varchar(13) CHECK (VALUE ~ '^[0-9X-]+$');
CREATE SEQUENCE receipt_numbers START 100;

CREATE TABLE authors (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name varchar(100) NOT NULL,
    email varchar(200) UNIQUE,
    born date,
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE authors IS 'People who write';

CREATE TABLE author_profiles (
    author_id int PRIMARY KEY REFERENCES authors (id) ON DELETE CASCADE,
    bio text
);

CREATE TABLE books (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    author_id int NOT NULL REFERENCES authors (id) ON DELETE CASCADE,
    editor_id int REFERENCES authors (id),
    title text NOT NULL,
    price numeric(10, 2) NOT NULL CHECK (price >= 0),
    state book_state NOT NULL DEFAULT 'draft',
    isbn isbn,
    meta jsonb,
    pages int4range,
    search tsvector GENERATED ALWAYS AS (to_tsvector('english', title)) STORED,
    UNIQUE (author_id, title)
) WITH (fillfactor = 70);
CREATE INDEX ix_books_title_lower ON books (lower(title));
CREATE UNIQUE INDEX uq_books_isbn_live ON books (isbn) WHERE state <> 'sold out';
ALTER TABLE books ENABLE ROW LEVEL SECURITY;

CREATE TABLE tags (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE
);
CREATE TABLE book_tags (
    book_id int REFERENCES books (id) ON DELETE CASCADE,
    tag_id int REFERENCES tags (id),
    PRIMARY KEY (book_id, tag_id)
);

CREATE TABLE stock (
    warehouse int,
    book_id int REFERENCES books (id),
    copies int NOT NULL DEFAULT 0,
    PRIMARY KEY (warehouse, book_id)
);
CREATE TABLE archive.moves (
    receipt int PRIMARY KEY DEFAULT nextval('receipt_numbers'),
    warehouse int NOT NULL,
    book_id int NOT NULL,
    at timestamp DEFAULT now(),
    FOREIGN KEY (warehouse, book_id) REFERENCES stock (warehouse, book_id)
);
CREATE VIEW bestsellers AS SELECT id, title FROM books;
