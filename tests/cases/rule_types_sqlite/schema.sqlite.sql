CREATE TABLE usr (
    id INTEGER PRIMARY KEY, prefs JSON, tags JSON NOT NULL, settings JSON NOT NULL, credit DECIMAL(10, 2) NOT NULL,
    other TEXT
);
