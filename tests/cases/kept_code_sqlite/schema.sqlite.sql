CREATE TABLE customers (id INTEGER PRIMARY KEY, name VARCHAR(50) NOT NULL, fax TEXT);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    total NUMERIC(8, 2) NOT NULL,
    note TEXT
);
