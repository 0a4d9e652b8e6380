"""Columns that the configuration places elsewhere than the database has them are told, and are no difference."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ormforge.catalog.model import Catalog, Column, ColumnType, Table
from ormforge.pipeline.verification.column_order import as_placed
from tests.project import Project
from tests.verification.projects import findings, verify

DDL = """
create table a (id integer primary key, made_at datetime not null, name text);
create table b (id integer primary key, size integer, made_at datetime not null);
"""
CONFIG = """\
[database]
url = "env:DATABASE_URL"

[output]
path = "models.py"
"""
MIXIN = """
[[mixins]]
use = "own:Made"
when-columns = ["made_at"]
"""
OWN = """\
import datetime
from sqlalchemy.orm import Mapped, mapped_column

class Made:
    made_at: Mapped[datetime.datetime] = mapped_column(sort_order=1)
"""


def test_a_mixin_cannot_stand_in_the_middle_of_every_table(tmp_path: Path, sqlite_url: str) -> None:
    project = Project(tmp_path, sqlite_url)
    project.sql(DDL)
    project.write("own.py", OWN)
    project.write("ormforge.toml", CONFIG + MIXIN)
    assert project.ormforge("generate").code == 0
    run = verify(project)
    assert findings(run, "error") == []
    said = "catalog: table a: its columns stand in the order that the configuration gives them."
    assert [line for line in findings(run, "info") if line.startswith("catalog")] == [said]


def test_required_columns_may_stand_first_when_asked_to(tmp_path: Path, sqlite_url: str) -> None:
    project = Project(tmp_path, sqlite_url)
    project.sql(DDL)
    project.write("ormforge.toml", CONFIG + 'column-order = "required-first"\n')
    assert project.ormforge("generate").code == 0
    assert findings(verify(project), "error") == []


def table(*names: str) -> Table:
    columns = tuple(Column(name=name, type=ColumnType(sql="int"), nullable=True) for name in names)
    return Table(schema=None, name="t", kind="table", columns=columns)


def catalog(*names: str) -> Catalog:
    return Catalog(dialect="sqlite", default_schema=None, tables=(table(*names),))


def test_a_column_that_nobody_placed_has_to_stay() -> None:
    before = catalog("id", "made_at", "name")
    back, moved = as_placed(before, catalog("made_at", "id", "name"), ["made_*"])
    assert back == before
    assert moved == (table("made_at", "id", "name"),)
    for found in (catalog("name", "made_at", "id"), catalog("id", "name"), before):
        assert as_placed(before, found, ["made_*"]) == (found, ())
    other = replace(catalog("made_at", "id", "name"), tables=())
    assert as_placed(before, other, ["*"]) == (other, ())
