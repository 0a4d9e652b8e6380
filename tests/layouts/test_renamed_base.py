"""A person gives the printed declarative base another name, and all that is generated says it from then on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.layouts.test_packages import EACH_MODULE_FIRST, configure, python
from tests.merge.shop import CONFIG, Shop, imported
from tests.project import Project

SCHEMA = """
CREATE TABLE authors (id INTEGER PRIMARY KEY);
CREATE TABLE books (id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES authors (id));
CREATE TABLE tags (id INTEGER PRIMARY KEY);
CREATE TABLE book_tags (
    book_id INTEGER NOT NULL REFERENCES books (id), tag_id INTEGER NOT NULL REFERENCES tags (id),
    PRIMARY KEY (book_id, tag_id)
);
"""
MORE = """
CREATE TABLE shelves (id INTEGER PRIMARY KEY);
CREATE TABLE book_shelves (
    book_id INTEGER NOT NULL REFERENCES books (id), shelf_id INTEGER NOT NULL REFERENCES shelves (id),
    PRIMARY KEY (book_id, shelf_id)
);
ALTER TABLE tags ADD COLUMN name TEXT;
"""


def sources(project: Project) -> dict[str, str]:
    return {
        path.relative_to(project.root).as_posix(): path.read_text()
        for path in sorted((project.root / "app").rglob("*.py"))
    }


def rename_base(project: Project, name: str) -> None:
    """Rename `Base` in every file, as an editor does."""
    for path, text in sources(project).items():
        project.write(path, re.sub(r"\bBase\b", name, text))


def generated(tmp_path: Path, url: str, layout: str, style: str) -> Project:
    project = Project(tmp_path, url)
    project.sql(SCHEMA)
    configure(project, layout)
    config = project.read("ormforge.toml")
    project.write("ormforge.toml", f'{config}style = "{style}"\n')
    run = project.ormforge("generate")
    assert run.code == 0, run.err
    return project


def prove_name(project: Project, name: str) -> None:
    """Nothing says `Base`, every module imports first, and a second run changes nothing."""
    for path, text in sources(project).items():
        assert not re.search(r"\bBase\b", text), (path, text)
    said = python(project, f"import app.models as m\nprint(*sorted(m.{name}.metadata.tables))")
    assert said == "authors book_shelves book_tags books shelves tags\n"
    if (project.root / "app/models").is_dir():
        python(project, EACH_MODULE_FIRST)
    assert project.ormforge("check").code == 0


@pytest.mark.parametrize(
    ("layout", "style"),
    [
        ("per-table", "declarative"),
        ("per-schema", "dataclass"),
        ("single", "declarative"),
        ("single", "dataclass"),
    ],
)
def test_a_renamed_base_is_called_so_in_every_module(
    tmp_path: Path, sqlite_url: str, layout: str, style: str
) -> None:
    project = generated(tmp_path, sqlite_url, layout, style)
    rename_base(project, "Model")
    project.sql(MORE)
    run = project.ormforge("generate")
    assert run.code == 0, run.err
    prove_name(project, "Model")
    if layout == "per-table":
        assert "class Shelves(Model):" in project.read("app/models/shelves.py")
        assert "Model.metadata" in project.read("app/models/book_shelves.py")
        assert "from .base import Model as Model" in project.read("app/models/__init__.py")


def test_no_class_takes_the_name_that_the_base_was_given(tmp_path: Path, sqlite_url: str) -> None:
    project = generated(tmp_path, sqlite_url, "per-table", "declarative")
    rename_base(project, "Shelves")
    project.sql(MORE)
    run = project.ormforge("generate")
    assert run.code == 0, run.err
    prove_name(project, "Shelves")


def test_a_base_may_be_called_as_it_was_again(tmp_path: Path, sqlite_url: str) -> None:
    project = generated(tmp_path, sqlite_url, "per-table", "declarative")
    first = sources(project)
    rename_base(project, "Model")
    assert project.ormforge("generate").code == 0
    for path, text in sources(project).items():
        project.write(path, re.sub(r"\bModel\b", "Base", text))
    run = project.ormforge("generate")
    assert run.code == 0, run.err
    assert sources(project) == first


@pytest.mark.parametrize("layout", ["per-schema", "single"])
def test_the_name_of_the_base_stays_in_another_layout(
    tmp_path: Path, sqlite_url: str, layout: str
) -> None:
    project = generated(tmp_path, sqlite_url, "per-table", "declarative")
    rename_base(project, "Model")
    configure(project, layout)
    project.sql(MORE)
    run = project.ormforge("generate")
    assert run.code == 0, run.err
    prove_name(project, "Model")


def test_a_renamed_base_in_a_package_that_is_moved(tmp_path: Path, sqlite_url: str) -> None:
    project = generated(tmp_path, sqlite_url, "per-table", "declarative")
    rename_base(project, "Model")
    (tmp_path / "app/models").rename(tmp_path / "app/orm")
    config = project.read("ormforge.toml")
    project.write("ormforge.toml", config.replace("app/models", "app/orm"))
    assert project.ormforge("generate").code == 0
    project.sql(MORE)
    run = project.ormforge("generate")
    assert run.code == 0, run.err
    assert not (tmp_path / "app/models/base.py").exists()
    assert not any(re.search(r"\bBase\b", text) for text in sources(project).values())
    said = python(project, "import app.orm as m\nprint(len(m.Model.metadata.tables))")
    assert said == "6\n"


def test_an_import_of_a_name_that_its_module_has_not_is_refused(
    tmp_path: Path, sqlite_url: str
) -> None:
    project = generated(tmp_path, sqlite_url, "per-table", "declarative")
    text = project.read("app/models/base.py")
    project.write(
        "app/models/base.py",
        text.replace("class Base(DeclarativeBase):\n    pass\n", "from app.db import Model\n"),
    )
    before = sources(project)
    project.sql(MORE)
    run = project.ormforge("generate")
    assert run.code != 0
    assert "Base" in run.err
    assert sources(project) == before


def test_a_class_renamed_in_every_module_is_no_edit_of_the_others(tmp_path: Path) -> None:
    """A link table becomes a class: nothing that only says the new name of another class is taken for hand-written."""
    config = CONFIG.replace('"models.py"', '"app/models"\nlayout = "per-table"')
    shop = Shop(tmp_path / "project", f"sqlite:///{tmp_path}/shop.db", config=config)
    shop.generate()
    shop.write("", "app/__init__.py")
    for path in (shop.root / "app/models").glob("*.py"):
        path.write_text(re.sub(r"\bTag\b", "Label", path.read_text()))
    shop.migrate(("  primary key (book_id", "  pos integer not null,\n  primary key (book_id"))
    shop.generate()
    imported(shop.root, "app.models")
    assert "book_tags import BookTag" in shop.read("app/models/books.py")
    assert "ormforge: conflict" not in shop.read("app/models/books.py")


@pytest.mark.parametrize("layout", ["per-table", "per-schema"])
@pytest.mark.parametrize(
    ("style", "old", "new"), [("declarative", "Base", "Model"), ("tables", "metadata", "Ground")]
)
@pytest.mark.parametrize("imports", ["from .root", "from .base"])
def test_what_is_renamed_and_moved_is_imported_from_where_it_is(
    tmp_path: Path, sqlite_url: str, layout: str, style: str, old: str, new: str, imports: str
) -> None:
    project = generated(tmp_path, sqlite_url, layout, style)
    for path, text in sources(project).items():
        moved = re.sub(rf"\b{old}\b", new, text).replace("from .base ", f"{imports} ")
        project.write(path.replace("/base.py", "/root.py"), moved)
    (project.root / "app/models/base.py").unlink()
    project.sql(MORE)
    run = project.ormforge("generate")
    assert run.code == 0, run.err
    assert "from .base" not in "".join(sources(project).values())
    python(project, f"import app.models as m\nm.{new}\n{EACH_MODULE_FIRST}")
    assert project.ormforge("check").code == 0
