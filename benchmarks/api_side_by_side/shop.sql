CREATE TYPE book_state AS ENUM ('draft', 'printed', 'sold');
CREATE TABLE authors (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name varchar(100) NOT NULL CHECK (length(name) > 0),
    born date,
    password_hash text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE books (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    author_id bigint NOT NULL REFERENCES authors (id),
    title varchar(200) NOT NULL,
    subtitle varchar(80),
    state book_state NOT NULL DEFAULT 'draft',
    price numeric(8, 2) NOT NULL CHECK (price >= 0),
    vat numeric(8, 2) GENERATED ALWAYS AS (price * 0.07) STORED,
    stock smallint NOT NULL DEFAULT 0 CHECK (stock >= 0),
    tags text[] NOT NULL DEFAULT '{}',
    extra jsonb
);
COMMENT ON COLUMN books.price IS 'In euros.';
INSERT INTO authors (name, password_hash) VALUES ('Ursula', 'x');
INSERT INTO books (id, author_id, title, price) VALUES ('6a2f41a3-c54c-4f0f-9bd2-3e4f7d7d9d10', 1, 'Always Home', 9.5);
