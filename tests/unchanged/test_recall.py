"""A run that has nothing to do is recognised, and only such a run."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ormforge.config import Loaded, load_config
from ormforge.unchanged import recall, run_fingerprint
from tests.merge.shop import Shop
from tests.project import Project

CONFIG = """\
[database]
url = "env:DATABASE_URL"

[output]
path = "app/models.py"
base = "app.db:Base"

[templates]
overlays = ["overlay"]

[api]
path = "app/schemas.py"
"""
SCHEMA = "create table books (id integer primary key, title varchar(50) not null);"
BASE = "from sqlalchemy.orm import DeclarativeBase\n\n\nclass Base(DeclarativeBase):\n    pass\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a project that is up to date, which the last run has found out, and of its database."""
    folder = tmp_path_factory.mktemp("made")
    project = Project(folder / "project", f"sqlite:///{folder}/test.db")
    project.write("ormforge.toml", CONFIG)
    project.write("app/db.py", BASE)
    project.write("pyproject.toml", "[tool.black]\nline-length = 88\n")
    project.write("overlay/_note.j2", "a\n")
    project.sql(SCHEMA)
    for _ in range(2):
        assert project.ormforge("generate").code == 0
    return folder


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Project:
    """A copy of that project."""
    folder = tmp_path / "copy"
    shutil.copytree(made, folder)
    return Project(folder / "project", f"sqlite:///{folder}/test.db")


def load(project: Project | Shop) -> Loaded:
    environ = {**os.environ, "DATABASE_URL": project.url}
    return load_config(project.root, None, None, {}, environ)


def is_recalled(project: Project | Shop, **options: object) -> bool:
    loaded = load(project)
    found = run_fingerprint(loaded.config, loaded.root, **options)  # type: ignore[arg-type]
    return found is not None and recall(loaded.root, found) is not None


def replace(path: str, old: str, new: str) -> Callable[[Project], None]:
    def change(project: Project) -> None:
        text = project.read(path)
        assert old in text
        project.write(path, text.replace(old, new, 1))

    return change


CHANGES: dict[str, Callable[[Project], None]] = {
    "the database": lambda project: project.sql("alter table books add column pages integer"),
    "the database, back and forth": lambda project: project.sql("create index i on books (title)"),
    "the models": replace("app/models.py", "class Book", "# mine\nclass Book"),
    "the schemas": replace("app/schemas.py", "class Book", "# mine\nclass Book"),
    "a region": replace("app/models.py", "title", "name"),
    "the models, deleted": lambda project: (project.root / "app/models.py").unlink(),
    "the configuration": replace("ormforge.toml", "[api]", "[naming]\nsingularize = true\n[api]"),
    "an overlay": lambda project: project.write("overlay/models.py.j2", "x = 1\n"),
    "a partial of an overlay": replace("overlay/_note.j2", "a", "b"),
    "the settings of black": replace("pyproject.toml", "88", "60"),
    "the base": lambda project: project.write(
        ".ormforge/base/app/models.py.base", project.read(".ormforge/base/app/models.py.base")[:-9]
    ),
    "the lock": lambda project: (project.root / ".ormforge/lock.json").unlink(),
    "the last catalog": lambda project: (project.root / ".ormforge/cache/catalog.json").unlink(),
    "an interrupted run": lambda project: project.write(".ormforge/journal", "{}"),
    "a module that the configuration names": replace("app/db.py", "class Base", "class Basis"),
    "a module beside the models": lambda project: project.write("decimal.py", ""),
}


def test_a_run_with_nothing_to_do_is_recalled(project: Project) -> None:
    assert is_recalled(project)
    again = project.ormforge("check")
    (project.root / ".ormforge/cache/unchanged.json").unlink()
    anew = project.ormforge("check")
    assert (again.code, again.out, again.err) == (anew.code, anew.out, anew.err)
    assert is_recalled(project)


@pytest.mark.parametrize("what", CHANGES)
def test_any_change_is_seen(what: str, project: Project) -> None:
    CHANGES[what](project)
    assert not is_recalled(project)


def test_options_and_sources_are_told_apart(project: Project) -> None:
    assert not is_recalled(project, prune=True)
    assert not is_recalled(project, snapshot=project.root / "catalog.json")
    assert project.ormforge("snapshot", "-o", "catalog.json").code == 0
    assert project.ormforge("check", "--from", "catalog.json").code == 0
    snapshot = project.root / "catalog.json"
    assert is_recalled(project, snapshot=snapshot)
    project.write("catalog.json", project.read("catalog.json").replace('"title"', '"name"'))
    assert not is_recalled(project, snapshot=snapshot)


