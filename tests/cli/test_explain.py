"""`ormforge explain` tells which rule for every name made one, who gave it, and what a hierarchy is told apart by."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Ormforge
from tests.project import run_script

SCHEMA = """\
CREATE TABLE people (
    id INTEGER PRIMARY KEY, kind VARCHAR(10) NOT NULL,
    state VARCHAR(10) NOT NULL CHECK (state IN ('open', 'paid'))
);
CREATE TABLE employees (id INTEGER PRIMARY KEY REFERENCES people (id));
CREATE TABLE tbl_orders (id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES people (id));
CREATE TABLE genera_v1 (id INTEGER PRIMARY KEY);
"""
START = """\
[database]
url = "sqlite:///shop.db"
[output]
path = "models.py"
"""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A folder with a database of these tables, and a configuration without rules."""
    with sqlite3.connect(tmp_path / "shop.db") as connection:
        connection.executescript(SCHEMA)
    (tmp_path / "ormforge.toml").write_text(START)
    return tmp_path


def explained(ormforge: Ormforge, *arguments: str, environ: dict[str, str] | None = None) -> str:
    done = ormforge(*arguments, environ=environ)
    assert done.code == 0, done.err
    return done.out


def add(folder: Path, rules: str) -> None:
    with (folder / "ormforge.toml").open("a") as file:
        file.write(rules)


BY_TABLE = "      default: the table's name\n      ormforge.toml:"
BY_WORDS = "      default: the words of the foreign key and the tables\n      ormforge.toml:"


@pytest.mark.parametrize(
    ("rules", "key", "told"),
    [
        ("singularize = true", "employees", f"Employee\n{BY_TABLE}6: naming.singularize\n"),
        (
            'strip-prefixes = [\n  "x_",\n  "tbl_",\n]',
            "tbl_orders",
            f"Orders\n{BY_TABLE}8: naming.strip-prefixes[1]\n",
        ),
        (
            'strip-suffixes = ["_v1"]',
            "genera_v1",
            f"Genera\n{BY_TABLE}6: naming.strip-suffixes[0]\n",
        ),
        (
            'strip-suffixes = ["_v1"]\nsingularize = true\n[naming.irregular]\nox = "oxen"\ngenus = "genera"',
            "genera_v1",
            f"Genus\n{BY_TABLE}6: naming.strip-suffixes[0]\n      ormforge.toml:10: naming.irregular.genus\n"
            "      ormforge.toml:7: naming.singularize\n",
        ),
        ('class-prefix = "Db"', "employees", f"DbEmployees\n{BY_TABLE}6: naming.class-prefix\n"),
        ('class-suffix = "Row"', "employees", f"EmployeesRow\n{BY_TABLE}6: naming.class-suffix\n"),
        (
            'strip-prefixes = ["tbl_"]',
            "people.orders",
            f"orders\n{BY_WORDS}6: naming.strip-prefixes[0]\n",
        ),
        (
            'singularize = true\n[naming.irregular]\nhuman = "people"',
            "tbl_orders.person_id",
            "  name: person\n      default: the words of the foreign key and the tables\n  type",
        ),
    ],
    ids=lambda value: value.split(" ")[0] if "=" in value else "",
)  # fmt: skip
def test_the_rules_for_every_name(
    ormforge: Ormforge, shop: Path, rules: str, key: str, told: str
) -> None:
    add(shop, f"[naming]\n{rules}\n")
    assert told in explained(ormforge, "explain", key)


def test_a_rule_that_makes_no_difference_is_not_told(ormforge: Ormforge, shop: Path) -> None:
    add(shop, '[naming]\nsingularize = true\nstrip-prefixes = ["tbl_"]\nirregular.ox = "oxen"\n')
    told = explained(ormforge, "explain", "employees")
    assert told.count("naming.") == told.count("naming.singularize") == 1


def test_the_name_of_a_schema(ormforge: Ormforge, tmp_path: Path, pg_url: str) -> None:
    run_script(
        pg_url,
        "CREATE SCHEMA legacy_crm; CREATE TABLE legacy_crm.users (id int PRIMARY KEY);"
        "CREATE TABLE users (id int PRIMARY KEY);",
    )
    text = START.replace("sqlite:///shop.db", "env:DATABASE_URL")
    text = text.replace("[output]", 'schemas = ["public", "legacy_crm"]\n[output]')
    (tmp_path / "ormforge.toml").write_text(f'{text}[naming.schemas]\nlegacy_crm = "crm"\n')
    told = explained(ormforge, "explain", "legacy_crm.users", environ={"DATABASE_URL": pg_url})
    assert f"  name: CrmUsers\n{BY_TABLE}7: naming.schemas.legacy_crm\n" in told


