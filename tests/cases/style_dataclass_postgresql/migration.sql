ALTER TABLE books ADD COLUMN subtitle text;
ALTER TABLE books DROP COLUMN meta;
ALTER TABLE books ALTER COLUMN price TYPE numeric(12, 3);
ALTER TABLE authors ALTER COLUMN born SET NOT NULL;
ALTER TABLE authors DROP CONSTRAINT authors_email_key;
CREATE TABLE reviews (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    book_id int NOT NULL REFERENCES books (id),
    stars int NOT NULL
);
