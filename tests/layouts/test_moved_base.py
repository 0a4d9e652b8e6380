"""A person moves the base of a package, or what else stands beside its tables: it is found, and imports follow."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.merge.shop import CONFIG, Shop, imported, unstamped

SCHEMA = """
create table tags (id integer primary key, name varchar(20) not null, mood text check (mood in ('a', 'b')));
create table links (a integer references tags (id), b integer references tags (id), primary key (a, b));
"""
LATER = (
    "create table zoo (id integer primary key, at point, tag_id integer references tags (id));\n"
)
API = '\n[api]\npath = "app/schemas"\nlayout = "{}"\n'


def generated(tmp_path: Path, layout: str, more: str = "", style: str = "declarative") -> Shop:
    output = f'"app/models"\nlayout = "{layout}"\nstyle = "{style}"'
    config = CONFIG.replace('"models.py"', output) + more
    shop = Shop(tmp_path / "project", f"sqlite:///{tmp_path}/shop.db", schema=SCHEMA, config=config)
    shop.generate()
    shop.write("", "app/__init__.py")
    return shop


def texts(shop: Shop) -> dict[str, str]:
    return {
        path.relative_to(shop.root).as_posix(): unstamped(path.read_text(encoding="utf-8"))
        for path in sorted((shop.root / "app").rglob("*.py"))
    }


def move(shop: Shop, old: str, new: str) -> None:
    (shop.root / old).rename(shop.root / new)


def everywhere(shop: Shop, pattern: str, word: str) -> None:
    for path, text in texts(shop).items():
        shop.write(re.sub(pattern, word, text), path)


def prove(shop: Shop, declares: str = "class Base(DeclarativeBase)") -> dict[str, str]:
    """One base after a migration, which all tables share, and no second run that changes more."""
    shop.migrate((shop.schema, shop.schema + LATER))
    shop.generate()
    after = texts(shop)
    assert "".join(after.values()).count(declares) == 1, after
    shop.generate()
    assert texts(shop) == after
    imported(shop.root, "app.models")
    return after


@pytest.mark.parametrize("layout", ["per-table", "per-schema"])
@pytest.mark.parametrize("edits_imports", [True, False])
def test_a_moved_base_is_found(tmp_path: Path, layout: str, edits_imports: bool) -> None:
    shop = generated(tmp_path, layout)
    move(shop, "app/models/base.py", "app/models/root.py")
    if edits_imports:
        everywhere(shop, r"from \.base ", "from .root ")
    after = prove(shop)
    assert "app/models/base.py" not in after
    assert not any("from .base " in text for text in after.values())
    assert "class Declared" in after["app/models/root.py"]
    assert "from .root import Base as Base" in after["app/models/__init__.py"]


def test_a_moved_base_may_have_another_name(tmp_path: Path) -> None:
    shop = generated(tmp_path, "per-table", style="dataclass")
    move(shop, "app/models/base.py", "app/models/root.py")
    everywhere(shop, r"from \.base ", "from .root ")
    everywhere(shop, r"\bBase\b", "Model")
    after = prove(shop, "class Model(")
    assert "class Zoo(Model" in after["app/models/zoo.py"]


def test_moved_enums_are_found(tmp_path: Path) -> None:
    shop = generated(tmp_path, "per-table")
    move(shop, "app/models/enums.py", "app/models/kinds.py")
    shop.migrate(("'a', 'b'", "'a', 'b', 'c'"))
    after = prove(shop)
    assert 'C = "c"' in after["app/models/kinds.py"]
    assert "app/models/enums.py" not in after


def test_the_base_may_stand_in_the_package_itself(tmp_path: Path) -> None:
    shop = generated(tmp_path, "per-table")
    base = shop.read("app/models/base.py")
    start, end = base.index("class Base"), base.index("class EnumValue")
    imports = "from sqlalchemy.orm import DeclarativeBase\n"
    shop.write(base[:start].replace(imports, "") + base[end:], "app/models/base.py")
    handed_on = re.sub(r"from \.base import Base.*\n", "", shop.read("app/models/__init__.py"))
    shop.write(f"{imports}\n\n{base[start:end]}{handed_on}", "app/models/__init__.py")
    everywhere(shop, r"from \.base import Base, ", "from . import Base\nfrom .base import ")
    everywhere(shop, r"from \.base import Base\n", "from . import Base\n")
    after = prove(shop)
    assert "class Base" in after["app/models/__init__.py"]
    assert "from . import Base" in after["app/models/zoo.py"]


@pytest.mark.parametrize("layout", ["per-table", "single"])
def test_a_base_that_a_person_has_put_elsewhere_stays_there(tmp_path: Path, layout: str) -> None:
    shop = generated(tmp_path, layout) if layout != "single" else one_file(tmp_path)
    place = "app/models.py" if layout == "single" else "app/models/base.py"
    declared = re.search(r"class Base.*?\n    pass\n", shop.read(place), re.DOTALL)
    assert declared is not None
    shop.write(f"from sqlalchemy.orm import DeclarativeBase\n\n\n{declared[0]}", "app/db.py")
    shop.write(shop.read(place).replace(declared[0], "from app.db import Base\n"), place)
    everywhere(shop, r"from \.base import Base\b(?!,| as)", "from app.db import Base")
    prove(shop)


def one_file(tmp_path: Path) -> Shop:
    config = CONFIG.replace('"models.py"', '"app/models.py"')
    shop = Shop(tmp_path / "project", f"sqlite:///{tmp_path}/shop.db", schema=SCHEMA, config=config)
    shop.generate()
    shop.write("", "app/__init__.py")
    return shop


@pytest.mark.parametrize("moved", [False, True])
def test_the_base_of_the_schemas_may_have_another_name_and_place(
    tmp_path: Path, moved: bool
) -> None:
    shop = generated(tmp_path, "per-table", API.format("per-table"))
    everywhere(shop, r"\bSchema\b", "ApiModel")
    if moved:
        move(shop, "app/schemas/base.py", "app/schemas/root.py")
        everywhere(
            shop,
            r"from \.base import (.*ApiModel|Int64|Omit|Value|refuse)",
            r"from .root import \1",
        )
    prove(shop)
    everything = "".join(texts(shop).values())
    assert everything.count("class ApiModel(BaseModel)") == 1
    assert not re.search(r"\bSchema\b", everything)
    imported(shop.root, "app.schemas")


@pytest.mark.parametrize("layout", ["per-table", "single"])
def test_a_metadata_may_have_another_name(tmp_path: Path, layout: str) -> None:
    shop = generated(tmp_path, layout, style="tables") if layout != "single" else one_file(tmp_path)
    if layout == "single":
        shop.edit(
            ('path = "app/models.py"', 'path = "app/models.py"\nstyle = "tables"'),
            path="ormforge.toml",
        )
        (shop.root / "app/models.py").unlink()
        shop.generate()
    everywhere(shop, r"\bmetadata\b", "meta")
    after = prove(shop, "meta = MetaData()")
    assert not any(re.search(r"\bmetadata\b", text) for text in after.values())
