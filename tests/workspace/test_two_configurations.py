"""Two configurations in one folder: neither touches what the other has written."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.project import Project


def test_each_keeps_its_own_files_and_what_is_known_of_them(tmp_path: Path) -> None:
    project = Project(tmp_path, "")
    for name in ("one", "two"):
        connection = sqlite3.connect(tmp_path / f"{name}.db")
        connection.execute("CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT)")
        connection.close()
        project.write(
            f"{name}.toml",
            f'[database]\nurl = "sqlite:///{name}.db"\n[output]\npath = "{name}/models.py"\n',
        )
    for name in ("one", "two"):
        assert project.ormforge("-c", f"{name}.toml", "generate").code == 0
    mine = "\n    def mine(self) -> int:\n        return 1\n"
    project.write("one/models.py", project.read("one/models.py") + mine)
    before = project.files()
    for name in ("two", "one", "two"):
        assert project.ormforge("-c", f"{name}.toml", "generate").code == 0
    assert project.files() == before
    with sqlite3.connect(tmp_path / "one.db") as connection:
        connection.execute("ALTER TABLE books ADD COLUMN isbn TEXT")
    run = project.ormforge("-c", "one.toml", "generate")
    assert run.code == 0, run.err
    assert project.read("two/models.py").encode() == before["two/models.py"]
    text = project.read("one/models.py")
    assert mine in text
    assert "isbn: Mapped[str | None]" in text
    for name in ("one", "two"):
        assert project.ormforge("-c", f"{name}.toml", "check").code == 0


def test_another_name_of_the_same_file_takes_its_files_over(tmp_path: Path) -> None:
    project = Project(tmp_path, "")
    sqlite3.connect(tmp_path / "a.db").execute("CREATE TABLE books (id INTEGER PRIMARY KEY)")
    project.write(
        "ormforge.toml", '[database]\nurl = "sqlite:///a.db"\n[output]\npath = "models.py"\n'
    )
    assert project.ormforge("generate").code == 0
    (tmp_path / "ormforge.toml").rename(tmp_path / "other.toml")
    assert project.ormforge("-c", "other.toml", "check").code == 0
    (tmp_path / "pyproject.toml").write_text(
        '[tool.ormforge.database]\nurl = "sqlite:///a.db"\n[tool.ormforge.output]\npath = "models.py"\n'
    )
    assert project.ormforge("check").code == 0
