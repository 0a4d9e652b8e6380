CREATE TABLE usr_tab (id INTEGER PRIMARY KEY, fname TEXT NOT NULL, "cLast" TEXT);
CREATE TABLE tbl_statuses (id INTEGER PRIMARY KEY, label TEXT NOT NULL);
CREATE TABLE x_legacy (id INTEGER PRIMARY KEY);
CREATE TABLE tbl_orders (
    id INTEGER PRIMARY KEY, usr_id INTEGER NOT NULL REFERENCES usr_tab (id),
    status_id INTEGER REFERENCES tbl_statuses (id),
    state VARCHAR(10) NOT NULL CHECK (state IN ('open', 'paid'))
);
