"""Enum classes that people call otherwise, or have written before ormforge came: known by their columns and labels."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest

from tests.merge.play import undone
from tests.merge.shop import CONFIG, Shop, differences, loaded

SCHEMA = """\
create table orders (
  id integer primary key,
  status varchar(10) not null default 'new' check (status in ('new', 'paid'))
);
create table parcels (
  id integer primary key,
  state varchar(10) check (state in ('new', 'paid'))
);
"""
VOID = ("check (status in ('new', 'paid'))", "check (status in ('new', 'paid', 'void'))")
API = '\n[api]\npath = "schemas.py"\n'


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Two tables whose columns take the same values, with API schemas."""
    url = f"sqlite:///{tmp_path}/shop.db"
    return Shop(tmp_path / "project", url, schema=SCHEMA, config=CONFIG + API)


def test_an_enum_renamed_by_hand_is_followed_everywhere(shop: Shop) -> None:
    shop.generate()
    schemas = shop.read("schemas.py")
    mine = shop.edit(("class OrderStatus(", "class Progress("))
    run = shop.generate()
    assert "deleted" not in run.err
    assert differences(mine.replace("OrderStatus", "Progress"), shop.read()) == ""
    imported = schemas.replace("OrderStatus, ParcelState", "ParcelState, Progress")
    assert differences(imported.replace("OrderStatus", "Progress"), shop.read("schemas.py")) == ""
    assert works(shop)["schemas"].OrderRead(id=1, status="new").status.value == "new"
    before, left = shop.schema, shop.read()
    shop.migrate(VOID)
    shop.generate()
    assert '    PAID = "paid"\n    VOID = "void"\n\n\nclass ParcelState' in shop.read()
    undone(shop, before, left)


def test_two_enums_with_the_same_labels_are_told_apart_by_their_columns(shop: Shop) -> None:
    shop.generate()
    text = shop.read()
    mine = text.replace("OrderStatus", "Progress").replace("ParcelState", "Whereabouts")
    shop.write(mine)
    shop.generate()
    assert differences(mine, shop.read()) == ""
    shop.migrate(VOID)
    shop.generate()
    assert 'class Progress(enum.Enum):\n    NEW = "new"\n    PAID = "paid"\n    VOID' in shop.read()
    works(shop)


def test_a_renamed_label_is_followed(shop: Shop) -> None:
    shop.generate()
    shop.edit(('    PAID = "paid"', '    SETTLED = "paid"  # and booked'))
    shop.migrate(VOID)
    run = shop.generate()
    assert "deleted" not in run.err
    assert '    SETTLED = "paid"  # and booked\n    VOID = "void"\n' in shop.read()


@pytest.mark.parametrize("layout", ["per-table", "per-schema"])
def test_in_a_package_it_is_known_by_its_labels(shop: Shop, layout: str) -> None:
    config = CONFIG.replace('"models.py"', f'"models"\nlayout = "{layout}"')
    (shop.root / "ormforge.toml").write_text(config + API, encoding="utf-8")
    shop.generate()
    shop.edit(("class OrderStatus(", "class Progress("), path="models/enums.py")
    shop.generate()
    for path in shop.root.rglob("*.py"):
        assert "OrderStatus" not in path.read_text(encoding="utf-8"), path
    run = shop.generate()
    assert "Up to date" in run.err


WRITTEN = """\
import enum

from sqlalchemy import CheckConstraint, Column, Enum, Integer
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    pass


class Progress(str, enum.Enum):
    new = "new"
    paid = "paid"

    def is_open(self):
        return self is Progress.new


class Orders(Base):
    __tablename__ = "orders"
    __table_args__ = (CheckConstraint("status in ('new', 'paid')"),)

    id = Column(Integer, primary_key=True)
    status = Column(
        Enum(Progress, native_enum=False, length=10, values_callable=lambda e: [m.value for m in e]),
        nullable=False,
        server_default="new",
    )
"""


def test_adopting_an_enum_makes_no_second_one(shop: Shop) -> None:
    shop.write(WRITTEN)
    run = shop.generate()
    text = shop.read()
    assert "OrderStatus" not in text + shop.read("schemas.py")
    for part in WRITTEN.split("\n\n\n")[2:]:
        assert part in text, "what says the same stays"
    assert "Orders.status" not in run.err
    shop.migrate(VOID)
    shop.generate()
    assert '    paid = "paid"\n    VOID = "void"\n\n    def is_open' in shop.read()
    works(shop)


