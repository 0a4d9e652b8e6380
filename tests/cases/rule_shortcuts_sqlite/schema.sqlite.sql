CREATE TABLE orders (id INTEGER PRIMARY KEY);
CREATE TABLE products (id INTEGER PRIMARY KEY, title VARCHAR(20) NOT NULL, sa TEXT);
CREATE TABLE order_items (
    order_id INTEGER NOT NULL REFERENCES orders (id), product_id INTEGER NOT NULL REFERENCES products (id),
    amount INTEGER NOT NULL DEFAULT 1, PRIMARY KEY (order_id, product_id)
);
CREATE TABLE teams (id INTEGER PRIMARY KEY);
CREATE TABLE users (id INTEGER PRIMARY KEY, state VARCHAR(5) CHECK (state IN ('on', 'off')));
CREATE TABLE memberships (
    team_id INTEGER NOT NULL REFERENCES teams (id), user_id INTEGER NOT NULL REFERENCES users (id),
    role TEXT, PRIMARY KEY (team_id, user_id)
);
CREATE TABLE relations (
    id INTEGER PRIMARY KEY, one_id INTEGER NOT NULL REFERENCES users (id),
    other_id INTEGER NOT NULL REFERENCES users (id), kind TEXT
);
