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
