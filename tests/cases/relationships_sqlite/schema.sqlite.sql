-- self references, one and many
CREATE TABLE employees (id INTEGER PRIMARY KEY, manager_id INTEGER REFERENCES employees (id), mentor_id INTEGER UNIQUE REFERENCES employees (id));
CREATE TABLE friends (employee_id INTEGER NOT NULL REFERENCES employees (id), friend_id INTEGER NOT NULL REFERENCES employees (id), PRIMARY KEY (employee_id, friend_id));
-- a chain of one-to-ones, a key that is also a foreign key and another foreign key beside it
CREATE TABLE people (id INTEGER PRIMARY KEY);
CREATE TABLE members (id INTEGER PRIMARY KEY REFERENCES people (id), referrer_id INTEGER REFERENCES people (id));
CREATE TABLE trainers (id INTEGER PRIMARY KEY REFERENCES members (id));
-- two tables that point at each other
CREATE TABLE teams (id INTEGER PRIMARY KEY, captain_id INTEGER REFERENCES players (id));
CREATE TABLE players (id INTEGER PRIMARY KEY, team_id INTEGER NOT NULL REFERENCES teams (id));
-- overlapping composite keys
CREATE TABLE tenants (id INTEGER PRIMARY KEY);
CREATE TABLE accounts (tenant_id INTEGER NOT NULL REFERENCES tenants (id), number INTEGER NOT NULL, PRIMARY KEY (tenant_id, number));
CREATE TABLE transfers (
    tenant_id INTEGER NOT NULL REFERENCES tenants (id), id INTEGER NOT NULL, source INTEGER NOT NULL, target INTEGER,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, source) REFERENCES accounts (tenant_id, number),
    FOREIGN KEY (tenant_id, target) REFERENCES accounts (tenant_id, number)
);
-- no primary key, a link with more than the link, a foreign key in another case, one to nowhere
CREATE TABLE log (person_id INTEGER REFERENCES people (id), line TEXT);
CREATE TABLE memberships (person_id INTEGER REFERENCES PEOPLE (ID), team_id INTEGER REFERENCES teams, role TEXT, PRIMARY KEY (person_id, team_id));
CREATE TABLE dangling (id INTEGER PRIMARY KEY, ghost_id INTEGER REFERENCES ghosts (id));
-- one column in two foreign keys
CREATE TABLE badges (id INTEGER PRIMARY KEY, person_id INTEGER REFERENCES people (id) REFERENCES members (id));