def test_what_was_told_is_told_again(project: Project) -> None:
    project.sql("create trigger t after insert on books begin select 1; end;")
    replace("app/models.py", "String(50)", "String(60)")(project)
    project.sql("drop table books; create table books (id integer primary key, title varchar(70))")
    assert project.ormforge("generate").code == 3
    first = project.ormforge("generate")
    assert is_recalled(project)
    again = project.ormforge("generate")
    assert first.code == again.code == 3
    assert first.err == again.err
    assert "decision needed" in again.err


def test_a_class_that_was_moved_elsewhere_is_watched_there(project: Project) -> None:
    models = project.read("app/models.py")
    start = models.index("class Book")
    imports = models[: models.index("class Book")]
    project.write("app/books.py", imports + models[start:])
    project.write("app/models.py", imports + "from app.books import Books as Books\n")
    for _ in range(3):
        assert project.ormforge("generate").code == 0
    assert is_recalled(project)
    moved = project.read("app/books.py")
    project.write("app/books.py", moved[: moved.index("class Book")])
    assert not is_recalled(project)
    project.write("app/books.py", moved)
    assert is_recalled(project)


@pytest.mark.parametrize(
    "text",
    ['[naming]\nclass-name = "app.names:name"\n', '[naming]\ncolumn-name = "app.names:name"\n'],
)
def test_code_of_the_project_is_always_run(text: str, project: Project) -> None:
    project.write("ormforge.toml", CONFIG + text)
    loaded = load(project)
    assert run_fingerprint(loaded.config, loaded.root) is None


def test_a_damaged_record_is_no_record(project: Project) -> None:
    for text in ("", "{", "[]", '{"fingerprint": 1}', "null"):
        project.write(".ormforge/cache/unchanged.json", text)
        assert project.ormforge("check").code == 0
        assert is_recalled(project)


def test_nothing_heavy_is_imported(project: Project) -> None:
    heavy = ("libcst", "black", "jinja2", "sqlacodegen_v2", "sqlalchemy", "inflect")
    script = (
        "import sys; sys.argv = ['ormforge', 'check']\n"
        "from ormforge.cli import main\n"
        "try: main()\n"
        f"finally: print([name for name in {heavy!r} if name in sys.modules])"
    )
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=project.root,
        env={**os.environ, "DATABASE_URL": project.url},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


def test_passwords_are_no_part_of_it(tmp_path: Path) -> None:
    project = Project(tmp_path, "postgresql://someone:secret@127.0.0.1:1/none")
    project.write("ormforge.toml", CONFIG)
    project.write("app/db.py", BASE)
    with pytest.raises(Exception, match="127.0.0.1") as failure:
        is_recalled(project)
    assert "secret" not in str(failure.value)


TRIGGER = "create trigger t after insert on books begin select 1;\n end;\n"
LAYOUTS = {
    "one file": CONFIG,
    "a package": CONFIG.replace('"app/models.py"', '"app/models"\nlayout = "per-table"'),
}


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """The same project, run in this process and not generated yet; its database tells of one thing each time."""
    url, schema = f"sqlite:///{tmp_path}/test.db", f"{SCHEMA}\n{TRIGGER}"
    shop = Shop(tmp_path / "project", url, schema=schema, config=CONFIG)
    shop.write(BASE, "app/db.py")
    shop.write("a\n", "overlay/_note.j2")
    return shop


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_run_after_a_writing_one_is_recalled(layout: str, shop: Shop) -> None:
    shop.write(LAYOUTS[layout], "ormforge.toml")
    for column in ("", ", pages integer"):
        shop.migrate(("not null", f"not null{column}"))
        assert "Wrote" in shop.generate().err
        assert is_recalled(shop)
    again = shop.generate()
    (shop.root / ".ormforge/cache/unchanged.json").unlink()
    anew = shop.generate()
    assert (again.code, again.out, again.err) == (anew.code, anew.out, anew.err)
    assert "trigger" in again.err


def test_a_hand_edit_leaves_the_state_as_it_is(shop: Shop) -> None:
    shop.generate()
    before = shop.read(".ormforge/lock.json")
    shop.edit(("    id: Map", "    def own(self): ...\n\n    id: Map"), path="app/models.py")
    assert "Up to date" in shop.generate().err
    assert shop.read(".ormforge/lock.json") == before
    assert is_recalled(shop)


def test_what_is_told_once_is_not_recalled(shop: Shop) -> None:
    shop.generate()
    shop.edit(("    title: Mapped[str] = mapped_column(String(50))\n", ""), path="app/models.py")
    assert "deleted by hand" in shop.generate().err
    assert not is_recalled(shop)
