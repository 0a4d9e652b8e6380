CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE level AS ENUM ('low', 'high');
CREATE TABLE people (
    id int PRIMARY KEY, now mood NOT NULL DEFAULT 'ok', skill level, skills level[],
    checked varchar(10) CHECK (checked IN ('a', 'b')), other varchar(10) CHECK (other IN ('c', 'd'))
);
CREATE TABLE diary (id int PRIMARY KEY, morning mood, evening mood NOT NULL DEFAULT 'sad');
