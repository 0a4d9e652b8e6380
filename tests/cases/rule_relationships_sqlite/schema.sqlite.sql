CREATE TABLE tenants (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE customers (no INTEGER PRIMARY KEY, tenant_id INTEGER NOT NULL, name TEXT NOT NULL);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY, tenant_id INTEGER NOT NULL, cust_no INTEGER NOT NULL,
    first_id INTEGER REFERENCES orders (id)
);
CREATE TABLE nodes (
    tree INTEGER NOT NULL, number INTEGER NOT NULL, parent_tree INTEGER, parent_number INTEGER,
    PRIMARY KEY (tree, number)
);
