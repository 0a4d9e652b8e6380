CREATE TABLE authors (
    id INTEGER PRIMARY KEY,
    name VARCHAR(100) NOT NULL,
    born DATE,
    active BOOLEAN NOT NULL DEFAULT 1
);

CREATE TABLE books (
    id INTEGER PRIMARY KEY,
    author_id INTEGER NOT NULL REFERENCES authors (id) ON DELETE CASCADE,
    title VARCHAR(200) NOT NULL,
    pages INTEGER,
    price NUMERIC(8, 2) NOT NULL,
    copy INTEGER -- a name that pydantic has too
);

CREATE TABLE tags (name VARCHAR(30) PRIMARY KEY);

CREATE TABLE book_tags (
    book_id INTEGER NOT NULL REFERENCES books (id) ON DELETE CASCADE,
    tag VARCHAR(30) NOT NULL REFERENCES tags (name) ON DELETE CASCADE,
    PRIMARY KEY (book_id, tag)
);

-- A key of two columns, one of them a date; a name that frameworks have too.
CREATE TABLE sessions (
    day DATE NOT NULL,
    number INTEGER NOT NULL,
    note TEXT,
    PRIMARY KEY (day, number)
);
