"""Columns in an order of a person's own: told, and no difference."""

from __future__ import annotations

from pathlib import Path

from tests.project import Project


def test_columns_that_a_person_has_moved_are_no_difference(tmp_path: Path, sqlite_url: str) -> None:
    project = Project(tmp_path, sqlite_url)
    project.sql(
        "CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, pages INTEGER, isbn TEXT);"
        "CREATE TABLE tags (id INTEGER PRIMARY KEY, label TEXT)"
    )
    config = '[database]\nurl = "env:DATABASE_URL"\n[output]\npath = "models.py"\n'
    project.write("ormforge.toml", config)
    assert project.ormforge("generate").code == 0
    lines = project.read("models.py").split("\n")
    title = next(line for line in lines if line.startswith("    title:"))
    lines.remove(title)
    isbn = next(index for index, line in enumerate(lines) if line.startswith("    isbn:"))
    project.write("models.py", "\n".join([*lines[: isbn + 1], title, *lines[isbn + 1 :]]))
    run = project.ormforge("verify")
    assert run.code == 0, run.out + run.err
    assert "table books: its columns stand in the order of your file." in run.out + run.err
    assert "tags: its columns" not in run.out + run.err
    project.sql("ALTER TABLE tags ADD COLUMN color TEXT")
    assert "column tags.color" in project.ormforge("verify").err


def test_without_a_baseline_nobody_knows_who_has_moved_them(
    tmp_path: Path, sqlite_url: str
) -> None:
    project = Project(tmp_path, sqlite_url)
    project.sql("CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, pages INTEGER)")
    config = '[database]\nurl = "env:DATABASE_URL"\n[output]\npath = "models.py"\n'
    project.write("ormforge.toml", config)
    project.write(
        "models.py",
        "from sqlalchemy import Text, Integer\n"
        "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n\n\n"
        "class Base(DeclarativeBase):\n    pass\n\n\n"
        'class Books(Base):\n    __tablename__ = "books"\n'
        "    id: Mapped[int] = mapped_column(primary_key=True)\n"
        "    pages: Mapped[int | None]\n    title: Mapped[str | None] = mapped_column(Text)\n",
    )
    run = project.ormforge("verify")
    assert run.code == 1
    assert "column order" in run.err
