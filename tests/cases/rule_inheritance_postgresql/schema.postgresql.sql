CREATE TYPE person_kind AS ENUM ('person', 'employee', 'the boss');
CREATE TABLE people (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, kind person_kind NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE managers (id int PRIMARY KEY REFERENCES people (id), budget int);
CREATE TABLE employees (
    id int PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE, salary int,
    created_at timestamptz NOT NULL DEFAULT now(),
    manager_id int REFERENCES managers (id), mentor_id int REFERENCES employees (id),
    partner_id int REFERENCES people (id)
);
ALTER TABLE people ADD boss_id int REFERENCES managers (id);
CREATE TABLE badges (
    id int PRIMARY KEY, person_id int REFERENCES people (id), employee_id int REFERENCES employees (id)
);
CREATE TABLE things (id int PRIMARY KEY, label text);
CREATE TABLE tools (thing_id int PRIMARY KEY REFERENCES things (id), size int);