def test_an_enum_whose_names_are_stored_stays_and_gains_no_values(shop: Shop) -> None:
    names = WRITTEN.replace('"new"\n    paid = "paid"', "1\n    paid = 2").replace(
        ", values_callable=lambda e: [m.value for m in e]", ""
    )
    mine = names.replace("(str, enum.Enum)", "(enum.Enum)")
    shop.write(mine)
    run = shop.generate()
    assert "your own Progress takes the place" in run.err
    assert mine[mine.index("class Progress") :] in shop.read()
    assert "OrderStatus" not in shop.read() + shop.read("schemas.py")
    assert "Up to date" in shop.generate().err
    shop.migrate(VOID)
    run = shop.generate()
    assert "has changed; your own code has its place" in run.err
    assert "VOID" not in shop.read()
    works(shop)


def works(shop: Shop) -> Mapping[str, ModuleType]:
    """The models and the schemas, imported."""
    models = ModuleType("models")
    models.__dict__.update(loaded(shop.read()))
    schemas = ModuleType("schemas")
    sys.modules.update(models=models, schemas=schemas)
    try:
        exec(compile(shop.read("schemas.py"), "schemas.py", "exec"), schemas.__dict__)
    finally:
        del sys.modules["models"], sys.modules["schemas"]
    return {"models": models, "schemas": schemas}


def test_one_enum_for_two_columns_stands_for_both(shop: Shop) -> None:
    shop.generate()
    text = shop.read()
    start = text.index("class ParcelState")
    text = text[:start] + text[text.index("def enum_values") :]
    mine = text.replace("ParcelState", "OrderStatus")
    shop.write(mine)
    shop.generate()
    assert differences(mine, shop.read()) == ""
    assert "ParcelState" not in shop.read("schemas.py")
    assert "Up to date" in shop.generate().err
    shop.migrate(VOID, ("(state in ('new', 'paid'))", "(state in ('new', 'paid', 'lost'))"))
    shop.generate()
    assert '    PAID = "paid"\n    VOID = "void"\n    LOST = "lost"\n' in shop.read()
    works(shop)


def test_an_enum_imported_from_elsewhere_is_not_generated(shop: Shop) -> None:
    start, end = WRITTEN.index("class Progress"), WRITTEN.index("class Orders")
    shop.write("import enum\n\n\n" + WRITTEN[start:end].rstrip() + "\n", path="words.py")
    mine = "from words import Progress\n" + WRITTEN[:start] + WRITTEN[end:]
    shop.write(mine)
    run = shop.generate()
    assert "your own Progress takes the place" in run.err
    assert "class Progress" not in shop.read()
    assert "import ParcelState, Progress\n" in shop.read("schemas.py")
    assert "Up to date" in shop.generate().err


def test_an_enum_that_was_deleted_is_imported_nowhere(shop: Shop) -> None:
    shop.generate()
    text = shop.read()
    start, end = text.index("class ParcelState"), text.index("def enum_values")
    column = text[text.index("    state: Mapped[") :]
    shop.write((text[:start] + text[end:]).replace(column, "    state: Mapped[str | None]\n"))
    shop.generate()
    assert '    state: Literal["new", "paid"] | None' in shop.read("schemas.py")
    assert works(shop)["schemas"].ParcelRead(id=1, state="new").state == "new"
    assert "Up to date" in shop.generate().err
    shop.ormforge("custom", "restore", "enum parcels.state")
    shop.generate()
    assert "    state: ParcelState | None" in shop.read("schemas.py")


def test_two_enums_of_the_same_labels_are_renamed_at_once(shop: Shop) -> None:
    shop.generate()
    mine = shop.edit(
        ("class OrderStatus(", "class Progress("), ("class ParcelState(", "class Way(")
    )
    run = shop.generate()
    assert "deleted" not in run.err
    followed = mine.replace("OrderStatus", "Progress").replace("ParcelState", "Way")
    assert differences(followed, shop.read()) == ""
    works(shop)
