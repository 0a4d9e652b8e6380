"""Hand-written code follows when the layout changes, there and back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.layouts.test_packages import SQLITE, configure, prove, python
from tests.merge.shop import CONFIG, Shop, imported
from tests.project import Project

pytestmark = pytest.mark.slow

HELPERS = '''\
LIMIT = 3  # of a slug


def slugify(text: str) -> str:
    """My helper: Books have slugs."""
    return re.sub(r"\\W+", "-", text)


'''
METHODS = """\
    # the shop wants these
    @property
    def slug(self) -> str:
        return slugify(self.title)[:LIMIT]

    def price(self) -> Decimal:
        return Decimal(1)

"""
FINDER = """

# region ormforge:custom finders
def find_books(session: Session) -> list[Books]:
    return list(session.query(Books))


# endregion ormforge:custom finders
"""


def edited(project: Project) -> None:
    """Edit the generated models in the single layout, as a person would."""
    text = project.read("app/models.py")
    text = text.replace("import enum\n", "import enum\nimport re\n", 1)
    text = text.replace("from typing import", "from decimal import Decimal\nfrom typing import", 1)
    text = text.replace(
        "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship",
        "from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship",
        1,
    )
    text = text.replace("class Authors(Base):", HELPERS + "class Authors(Base):", 1)
    text = text.replace(
        '    author: Mapped["Authors"]', METHODS + '    author: Mapped["Authors"]', 1
    )
    text = text.replace("    NEW = ", "    # fresh\n    NEW = ", 1)
    project.write("app/models.py", text + FINDER)


def all_text(project: Project) -> str:
    return "\n".join(data.decode() for data in project.files().values())


def check(project: Project) -> None:
    text = all_text(project)
    for piece in (HELPERS.strip(), METHODS.rstrip(), FINDER.strip(), "    # fresh\n    NEW = "):
        assert text.count(piece) == 1, piece
    said = python(
        project,
        "import app.models as m\nprint(m.Books(title='a b').slug, m.Books().price(), m.slugify('c d'), m.LIMIT)\n"
        "m.find_books",
    )
    assert said == "a-b 1 c-d 3\n"


def test_from_every_layout_to_every_other(tmp_path: Path, sqlite_url: str) -> None:
    project = Project(tmp_path, sqlite_url)
    project.sql(SQLITE)
    configure(project, "single")
    assert project.ormforge("generate").code == 0
    edited(project)
    for layout in (
        "single",
        "per-table",
        "single",
        "per-schema",
        "per-table",
        "per-schema",
        "single",
    ):
        configure(project, layout)
        run = project.ormforge("generate")
        assert run.code == 0, run.err
        there = {path.split("/")[1] for path in project.files()}
        assert there == ({"models.py"} if layout == "single" else {"models"})
        check(project)
        assert project.ormforge("check").code == 0


def test_a_relative_import_is_seen_from_the_folder_below(tmp_path: Path, sqlite_url: str) -> None:
    project = Project(tmp_path, sqlite_url)
    project.sql(SQLITE)
    project.write("app/__init__.py", "")
    project.write("app/money.py", "def priced(text: str) -> int:\n    return len(text)\n")
    configure(project, "single")
    assert project.ormforge("generate").code == 0
    text = project.read("app/models.py")
    text = text.replace("\n\nclass Base(", "\nfrom .money import priced\n\n\nclass Base(", 1)
    method = "    def price(self) -> int:\n        return priced(self.title)\n\n"
    project.write(
        "app/models.py",
        text.replace('    author: Mapped["Authors"]', method + '    author: Mapped["Authors"]'),
    )
    configure(project, "per-table")
    run = project.ormforge("generate")
    assert run.code == 0, run.err
    assert python(project, "import app.models as m\nprint(m.Books(title='abc').price())") == "3\n"
    configure(project, "single")
    run = project.ormforge("generate")
    assert run.code == 0, run.err
    assert python(project, "import app.models as m\nprint(m.Books(title='abc').price())") == "3\n"


@pytest.fixture
def package(tmp_path: Path, sqlite_url: str) -> Project:
    project = Project(tmp_path, sqlite_url)
    project.sql(SQLITE)
    configure(project, "per-table")
    assert project.ormforge("generate").code == 0
    return project


def test_a_stale_file_stays_until_it_is_pruned(package: Project) -> None:
    package.sql("DROP TABLE enums")
    run = package.ormforge("generate")
    assert run.code == 0, run.err
    assert "app/models/enums_2.py: is no longer generated" in run.err
    assert (package.root / "app/models/enums_2.py").exists()
    assert "Enums" not in package.read("app/models/__init__.py")
    assert package.ormforge("check").code == 0
    run = package.ormforge("generate", "--prune")
    assert run.code == 0, run.err
    assert not (package.root / "app/models/enums_2.py").exists()
    again = package.ormforge("generate")
    assert "no longer generated" not in again.err
    prove(package)


def test_a_file_that_is_pruned_uses_nothing(package: Project) -> None:
    package.sql(
        "CREATE TABLE pages (id INTEGER PRIMARY KEY, book_id INTEGER REFERENCES books (id))"
    )
    assert package.ormforge("generate").code == 0
    package.sql("DROP TABLE pages")
    run = package.ormforge("generate", "--prune")
    assert (run.code, "is gone" in run.err) == (0, False), run.err


def test_tables_that_have_gone_before_are_not_counted_among_those_that_go(package: Project) -> None:
    more = [f"extra_{number}" for number in range(6)]
    package.sql("".join(f"CREATE TABLE {name} (id INTEGER PRIMARY KEY);\n" for name in more))
    assert package.ormforge("generate").code == 0
    for name in more:
        package.sql(f"DROP TABLE {name};")
        run = package.ormforge("generate")
        assert run.code == 0, run.err
        assert f"app/models/{name}.py: is no longer generated" in run.err
    assert package.ormforge("check").code == 0
    package.sql(f"CREATE TABLE {more[0]} (id INTEGER PRIMARY KEY);")
    assert package.ormforge("generate").code == 0
    assert (
        "stale"
        not in json.loads(package.read(".ormforge/lock.json"))["files"][f"app/models/{more[0]}.py"]
    )


def test_a_file_with_hand_written_code_is_never_pruned(package: Project) -> None:
    path = "app/models/enums_2.py"
    mine = package.read(path) + "\n    def mine(self) -> int:\n        return 1\n"
    package.write(path, mine)
    package.sql("DROP TABLE enums")
    run = package.ormforge("generate", "--prune")
    assert "holds hand-written code: it stays" in run.err
    assert package.read(path) == mine
    package.sql("CREATE TABLE enums (id INTEGER PRIMARY KEY, more TEXT)")
    run = package.ormforge("generate")
    assert run.code == 0, run.err
    text = package.read(path)
    assert "more: Mapped[str | None]" in text
    assert "def mine(self)" in text
    prove(package)


def test_a_table_that_returns_has_its_file_as_it_was(package: Project) -> None:
    before = package.files()
    package.sql("DROP TABLE enums")
    assert package.ormforge("generate").code == 0
    package.sql("CREATE TABLE enums (id INTEGER PRIMARY KEY)")
    assert package.ormforge("generate").code == 0
    assert package.files() == before


TYPES = "from sqlalchemy import String\nfrom sqlalchemy.orm import Mapped, mapped_column\nfrom .base import Base\n"
OWN = {
    "__init__.py": "from .base import Base\nfrom .author import Author\nfrom .tag import Tag\n",
    "base.py": "from sqlalchemy.orm import DeclarativeBase\n\n\nclass Base(DeclarativeBase):\n    pass\n",
    "author.py": f"""{TYPES}

