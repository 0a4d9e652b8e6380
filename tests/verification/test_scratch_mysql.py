"""Where MariaDB's models are rebuilt, for users that may do something, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.verification.conftest import administer
from tests.verification.projects import findings, generated, verify

DDL = """
create table p (id int auto_increment primary key, code varchar(20) not null default 'x' unique) default charset=latin1;
create table c (id int unsigned primary key, p_id int, state enum('a', 'b') default 'a', foreign key (p_id) references p (id));
create sequence s start with 7;
"""
PLACES = "select schema_name from information_schema.schemata where schema_name like 'ormforge\\_verify%%'"


def test_a_database_where_the_user_may_create_one(
    mysql_url: str, mysql_user: Callable[..., str], tmp_path: Path
) -> None:
    """The right that the hint names is enough."""
    project = generated(tmp_path / "p", mysql_url, DDL)
    user = mysql_user("all privileges on `ormforge\\_verify\\_%%`.*")
    run = verify(project, url=user)
    assert findings(run, "error") == []
    assert (
        "create_all: An empty database takes the models: a scratch database beside the source."
        in findings(run, "ok")
    )
    assert administer(mysql_url, PLACES) == []


def test_nowhere(mysql_url: str, mysql_user: Callable[..., str], tmp_path: Path) -> None:
    project = generated(tmp_path / "p", mysql_url, DDL)
    user = mysql_user()
    name = sa.make_url(user).username
    run = verify(project, url=user)
    (error,) = findings(run, "error")
    assert error == f"rebuild: {name}@% may not create a database to rebuild the models in"
    assert f"GRANT ALL PRIVILEGES ON `ormforge\\\\_verify\\\\_%`.* TO '{name}'@'%'" in run.out
    assert "--scratch URL" in run.out
    assert "secret word" not in run.out + run.err


def test_the_database_given_is_emptied_again(
    mysql_url: str, mysql_url_again: str, mysql_user: Callable[..., str], tmp_path: Path
) -> None:
    project = generated(tmp_path / "p", mysql_url, DDL)
    user = mysql_user(f"all privileges on `{sa.make_url(mysql_url_again).database}`.*")
    given = sa.make_url(user).set(database=sa.make_url(mysql_url_again).database)
    for _ in range(2):
        run = verify(project, "--scratch", given.render_as_string(hide_password=False), url=user)
        assert findings(run, "error") == []
        assert "secret word" not in run.out + run.err
        assert administer(mysql_url_again, "show tables") == []


@pytest.mark.parametrize(
    "globs",
    ['include = ["{database}.*"]', 'exclude = ["{database}.other"]', 'schemas = ["{database}"]'],
)
def test_the_name_of_the_database_counts_at_the_source_only(
    globs: str, mysql_url: str, tmp_path: Path
) -> None:
    """In the scratch database, a glob or a schema of the configuration means nothing, or worse: the source itself."""
    project = generated(tmp_path / "p", mysql_url, DDL)
    named = globs.format(database=sa.make_url(mysql_url).database)
    project.write(
        "ormforge.toml", project.read("ormforge.toml").replace("[output]", f"{named}\n\n[output]")
    )
    assert project.ormforge("generate").code == 0
    assert findings(verify(project), "error") == []
    project.write("models.py", project.read("models.py").replace("String(20)", "String(21)"))
    assert any("varchar(21)" in error for error in findings(verify(project), "error"))


def test_a_database_that_is_not_empty_is_refused(mysql_url: str, tmp_path: Path) -> None:
    project = generated(tmp_path / "p", mysql_url, DDL)
    run = verify(project, "--scratch", mysql_url)
    assert any("is not empty" in error for error in findings(run, "error"))
    assert len(administer(mysql_url, "show tables")) == 3


def test_several_databases_are_refused(
    mysql_url: str, mysql_url_again: str, tmp_path: Path
) -> None:
    """Creating their tables would create them in the real ones."""
    ddl = "create table t (id int primary key);\n"
    names = [str(sa.make_url(url).database) for url in (mysql_url, mysql_url_again)]
    administer(mysql_url_again, ddl)
    project = generated(tmp_path / "p", mysql_url, ddl, schemas=tuple(names))
    (error,) = findings(verify(project), "error")
    assert f"tables of other databases ({names[1]})" in error
