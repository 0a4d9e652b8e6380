"""What is generated beside the classes under names that a person has given: functions, types and domains that columns use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.layouts.test_packages import python
from tests.merge.shop import CONFIG, Shop
from tests.project import Project

SCHEMA = """\
create table a (
  id integer primary key, s varchar(5) check (s in ('x', 'y')), w weird
);
"""
MORE = ("w weird", "w weird, v varchar(5) check (v in ('p', 'q')), z weird")
DOMAINS = (
    "create domain positive as integer check (value > 0);\n"
    "create table a (id integer primary key, s positive, p point);\n"
)
MORE_DOMAINS = ("s positive", "s positive, t positive, q point")
LAYOUTS = ['"app.py"', '"app"\nlayout = "per-table"']


def rename(shop: Shop, old: str, how: str) -> None:
    """Rename as an editor does, in every file; or only where it is bound, and let ormforge follow."""
    word = rf'(?<!["\w]){old}\b(?!["\w])'
    bound = rf"(?<=def ){old}\b|(?<=class ){old}\b|^{old}(?= = )"
    for path in shop.root.rglob("*.py"):
        pattern = word if how == "everywhere" else bound
        path.write_text(re.sub(pattern, "own", path.read_text(), flags=re.M))


def follows(shop: Shop, old: str, how: str, more: tuple[str, str]) -> None:
    shop.generate()
    rename(shop, old, how)
    shop.migrate(more)
    run = shop.generate()
    assert "deleted" not in run.err
    files = shop.files()
    text = b"".join(files.values()).decode()
    assert not re.search(rf'(?<!["\w]){old}\b(?!["\w])', text)
    python(Project(shop.root, shop.url), "import app, sqlalchemy.orm as o; o.configure_mappers()")
    shop.generate()
    assert shop.files() == files


@pytest.mark.parametrize("how", ["everywhere", "where it is bound"])
@pytest.mark.parametrize("old", ["enum_values", "Declared"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_renamed_helper_is_followed(tmp_path: Path, layout: str, old: str, how: str) -> None:
    url, config = f"sqlite:///{tmp_path}/shop.db", CONFIG.replace('"models.py"', layout)
    follows(Shop(tmp_path / "project", url, schema=SCHEMA, config=config), old, how, MORE)


@pytest.mark.parametrize("how", ["everywhere", "where it is bound"])
@pytest.mark.parametrize("old", ["Positive", "Raw"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_renamed_domain_is_followed(
    tmp_path: Path, pg_url: str, layout: str, old: str, how: str
) -> None:
    config = CONFIG.replace('"models.py"', layout)
    shop = Shop(tmp_path / "project", pg_url, schema=DOMAINS, config=config)
    follows(shop, old, how, MORE_DOMAINS)
