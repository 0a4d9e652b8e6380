"""Rules that change between two runs: what they name is called otherwise, but for what a person has named."""

from __future__ import annotations

from tests.rules.conftest import START, Make

ALL = '[naming]\nsingularize = true\nstrip-prefixes = ["tbl_"]\nclass-suffix = "Model"\n'
SINGLE = '[naming.tables]\npeople = "Human"\n[naming.columns]\n"people.name" = "full_name"\n'


def test_rules_about_every_class(make: Make) -> None:
    project = make("")
    assert project.ormforge("generate").code == 0
    mine = project.read("models.py").replace("class Products(", "class Goods(")
    mine += "\n\ndef everybody(people: list[People]) -> int:\n    return len(people)\n"
    project.write("models.py", mine.replace('Mapped["Products"]', 'Mapped["Goods"]'))
    assert project.ormforge("generate").code == 0
    project.write("ormforge.toml", f"{START}\n{ALL}")
    changed = project.ormforge("generate")
    assert changed.code == 0, changed.err
    assert "People, which is now PersonModel" in changed.err
    text = project.read("models.py")
    for said in (
        "class PersonModel(",
        "class OrderModel(",
        "class Goods(",
        "class OrderItemModel(",
    ):
        assert said in text
    assert 'Mapped["Goods"]' in text
    assert "def everybody(people: list[People])" in text
    assert project.ormforge("check").code == 0
    project.write("ormforge.toml", START)
    assert project.ormforge("generate").code == 0
    assert "class People(" in project.read("models.py")
    assert "class Goods(" in project.read("models.py")


def test_rules_about_one_table_or_column(make: Make) -> None:
    project = make("")
    assert project.ormforge("generate").code == 0
    project.write(
        "models.py",
        project.read("models.py").replace(
            "    kind: Mapped[str] = mapped_column(",
            '    sort: Mapped[str] = mapped_column("kind", ',
        ),
    )
    assert project.ormforge("generate").code == 0
    project.write("ormforge.toml", f"{START}\n{SINGLE}")
    assert project.ormforge("generate").code == 0
    text = project.read("models.py")
    assert "class Human(Base):" in text
    assert 'full_name: Mapped[str] = mapped_column("name", Text)' in text
    assert "    sort: " in text
    assert project.ormforge("check").code == 0
    assert project.ormforge("verify").code == 0


def test_rules_that_no_run_has_recorded(make: Make) -> None:
    """State from before they were: names stay, which is told once; from then on a change of rules renames."""
    project = make("")
    project.ormforge("generate")
    whole = project.read(".ormforge/lock.json")
    lines = [line for line in whole.splitlines() if '"naming"' not in line]
    project.write(".ormforge/lock.json", "\n".join(lines) + "\n")
    assert project.ormforge("check").err == "Up to date: 1 file, nothing to write\n"
    project.write("ormforge.toml", f"{START}\n{ALL}")
    kept = project.ormforge("generate")
    assert kept.code == 0
    assert "note: kept names that [naming] would not give: Employees (EmployeeModel), " in kept.err
    assert "class People(" in project.read("models.py")
    assert "note" not in project.ormforge("generate").err
    project.write("ormforge.toml", START)
    project.ormforge("generate")
    project.write("ormforge.toml", f"{START}\n{ALL}")
    assert project.ormforge("generate").code == 0
    assert "class PersonModel(" in project.read("models.py")


def test_a_run_records_the_rules_that_none_has(make: Make) -> None:
    project = make("")
    project.ormforge("generate")
    whole = project.read(".ormforge/lock.json")
    lines = [line for line in whole.splitlines(keepends=True) if '"naming"' not in line]
    project.write(".ormforge/lock.json", "".join(lines))
    assert project.ormforge("generate").err == "Up to date: 1 file, nothing to write\n"
    assert project.read(".ormforge/lock.json") == whole
