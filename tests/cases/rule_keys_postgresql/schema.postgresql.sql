CREATE TABLE sales (id int PRIMARY KEY, amount numeric(10, 2) NOT NULL);
CREATE TABLE log (at timestamptz NOT NULL, host text NOT NULL, line text);
CREATE TABLE keyless (a int);
CREATE VIEW v_sales AS SELECT id, amount * 2 AS doubled FROM sales;
CREATE VIEW other AS SELECT amount FROM sales;
CREATE MATERIALIZED VIEW v_totals AS SELECT id, sum(amount) AS total FROM sales GROUP BY id;