class Author(Base):
    __tablename__ = "authors"

    id: Mapped[int] = mapped_column(primary_key=True)

    def hand(self):
        return 1
""",
    "tag.py": f"""{TYPES}

class Tag(Base):
    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(20))
""",
}


@pytest.mark.parametrize("path", ["app/models.py", "app/models/__init__.py", "app/models/all.py"])
@pytest.mark.parametrize("layout", ["per-table", "per-schema"])
@pytest.mark.parametrize("own", [True, False])
def test_from_a_package_of_any_modules_to_one_file(
    tmp_path: Path, path: str, layout: str, own: bool
) -> None:
    config = CONFIG.replace('"models.py"', f'"app/models"\nlayout = "{layout}"')
    shop = Shop(tmp_path / "project", f"sqlite:///{tmp_path}/shop.db", config=config)
    shop.write("", "app/__init__.py")
    for name, text in OWN.items() if own else ():
        shop.write(text, f"app/models/{name}")
    shop.generate()
    imported(shop.root, "app.models")
    (shop.root / "ormforge.toml").write_text(CONFIG.replace("models.py", path))
    shop.generate()
    files = shop.files()
    assert set(files) == {"app/__init__.py", path}
    text = files[path].decode()
    assert text.count("class ") == 4
    assert text.count("    def hand(self):\n        return 1\n") == own
    assert "from ." not in text
    imported(shop.root, path.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    shop.generate()
    assert shop.files() == files
