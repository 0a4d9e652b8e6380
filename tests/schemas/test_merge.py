"""Hand-written code in schemas outlives migrations, renames and changes of names, through the command line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.project import Project
from tests.warm import run_python

CONFIG = """\
[database]
url = "env:DATABASE_URL"

[output]
path = "models.py"

[naming]
singularize = true

[api]
path = "schemas.py"
nested = 1
"""
AUTHORS = "create table authors (id integer primary key, name varchar(40) not null);\n"
BOOKS = """\
create table books (
  id integer primary key,
  author_id integer not null references authors (id),
  {title} varchar({length}) not null,
  price numeric(10, 2) not null,
  pages integer{more}
);
"""
EDITS = [
    (
        "from pydantic import BaseModel, ",
        "from pydantic import BaseModel, computed_field, field_validator, ",
    ),
    (
        "ConfigDict(\n        from_attributes=True,",
        'ConfigDict(\n        extra="forbid",\n        from_attributes=True,',
    ),
    (
        "class AuthorRead(AuthorBase):\n",
        'class AuthorRead(AuthorBase):\n    """Who wrote it, as shown."""\n\n',
    ),
    (
        "    title: str\n    price: Decimal\n",
        """\
    title: str
    price: Decimal

    @field_validator("price")
    @classmethod
    def in_cents(cls, value: Decimal) -> Decimal:  # never fractions
        return value.quantize(Decimal("0.01"))

""",
    ),
    (
        "class BookRead(BookBase):\n    id: Int64\n",
        """\
class BookRead(BookBase):
    id: Int64
    note: str = "-"  # set by the route

    # region ormforge:custom label
    @computed_field
    @property
    def label(self) -> str:
        return f"{self.id}: {self.price}"

    # endregion ormforge:custom label