def test_rules_of_every_place(ormforge: Ormforge, shop: Path) -> None:
    """The file of the project, its profile, the local file and the environment, each told as what it is."""
    add(shop, '[profiles.wide.naming]\nclass-suffix = "Row"\n')
    (shop / "ormforge.local.toml").write_text('\n[naming]\nclass-prefix = "My"\n')
    environ = {"ORMFORGE_NAMING_SINGULARIZE": "true"}
    told = explained(ormforge, "--profile", "wide", "explain", "employees", environ=environ)
    assert told.startswith(
        "table employees\n  name: MyEmployeeRow\n      default: the table's name\n"
        "      ORMFORGE_NAMING_SINGULARIZE: naming.singularize\n"
        "      ormforge.local.toml:3: naming.class-prefix\n"
        "      ormforge.toml:6 (profile wide): naming.class-suffix\n"
    )


def test_rules_of_pyproject(ormforge: Ormforge, shop: Path) -> None:
    text = (shop / "ormforge.toml").read_text().replace("[", "[tool.ormforge.")
    (shop / "ormforge.toml").unlink()
    (shop / "pyproject.toml").write_text(f"{text}[tool.ormforge.naming]\nsingularize = true\n")
    told = explained(ormforge, "--output-format", "json", "explain", "employees")
    assert json.loads(told)["facts"][0]["shaped_by"] == [
        {"rule": "naming.singularize", "source": "pyproject.toml:6"}
    ]


def test_what_a_hierarchy_is_told_apart_by(ormforge: Ormforge, shop: Path) -> None:
    rule = '[[inheritance]]\ntable = "people"\non = "kind"\nidentity = "person"\n'
    add(shop, f'{rule}[inheritance.children]\nemployees = "employee"\n')
    parent = explained(ormforge, "explain", "people")
    assert "  identity column: kind\n      ormforge.toml:7: inheritance[0].on\n" in parent
    assert "  identity: person\n      ormforge.toml:8: inheritance[0].identity\n" in parent
    column = explained(ormforge, "explain", "people.kind")
    assert "which subclass of People a row is\n      ormforge.toml:7: inheritance[0].on\n" in column
    child = explained(ormforge, "explain", "employees")
    by = "      ormforge.toml:10: inheritance[0].children.employees\n"
    assert f"  base: People\n{by}  identity: employee\n{by}" in child
    assert "identity column" not in child


def line_of(folder: Path, text: str) -> int:
    lines = (folder / "models.py").read_text().splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(text))


def test_a_name_that_a_person_gave_and_one_that_is_promised(ormforge: Ormforge, shop: Path) -> None:
    assert ormforge("generate").code == 0
    models = shop / "models.py"
    text = models.read_text().replace("Employees", "Staff")
    models.write_text(
        text.replace(
            "kind: Mapped[str] = mapped_column(", 'sort: Mapped[str] = mapped_column("kind", '
        )
    )
    for reason in ("given by hand", "kept from an earlier run"):
        told = explained(ormforge, "explain", "employees")
        line = line_of(shop, "class Staff")
        assert (
            f"  name: Staff\n      models.py:{line}: {reason}; the rules make it Employees\n"
            in told
        )
        told = explained(ormforge, "explain", "people.kind")
        line = line_of(shop, "    sort:")
        assert f"  name: sort\n      models.py:{line}: {reason}; the rules make it kind\n" in told
        assert ormforge("generate").code == 0


def test_the_place_of_a_name_for_programs(ormforge: Ormforge, shop: Path) -> None:
    assert ormforge("generate").code == 0
    models = shop / "models.py"
    models.write_text(models.read_text().replace("Employees", "Staff"))
    told = explained(ormforge, "--output-format", "json", "explain", "employees")
    fact = json.loads(told)["facts"][0]
    assert fact["source"] == f"models.py:{line_of(shop, 'class Staff')}"
    assert (fact["rule"], fact["shaped_by"]) == (None, [])
