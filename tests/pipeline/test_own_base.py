"""Models that stand on a base of the project's own, with and without `[output] base`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.merge.shop import CONFIG, Shop, imported

SCHEMA = """\
create table orders (id integer primary key, note varchar(10));
create table more (id integer primary key, order_id integer references orders (id));
create table order_more (
  order_id integer references orders (id), more_id integer references more (id), primary key (order_id, more_id)
);
"""
BASE = "from sqlalchemy.orm import DeclarativeBase\n\n\nclass Base(DeclarativeBase): ...\n"
FLASK = """\
from sqlalchemy.orm import declarative_base


class SQLAlchemy:
    def __init__(self):
        self.Model = declarative_base()


db = SQLAlchemy()
"""
ORDER = """\
from sqlalchemy import Column, Integer, String
{top}

class Order({base}):
    __tablename__ = 'orders'
    id = Column(Integer, primary_key=True)
    note = Column(String(10))
{body}"""
HAND = "\n    def hello(self):\n        return  1\n"
TABLE = """\
from sqlalchemy import Column, Integer, String, Table
{top}
orders = Table('orders', {base}, Column('id', Integer, primary_key=True), Column('note', String(10)))
"""


def project(tmp_path: Path, models: str, *, style: str = "declarative", **files: str) -> Shop:
    output = f'"app/models.py"\nstyle = "{style}"'
    config = CONFIG.replace('"models.py"', output)
    shop = Shop(tmp_path / "project", f"sqlite:///{tmp_path}/shop.db", schema=SCHEMA, config=config)
    for name, text in {"__init__": "", "models": models, **files}.items():
        shop.write(text, f"app/{name}.py")
    return shop


def configure(shop: Shop, base: str) -> None:
    shop.edit(("[output]\n", f'[output]\nbase = "{base}"\n'), path="ormforge.toml")


@pytest.mark.parametrize(
    ("top", "base", "files", "added", "hint"),
    [
        ("from .db import Base\n", "Base", {"db": BASE}, "Base", "app.db:Base"),
        ("import app.db\n", "app.db.Base", {"db": BASE}, "Base", "app.db:Base"),
        ("from app.ext import db\n", "db.Model", {"ext": FLASK}, "db.Model", "app.ext:db.Model"),
        (FLASK, "db.Model", {}, "db.Model", None),
        ("import app.db\n\nModel = app.db.Base\n", "Model", {"db": BASE}, "Model", None),
    ],
)
def test_adopting_goes_on_with_the_base_that_the_classes_have(
    tmp_path: Path, top: str, base: str, files: dict[str, str], added: str, hint: str | None
) -> None:
    shop = project(tmp_path, ORDER.format(top=top, base=base, body=HAND), **files)
    run = shop.ormforge("custom", "adopt")
    assert run.code == 0, run.err
    text = shop.read("app/models.py")
    assert f"class More({added}):" in text
    assert f"{added}.metadata" in text
    assert "(DeclarativeBase)" not in text
    assert HAND in text
    imported(shop.root, "app.models")
    said = re.search(r'Write base = "(.*)" into \[output\]', run.err)
    assert (said and said[1]) == hint
    if said:
        configure(shop, said[1])
    assert shop.generate().err.startswith("Up to date")
    assert shop.read("app/models.py") == text


@pytest.mark.parametrize(
    ("top", "base", "added"),
    [
        ("from app.db import META\n", "META", "META"),
        ("from app.db import Base\n", "Base.metadata", "Base.metadata"),
        ("from sqlalchemy import MetaData\n\nmeta = MetaData()\n", "meta", "meta"),
    ],
)
def test_tables_go_on_with_their_metadata(tmp_path: Path, top: str, base: str, added: str) -> None:
    models = TABLE.format(top=top, base=base)
    shop = project(tmp_path, models, style="tables", db=f"{BASE}\n\nMETA = Base.metadata\n")
    run = shop.ormforge("custom", "adopt")
    assert run.code == 0, run.err
    text = shop.read("app/models.py")
    assert f'more = Table(\n    "more",\n    {added},\n' in text
    assert text.count("MetaData()") == models.count("MetaData()")
    imported(shop.root, "app.models")


@pytest.mark.parametrize(
    "top",
    [
        "from sqlalchemy.orm import declarative_base\n\nModel = declarative_base()\n",
        "from sqlalchemy.ext.automap import automap_base\n\nModel = automap_base()\n",
        "from sqlalchemy.orm import registry\n\nreg = registry()\nModel = reg.generate_base()\n",
        "from sqlalchemy.orm import as_declarative\n\n\n@as_declarative()\nclass Model: ...\n",
        f"{BASE}\n\nclass Mixin: ...\n\n\nclass Model(Mixin, DeclarativeBase): ...\n".replace(
            "\n\nclass Base(DeclarativeBase): ...\n", ""
        ),
    ],
)
def test_a_base_that_the_file_makes_is_known_by_what_makes_it(tmp_path: Path, top: str) -> None:
    shop = project(tmp_path, ORDER.format(top=top, base="Model", body=HAND))
    run = shop.ormforge("custom", "adopt")
    assert run.code == 0, run.err
    text = shop.read("app/models.py")
    assert "class More(Model):" in text
    assert not re.search(r"\bBase\b", text)
    assert "cannot refer" not in run.err
    imported(shop.root, "app.models")


@pytest.mark.parametrize(
    ("top", "base", "remedy"),
    [
        ("from sqlmodel import SQLModel\n", "SQLModel, table=True", 'style = "sqlmodel"'),
        (
            "from sqlalchemy.orm import registry\nreg = registry()\n\n@reg.mapped",
            "",
            "your registry",
        ),
    ],
)
def test_classes_that_cannot_share_a_base_are_told_of(
    tmp_path: Path, top: str, base: str, remedy: str
) -> None:
    shop = project(tmp_path, ORDER.format(top=top, base=base, body=HAND).replace("()", ""))
    run = shop.ormforge("custom", "adopt", "--dry-run")
    assert "they cannot refer to each other" in run.err
    assert remedy in run.err


@pytest.mark.parametrize("hand", [False, True])
@pytest.mark.parametrize("name", ["Base", "Model"])
def test_a_base_that_is_configured_later_takes_the_place_of_the_printed_one(
    tmp_path: Path, name: str, hand: bool
) -> None:
    shop = project(tmp_path, "", db=BASE.replace("Base(", f"{name}("))
    shop.generate()
    if hand:
        shop.edit(
            ("class Base(DeclarativeBase):\n    pass\n", f"class Base(DeclarativeBase):{HAND}"),
            path="app/models.py",
        )
    configure(shop, f"app.db:{name}")
    run = shop.generate(code=3 if hand else 0)
    text = shop.read("app/models.py")
    assert f"class Order({name}):" in text
    assert f"from app.db import {name}" in text
    assert "DeclarativeBase" not in text
    assert (HAND in shop.archived()) == hand
    assert "is gone" not in run.err
    imported(shop.root, "app.models")
    shop.generate()
    assert shop.read("app/models.py") == text


def test_a_project_that_had_two_bases_has_one_when_it_is_configured(tmp_path: Path) -> None:
    models = ORDER.format(top=f"from app.ext import db\n{BASE}\n", base="db.Model", body=HAND)
    more = "\n\nclass More(Base):\n    __tablename__ = 'more'\n    id = Column(Integer, primary_key=True)\n"
    shop = project(tmp_path, models + more, ext=FLASK)
    shop.generate()
    configure(shop, "app.ext:db.Model")
    shop.generate()
    text = shop.read("app/models.py")
    assert "class More(db.Model):" in text
    assert "class Base" not in text
    assert HAND in text
    imported(shop.root, "app.models")


CORE = "{imports}\n\n\nclass {name}({base}):\n    __tablename__ = '{table}'\n    id = Column(Integer, primary_key=True)\n"
PACKAGE = "from .order import Order\nfrom .more import More\n"


@pytest.mark.parametrize("layout", ["per-table", "per-schema"])
@pytest.mark.parametrize(
    ("core", "imported_as", "base"),
    [
        (BASE.replace("Base(", "Model("), "from .core import Model", "Model"),
        (FLASK, "from .core import db", "db.Model"),
    ],
)
def test_a_package_written_by_hand_keeps_its_modules_names_and_base(
    tmp_path: Path, layout: str, core: str, imported_as: str, base: str
) -> None:
    config = CONFIG.replace('"models.py"', f'"app/models"\nlayout = "{layout}"')
    shop = Shop(tmp_path / "project", f"sqlite:///{tmp_path}/shop.db", schema=SCHEMA, config=config)
    imports = f"from sqlalchemy import Column, Integer\n\n{imported_as}"
    files = {"__init__": "", "models/__init__": PACKAGE, "models/core": core}
    for name in ("Order", "More"):
        table = {"Order": "orders", "More": "more"}[name]
        text = CORE.format(imports=imports, name=name, base=base, table=table)
        files[f"models/{name.lower()}"] = text + HAND
    for path, text in files.items():
        shop.write(text, f"app/{path}.py")
    shop.generate()
    shop.migrate(
        (shop.schema, f"{shop.schema}create table zoo (id integer references orders (id));\n")
    )
    shop.generate()
    texts = {path.name: path.read_text() for path in (shop.root / "app/models").glob("*.py")}
    everything = "".join(texts.values())
    assert "orders.py" not in texts
    assert everything.count(HAND) == 2
    assert everything.count("(DeclarativeBase)") == core.count("(DeclarativeBase)")
    assert f"{base}.metadata" in everything
    assert texts["order.py"].count('Mapped[list["More"]]') == 2
    imported(shop.root, "app.models")


def test_a_base_of_the_projects_own_stays_when_everything_is_as_generated(tmp_path: Path) -> None:
    shop = project(tmp_path, "", db=BASE)
    shop.edit(("[naming]", '[api]\npath = "app/schemas.py"\n\n[naming]'), path="ormforge.toml")
    configure(shop, "app.db:Base")
    shop.generate()
    text = shop.read("app/models.py")
    shop.edit(('base = "app.db:Base"\n', ""), path="ormforge.toml")
    assert "the models stand on Base of app.db" in shop.generate().err
    assert shop.read("app/models.py") == text