""",
    ),
    (
        "class BookUpdate(Schema):\n",
        "class BookUpdate(Schema):\n    # no change without a reason\n    reason: str\n",
    ),
]
KEPT = [
    'extra="forbid"',
    '"""Who wrote it, as shown."""',
    "    def in_cents(cls, value: Decimal) -> Decimal:  # never fractions\n",
    '    note: str = "-"  # set by the route\n',
    "    # region ormforge:custom label\n    @computed_field\n    @property\n    def label(",
    "    # no change without a reason\n    reason: str\n",
]


@pytest.fixture
def project(tmp_path: Path, sqlite_url: str) -> Project:
    """A project whose schemas a person has edited."""
    made = Project(tmp_path, sqlite_url)
    made.write("ormforge.toml", CONFIG)
    made.sql(AUTHORS + BOOKS.format(title="title", length=20, more=""))
    assert made.ormforge("generate").code == 0
    edit(made, *EDITS)
    return made


def edit(project: Project, *edits: tuple[str, str]) -> None:
    text = project.read("schemas.py")
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    project.write("schemas.py", text)


def migrate(project: Project, **books: str) -> None:
    values = {"title": "title", "length": "20", "more": ""} | books
    project.sql("drop table books;\n" + BOOKS.format(**values))


def generate(project: Project, code: int = 0) -> str:
    run = project.ormforge("generate")
    assert run.code == code, run.err
    text = project.read("schemas.py")
    for piece in KEPT:
        assert text.count(piece) == 1, (piece, text)
    assert project.ormforge("check").code == code
    return run.err


def run(project: Project, script: str) -> str:
    done = run_python("-c", script, cwd=project.root)
    return done.stdout or done.stderr


READ = (
    "import schemas as s\n"
    "print(s.{0}Read(id=1, author_id=1, price='1', {1}='T').label, list(s.{0}Read.model_fields))"
)


def test_a_new_column_comes_beside_hand_written_members(project: Project) -> None:
    migrate(project, more=",\n  isbn varchar(13)")
    generate(project)
    said = run(project, READ.format("Book", "title"))
    assert said == "1: 1.00 ['author_id', 'title', 'price', 'pages', 'isbn', 'id', 'note']\n"


def test_a_renamed_column_is_followed(project: Project) -> None:
    migrate(project, title="headline")
    assert project.ormforge("rename", "column", "books.title", "headline").code == 0
    generate(project)
    said = run(project, READ.format("Book", "title"))
    assert said == "1: 1.00 ['author_id', 'title', 'price', 'pages', 'id', 'note']\n"
    assert "headline" in project.read("models.py")


def test_the_schemas_of_a_renamed_class_are_followed(project: Project) -> None:
    models = project.read("models.py").replace("class Book(", "class Volume(")
    project.write("models.py", models.replace('"Book"', '"Volume"'))
    generate(project)
    text = project.read("schemas.py")
    assert "Book" not in text.replace("books", "")
    assert "class VolumeReadNested(VolumeRead):" in text
    said = run(project, READ.format("Volume", "title"))
    assert said == "1: 1.00 ['author_id', 'title', 'price', 'pages', 'id', 'note']\n"


def test_new_names_are_followed(project: Project) -> None:
    project.write("ormforge.toml", CONFIG + 'names = { read = "{model}Out" }\n')
    generate(project)
    text = project.read("schemas.py")
    assert "class BookOut(BookBase):\n    id: Int64\n    note: str" in text
    assert "author: AuthorOut" in text
    assert "Read" not in text


def test_a_field_changed_by_hand_stays_and_is_told_when_its_column_changes(
    project: Project,
) -> None:
    edit(
        project,
        (
            "class BookCreate(BookBase):\n    title: str = Field(max_length=20)\n",
            "class BookCreate(BookBase):\n    title: str = Field(max_length=15)  # the label is small\n",
        ),
    )
    assert "title" not in generate(project)
    migrate(project, length="30")
    told = generate(project, code=3)
    assert "field books.create.title was changed both by hand and in the database" in told
    assert "    title: str = Field(max_length=15)  # the label is small\n" in project.read(
        "schemas.py"
    )


def test_a_field_replaced_by_another_type_stays_when_the_type_changes(project: Project) -> None:
    edit(
        project,
        (
            "    pages: Int64 | None = None\n\n\nclass BookCreate",
            "    pages: str | None = None\n\n\nclass BookCreate",
        ),
    )
    project.sql(
        "drop table books;\n"
        + BOOKS.format(title="title", length=20, more="").replace("pages integer", "pages date")
    )
    told = generate(project, code=3)
    assert "field books.base.pages was changed both by hand and in the database" in told
    assert "    pages: str | None = None\n" in project.read("schemas.py")


def test_a_column_that_goes_takes_its_fields_along(project: Project) -> None:
    project.sql("alter table books drop column pages;")
    generate(project)
    assert "pages" not in project.read("schemas.py")


def test_a_table_that_goes_leaves_its_hand_written_schemas_in_the_archive(
    project: Project,
) -> None:
    project.sql("drop table books;")
    run = project.ormforge("generate")
    assert run.code == 3, run.err
    kept = "".join(
        p.read_text() for p in (project.root / ".ormforge/orphans").rglob("*") if p.is_file()
    )
    kept += project.read("schemas.py")
    for piece in ("def in_cents", 'note: str = "-"', "def label(", "reason: str"):
        assert piece in kept, kept


def test_classes_that_are_renamed_by_hand_are_kept_up_to_date(
    tmp_path: Path, sqlite_url: str
) -> None:
    project = Project(tmp_path, sqlite_url)
    project.write("ormforge.toml", CONFIG)
    books = BOOKS.format(title="title", length=100, more="")
    project.sql(AUTHORS + books)
    assert project.ormforge("generate").code == 0
    text = project.read("schemas.py")
    for old, new in {
        "BookBase": "AnyBook",
        "BookCreate": "NewBook",
        "AuthorRead": "Writer",
    }.items():
        text = text.replace(old, new)
    project.write("schemas.py", text)
    done = project.ormforge("generate")
    assert (done.code, "deleted" in done.err) == (0, False), done.err
    assert project.read("schemas.py") == text
    more = "create table prints (id integer primary key, book_id integer references books (id));\n"
    renewed = BOOKS.format(title="title", length=120, more=", isbn text")
    for migration in (f"drop table books; {renewed}", more):
        project.sql(migration)
        done = project.ormforge("generate")
        assert (done.code, "deleted" in done.err) == (0, False), done.err
    text = project.read("schemas.py")
    assert text.count("max_length=120") == 2
    assert text.count("isbn: str | None = None") == 2
    assert not {"BookBase", "BookCreate", "AuthorRead"} & {*re.findall(r"\w+", text)}
    assert run_python("-c", "import schemas; schemas.NewBook", cwd=tmp_path).returncode == 0
    assert project.ormforge("check").code == 0
