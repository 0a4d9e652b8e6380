-- A bookshop: every basic feature of a relational schema, in thirteen tables and a view.

CREATE TABLE publishers (
    id INTEGER PRIMARY KEY,
    name VARCHAR(120) NOT NULL UNIQUE,
    country CHAR(2) NOT NULL DEFAULT 'GB'
);

CREATE TABLE authors (
    id INTEGER PRIMARY KEY,
    name VARCHAR(100) NOT NULL,
    email VARCHAR(200) UNIQUE,
    born DATE,
    created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX ix_authors_name_lower ON authors (lower(name));

-- One to one: an author has at most one profile.
CREATE TABLE author_profiles (
    author_id INTEGER PRIMARY KEY REFERENCES authors (id) ON DELETE CASCADE,
    bio TEXT,
    website TEXT
);

-- A tree.
CREATE TABLE categories (
    id INTEGER PRIMARY KEY,
    parent_id INTEGER REFERENCES categories (id) ON DELETE SET NULL,
    title VARCHAR(80) NOT NULL,
    UNIQUE (parent_id, title)
);

-- Two foreign keys to one table, an enum by CHECK, a computed column, a partial unique index.
CREATE TABLE books (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    author_id INTEGER NOT NULL REFERENCES authors (id) ON DELETE CASCADE,
    editor_id INTEGER REFERENCES authors (id),
    publisher_id INTEGER REFERENCES publishers (id),
    category_id INTEGER REFERENCES categories (id),
    title TEXT NOT NULL,
    state VARCHAR(10) NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'in print', 'sold out')),
    price NUMERIC(10, 2) NOT NULL CHECK (price >= 0),
    vat NUMERIC(10, 2) GENERATED ALWAYS AS (price * 0.2) STORED,
    isbn VARCHAR(13),
    meta JSON,
    UNIQUE (author_id, title)
);

CREATE INDEX ix_books_category_price ON books (category_id, price DESC);
CREATE UNIQUE INDEX uq_books_isbn_live ON books (isbn) WHERE state <> 'sold out';

CREATE TABLE tags (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

-- Many to many, over a table that is nothing but the link.
CREATE TABLE book_tags (
    book_id INTEGER NOT NULL REFERENCES books (id) ON DELETE CASCADE,
    tag_id INTEGER NOT NULL REFERENCES tags (id),
    PRIMARY KEY (book_id, tag_id)
);

CREATE TABLE customers (
    id INTEGER PRIMARY KEY,
    name VARCHAR(100) NOT NULL,
    email VARCHAR(200) NOT NULL UNIQUE,
    password_hash VARCHAR(200) NOT NULL,
    referred_by INTEGER REFERENCES customers (id)
);

-- A link with columns of its own.
CREATE TABLE reviews (
    book_id INTEGER NOT NULL REFERENCES books (id) ON DELETE CASCADE,
    customer_id INTEGER NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
    stars INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5),
    body TEXT,
    PRIMARY KEY (book_id, customer_id)
);

CREATE TABLE warehouses (
    id INTEGER PRIMARY KEY,
    city VARCHAR(80) NOT NULL
);

-- A composite key ...
CREATE TABLE stock (
    warehouse_id INTEGER NOT NULL REFERENCES warehouses (id),
    book_id INTEGER NOT NULL REFERENCES books (id),
    copies INTEGER NOT NULL DEFAULT 0 CHECK (copies >= 0),
    PRIMARY KEY (warehouse_id, book_id)
) WITHOUT ROWID;

CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    placed_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    note TEXT
);

-- ... and a composite foreign key.
CREATE TABLE order_lines (
    order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
    line INTEGER NOT NULL,
    warehouse_id INTEGER NOT NULL,
    book_id INTEGER NOT NULL,
    quantity INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (order_id, line),
    FOREIGN KEY (warehouse_id, book_id) REFERENCES stock (warehouse_id, book_id)
);

CREATE VIEW bestsellers AS
SELECT books.id AS book_id, books.title, sum(order_lines.quantity) AS sold
FROM books JOIN order_lines ON order_lines.book_id = books.id
GROUP BY books.id, books.title;
