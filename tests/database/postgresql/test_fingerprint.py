"""The fingerprint of a PostgreSQL database follows all that its catalog is read from."""

from __future__ import annotations

from ormforge.database import Request, fingerprint, reflect
from ormforge.database.postgresql import fingerprint as hashed
from ormforge.database.postgresql.session import Session
from tests.project import run_script

CHANGES = (
    "create table books (id int primary key, title text)",
    "comment on column books.title is 'why'",
    "alter table books rename column title to name",
    "alter table books alter column name set default 'a'",
    "create index on books (lower(name))",
    "create type mood as enum ('good')",
    "alter type mood add value 'bad'",
    "create sequence s increment 3",
    "create view v as select id from books",
    "create domain d as int check (value > 0)",
    "alter domain d set not null",
    "create statistics st (dependencies) on id, name from books",
    "alter table books enable row level security",
    "create table parts (a int) partition by range (a)",
)


def test_every_query_of_the_reader_is_hashed(pg_url: str, monkeypatch) -> None:
    asked: list[str] = []
    rows = Session.rows
    monkeypatch.setattr(
        Session, "rows", lambda self, query: asked.append(query) or rows(self, query)
    )
    reflect(Request(url=pg_url))
    assert sorted(asked) == sorted(hashed.QUERIES)


def test_every_change_changes_it(pg_url: str) -> None:
    seen = [fingerprint(Request(url=pg_url))]
    for change in CHANGES:
        run_script(pg_url, change)
        seen.append(fingerprint(Request(url=pg_url)))
        assert fingerprint(Request(url=pg_url)) == seen[-1]
    assert None not in seen
    assert len(set(seen)) == len(seen)


def test_what_is_asked_for_is_part_of_it(pg_url: str) -> None:
    one, other = Request(url=pg_url), Request(url=pg_url, exclude=("a*",))
    assert fingerprint(one) != fingerprint(other)
