"""Schemas in packages: hand-written code follows from one layout to another, and no import goes in circles."""

from __future__ import annotations

from pathlib import Path

from tests.project import Project
from tests.warm import run_python

SHOP = """
create table authors (id integer primary key, name text not null);
create table books (
  id integer primary key,
  author_id integer not null references authors (id),
  title varchar(20) not null,
  state text not null check (state in ('new', 'old'))
);
"""
LIMIT = "LIMIT = 3  # words\n\n\n"
VALIDATOR = """\

    # shouting is for no title
    @field_validator("title")
    @classmethod
    def not_loud(cls, value: str) -> str:
        assert len(value.split()) <= LIMIT
        return value.title()
"""
COMPUTED = """\

    # region ormforge:custom label
    @computed_field
    @property
    def label(self) -> str:
        return f"{self.id}: {self.title}"

    # endregion ormforge:custom label
"""
FINDER = """

def shown(book: object) -> str:
    return BookReadNested.model_validate(book).label
"""


def configure(project: Project, layout: str, models: str = "single") -> None:
    folder = ".py" if layout == "single" else ""
    models_folder = ".py" if models == "single" else ""
    project.write(
        "ormforge.toml",
        f"""\
[database]
url = "env:DATABASE_URL"

[output]
path = "app/models{models_folder}"
layout = "{models}"

[naming]
singularize = true

[api]
path = "app/schemas{folder}"
layout = "{layout}"
nested = 1
loading = true
""",
    )


def edit(project: Project) -> None:
    """Edit the schemas in the single layout, as a person would."""
    text = project.read("app/schemas.py")
    text = text.replace("ConfigDict, Field", "ConfigDict, Field, computed_field, field_validator")
    text = text.replace("class AuthorBase(", LIMIT + "class AuthorBase(")
    text = text.replace(
        "    title: str\n    state: BookState\n",
        "    title: str\n    state: BookState\n" + VALIDATOR,
    )
    text = text.replace(
        "class BookRead(BookBase):\n    id: Int64\n",
        "class BookRead(BookBase):\n    id: Int64\n" + COMPUTED,
    )
    project.write("app/schemas.py", text + FINDER)


def check(project: Project) -> None:
    text = "\n".join(data.decode() for data in project.files().values())
    for piece in (LIMIT.strip(), VALIDATOR.strip(), COMPUTED.strip(), FINDER.strip()):
        assert text.count(piece) == 1, (piece, text)
    script = (
        "import app.schemas as s, app.models as m\n"
        "book = m.Book(id=1, author_id=1, title='t', state='new', author=m.Author(id=1, name='A'))\n"
        "print(s.shown(book), s.LIMIT, len(s.book_read_nested_options()))\n"
        "print(s.BookCreate(author_id=1, title='a b', state='new').title)\n"
    )
    done = run_python("-c", script, cwd=project.root)
    assert done.stdout == "1: T 3 1\nA B\n", done.stderr


def test_code_follows_from_every_layout_to_every_other(tmp_path: Path, sqlite_url: str) -> None:
    project = Project(tmp_path, sqlite_url)
    project.sql(SHOP)
    configure(project, "single")
    assert project.ormforge("generate").code == 0
    edit(project)
    for layout, models in (
        ("single", "single"),
        ("per-table", "single"),
        ("per-schema", "per-table"),
        ("per-table", "per-schema"),
        ("single", "single"),
    ):
        configure(project, layout, models)
        run = project.ormforge("generate")
        assert run.code == 0, run.err
        there = {path.split("/")[1] for path in project.files() if "schemas" in path}
        assert there == ({"schemas.py"} if layout == "single" else {"schemas"})
        check(project)
        again = project.ormforge("check")
        assert again.code == 0, again.err


def test_every_module_can_be_imported_first(tmp_path: Path, sqlite_url: str) -> None:
    project = Project(tmp_path, sqlite_url)
    project.sql(SHOP)
    configure(project, "per-table", "per-table")
    assert project.ormforge("generate").code == 0
    modules = [f"app.schemas.{name}" for name in ("authors", "base", "books", "nested")]
    for module in modules:
        done = run_python("-c", f"import {module}", cwd=project.root)
        assert done.returncode == 0, done.stderr


def test_a_module_goes_with_its_table_when_it_is_pruned(tmp_path: Path, sqlite_url: str) -> None:
    project = Project(tmp_path, sqlite_url)
    project.sql(SHOP)
    configure(project, "per-table")
    assert project.ormforge("generate").code == 0
    project.sql("drop table books;")
    run = project.ormforge("generate")
    assert run.code == 0, run.err
    assert "app/schemas/books.py" in project.files()
    run = project.ormforge("generate", "--prune")
    assert run.code == 0, run.err
    assert "app/schemas/books.py" not in project.files()
    done = run_python("-c", "import app.schemas", cwd=project.root)
    assert done.returncode == 0, done.stderr


def test_a_run_over_one_table_leaves_the_schemas_of_the_others(
    tmp_path: Path, sqlite_url: str
) -> None:
    project = Project(tmp_path, sqlite_url)
    project.sql(SHOP)
    configure(project, "per-table", "per-table")
    assert project.ormforge("generate").code == 0
    before = project.files()
    project.sql(
        "alter table books add column pages integer; alter table authors add column born integer;"
        "create table reviews (id integer primary key, book_id integer references books (id));"
    )

    assert project.ormforge("generate", "-t", "books").code == 0
    changed = {path for path, data in project.files().items() if before.get(path) != data}
    assert changed == {"app/models/books.py", "app/schemas/books.py"}
    assert "pages: Int64" in project.read("app/schemas/books.py")

    assert project.ormforge("generate", "-t", "rev*").code == 0
    assert "reviews: list[ReviewRead]" in project.read("app/schemas/nested.py")
    assert project.read("app/schemas/authors.py") == before["app/schemas/authors.py"].decode()

    assert project.ormforge("generate").code == 0
    assert "born: Int64" in project.read("app/schemas/authors.py")
    assert "nothing to write" in project.ormforge("check").err
    script = "import app.schemas as s; print(s.ReviewReadNested.model_fields['book'].annotation)"
    done = run_python("-c", script, cwd=project.root)
    assert "books.BookRead | None" in done.stdout, done.stderr
