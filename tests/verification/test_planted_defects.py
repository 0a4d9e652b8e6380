"""A change of each kind in the models: verify finds it, and names the object."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest

from ormforge.database import Request, reflect
from ormforge.drafting import DraftOptions
from ormforge.pipeline.verification.rebuild import compare_rebuilt
from tests.exact.roundtrip import generated_source, imported
from tests.project import run_script
from tests.verification.projects import findings, generated, verify

SQLITE = """
create table authors (id integer primary key autoincrement, name varchar(50) not null default 'x' unique, note text collate nocase);
create table books (
  id integer not null primary key, author_id integer not null references authors (id) on delete cascade, title text not null,
  price numeric(10, 2) constraint positive check (price >= 0), total numeric generated always as (price * 2) stored,
  unique (author_id, title)
);
create index ix_title on books (title) where price > 1;
create index ix_price on books (price desc);
create table readings (book_id integer references books (id), year integer);
"""
POSTGRESQL = """
create type mood as enum ('sad', 'ok');
create sequence numbers start 5;
create table authors (id int generated always as identity primary key, name varchar(50) not null default 'x', feeling mood, at timestamptz(3));
create table books (
  id int primary key, author_id int references authors on delete cascade deferrable, n bigint default nextval('numbers'),
  span int4range, title text, constraint apart exclude using gist (span with &&), unique nulls not distinct (title)
) with (fillfactor = 70);
create index ix_title on books (lower(title)) include (n);
comment on table books is 'Things to read';
comment on column books.title is 'On the cover';
"""
MARIADB = """
create table authors (id int unsigned auto_increment primary key, name varchar(50) character set latin1 not null, key k (name(10))) engine=InnoDB;
create table books (id int primary key, author_id int unsigned, state enum('a', 'b'), foreign key (author_id) references authors (id) on update cascade);
create table logs (id int primary key) engine=MyISAM;
"""
# what is replaced, by what, and words of an error that must be told: the object's path among them
SQLITE_DEFECTS = {
    "a type": (r"String\(50\)", "String(51)", "authors.name"),
    "a length is lost": (r"String\(50\)", "String()", "authors.name"),
    "not null": (r"title: Mapped\[str\]", "title: Mapped[str | None]", "books.title"),
    "a default": (r'server_default="x"', 'server_default="y"', "authors.name"),
    "a default is lost": (r',\s*server_default="x"', "", "authors.name"),
    "a unique column": (r",\s*unique=True", "", "authors"),
    "a unique constraint": (r'\s*UniqueConstraint\("author_id", "title"\),', "", "books"),
    "a rule of a foreign key": (r',\s*ondelete="CASCADE"', "", "books"),
    "a foreign key": (r'"book_id", ForeignKey\("books.id"\)', '"book_id", Integer', "readings"),
    "a check": (r"price >= 0", "price > 0", "books.positive"),
    "a check is lost": (r'\s*CheckConstraint\([^)]*name="positive"\),', "", "books.positive"),
    "the name of a check": (r'name="positive"', 'name="negative"', "books.positive"),
    "a predicate": (r"price > 1", "price > 2", "books.ix_title"),
    "the order of an index": (r'column\("price"\)\.desc\(\)', '"price"', "books.ix_price"),
    "an index is lost": (r'\s*Index\("ix_price"[^\n]*\),\n', "\n", "books.ix_price"),
    "a collation": (r'collation="nocase"', 'collation="rtrim"', "authors.note"),
    "autoincrement": (r'"sqlite_autoincrement": True', "", "authors"),
    "a generated column": (r"price \* 2", "price * 3", "books.total"),
    "a column is lost": (r"    note: Mapped[^\n]*\n", "", "authors.note"),
    "a column too many": (
        r"(    title: Mapped\[str\])",
        r"    more: Mapped[int]\n\1",
        "books.more",
    ),
    "the name of a column": (r"    note: Mapped", "    notes: Mapped", "authors.note"),
    "the name of a table": (r'__tablename__ = "books"', '__tablename__ = "book"', "books"),
    "a table too many": (
        r"\Z",
        "\n\nclass More(Base):\n    __tablename__ = 'more'\n    id: Mapped[int] = mapped_column(primary_key=True)\n",
        "more",
    ),
}
POSTGRESQL_DEFECTS = {
    "a label of an enum": (r'OK = "ok"', 'OK = "fine"', "mood"),
    "a label of an enum is lost": (r'\n    OK = "ok"', "", "mood"),
    "an option of a sequence": (r"start=5", "start=6", "numbers"),
    "identity": (r"Identity\(always=True\)", "Identity()", "authors.id"),
    "a precision": (r"precision=3", "precision=4", "authors.at"),
    "deferrable": (r",\s*deferrable=True", "", "books"),
    "nulls not distinct": (r",\s*postgresql_nulls_not_distinct=True", "", "books"),
    "an operator": (r'"&&"', '"="', "books.apart"),
    "an expression of an index": (r"lower\(title\)", "upper(title)", "books.ix_title"),
    "a column that an index includes": (r',\s*postgresql_include=\["n"\]', "", "books.ix_title"),
    "a comment of a table": (r"(\"comment\": )\"Things to read\"", r'\1"Things"', "books"),
    "a comment of a column": (r'comment="On the cover"', 'comment="Inside"', "books.title"),
    "a storage parameter": (r"fillfactor=70", "fillfactor=80", "books"),
    "a column that draws on a sequence": (r"nextval\('numbers'\)", "7", "books.n"),
}
MARIADB_DEFECTS = {
    "unsigned": (
        r"id: Mapped\[int\] = mapped_column\(INTEGER\(unsigned=True\), ",
        "id: Mapped[int] = mapped_column(",
        "authors.id",
    ),
    "a collation": (r"latin1_swedish_ci", "latin1_bin", "authors.name"),
    "a prefix of an index": (r'"name": 10', '"name": 11', "authors.k"),
    "a label of an enum": (r'B = "b"', 'B = "c"', "books.state"),
    "a rule of a foreign key": (r',\s*onupdate="CASCADE"', "", "books"),
    "an engine": (r'"mysql_engine": "MyISAM"', '"mysql_engine": "Aria"', "logs"),
}


BROKEN = {
    "a module that does not import": (r"^import|^from", "import nowhere\n\\g<0>", "import: "),
    "a mapper that does not configure": (
        r'back_populates="\w+"',
        'back_populates="nowhere"',
        "mappers: ",
    ),
}


def planted(source: str, defect: tuple[str, str, str]) -> str:
    """The models with the defect in them."""
    pattern, replacement, _ = defect
    after = re.sub(pattern, replacement, source, count=1, flags=re.M)
    assert after != source, f"{pattern} is not in the models:\n{source}"
    return after


def assert_found(url: str, ddl: str, defect: tuple[str, str, str]) -> None:
    run_script(url, ddl)
    request = Request(url=url)
    source = generated_source(reflect(request), DraftOptions())
    with imported(source) as module:
        assert errors_of(module, request) == []
    with imported(planted(source, defect)) as module:
        errors = errors_of(module, request)
    assert any(defect[2] in error for error in errors), errors


def errors_of(module: ModuleType, request: Request) -> list[str]:
    """What is wrong with the models of the module."""
    found = compare_rebuilt(module.Base.metadata, request, None)
    return [finding.message for finding in found if finding.severity == "error"]


@pytest.mark.parametrize("defect", SQLITE_DEFECTS)
def test_sqlite(defect: str, sqlite_url: str) -> None:
    assert_found(sqlite_url, SQLITE, SQLITE_DEFECTS[defect])


@pytest.mark.parametrize("defect", POSTGRESQL_DEFECTS)
def test_postgresql(defect: str, pg_url: str) -> None:
    assert_found(pg_url, POSTGRESQL, POSTGRESQL_DEFECTS[defect])


@pytest.mark.parametrize("defect", MARIADB_DEFECTS)
def test_mariadb(defect: str, mysql_url: str) -> None:
    assert_found(mysql_url, MARIADB, MARIADB_DEFECTS[defect])


@pytest.mark.parametrize("defect", BROKEN)
def test_models_that_do_not_work_at_all(defect: str, sqlite_url: str, tmp_path: Path) -> None:
    project = generated(tmp_path / "p", sqlite_url, SQLITE)
    project.write("models.py", planted(project.read("models.py"), BROKEN[defect]))
    run = verify(project)
    assert run.code == 1
    (error,) = findings(run, "error")
    assert error.startswith(BROKEN[defect][2])
