"""`[[targets]]`: the project's own outputs, written beside the models and merged as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.project import Project

CONFIG = """\
[database]
url = "env:DATABASE_URL"

[output]
path = "app/models.py"

[naming]
singularize = true

[api]
path = "app/schemas.py"

[templates]
overlays = ["templates"]
"""
REPOSITORY = """\
{% if model %}
# How {{ table.name }} are found.
from {{ target.models }} import {{ model.name }}


class {{ model.name }}Repository:
    def get(self, id: int) -> {{ model.name }}: return {{ model.name }}(id=id)

    def names(self) -> list[str]:
        return {{ model.mapped_columns | map(attribute="name") | list }}
{% endif %}
"""
PAGE = """\
# Tables of {{ schema }}
{% for each in tables %}

## {{ each.table.name }}
{% for column in each.table.columns %}
- {{ column.name }}
{% endfor %}
{% endfor %}
"""
BOTH = """
[[targets]]
template = "repository.py.j2"
path = "app/repositories/{{ table.name }}.py"

[[targets]]
template = "page.md.j2"
path = "docs/{{ schema }}.md"
per = "schema"
"""
TABLES = """\
CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE books (
    id INTEGER PRIMARY KEY, title TEXT NOT NULL, author_id INTEGER NOT NULL REFERENCES authors (id)
);
CREATE TABLE tags (book_id INTEGER, tag TEXT);
"""


@pytest.fixture
def project(tmp_path: Path, sqlite_url: str) -> Project:
    made = Project(tmp_path, sqlite_url)
    made.sql(TABLES)
    made.write("ormforge.toml", CONFIG + BOTH)
    made.write("templates/repository.py.j2", REPOSITORY)
    made.write("templates/page.md.j2", PAGE)
    return made


def generated(project: Project, *arguments: str, code: int = 0) -> str:
    run = project.ormforge("generate", *arguments)
    assert run.code == code, run.err
    return run.err


def present(project: Project) -> set[str]:
    return {
        path.relative_to(project.root).as_posix()
        for folder in ("app", "docs")
        for path in (project.root / folder).rglob("*.*")
    }


def refused(project: Project, targets: str) -> str:
    """What is said of a configuration that is refused; nothing may be written."""
    project.write("ormforge.toml", CONFIG + targets)
    said = generated(project, code=2)
    assert present(project) == set()
    return said


def target(template: str, path: str, more: str = "") -> str:
    return f'[[targets]]\ntemplate = "{template}"\npath = "{path}"\n{more}\n'


def test_files_are_written_per_table_and_per_schema_and_python_is_formatted(
    project: Project,
) -> None:
    generated(project)
    assert present(project) == {
        "app/models.py",
        "app/schemas.py",
        "app/repositories/authors.py",
        "app/repositories/books.py",
        "docs/main.md",
    }, "a text that is blank makes no file"
    text = project.read("app/repositories/books.py")
    assert text.startswith("# How books are found.\nfrom app.models import Book\n")
    assert "    def get(self, id: int) -> Book:\n        return Book(id=id)\n" in text
    assert 'return ["id", "title", "author_id"]' in text
    assert project.read("docs/main.md") == (
        "# Tables of main\n\n## authors\n- id\n- name\n\n"
        "## books\n- id\n- title\n- author_id\n\n## tags\n- book_id\n- tag\n"
    )
    assert "nothing to write" in generated(project)


def test_hand_written_code_survives_a_new_column_and_a_new_template(project: Project) -> None:
    generated(project)
    path = "app/repositories/books.py"
    own = "\n    def cheap(self) -> list[Book]:\n        return []  # for now\n"
    project.write(path, project.read(path) + own)
    page = project.read("docs/main.md")
    region = "<!-- region ormforge:custom why -->\nBooks  are sold.\n<!-- endregion ormforge:custom why -->\n"
    project.write("docs/main.md", page.replace("## books\n", f"## books\n{region}"))
    project.sql("ALTER TABLE books ADD COLUMN price NUMERIC")
    project.write("templates/repository.py.j2", REPOSITORY.replace("found", "looked up"))
    assert "1 method" in generated(project)
    text = project.read(path)
    assert text.startswith("# How books are looked up.\n")
    assert own in text
    listed = project.ormforge("custom", "list").out
    assert "app/repositories/books.py:12: method BookRepository.cheap\n" in listed
    assert "docs/main.md:8: region why\n" in listed
    assert 'return ["id", "title", "author_id", "price"]' in text
    assert f"## books\n{region}- id\n" in project.read("docs/main.md")
    assert "- price\n" in project.read("docs/main.md")
    assert project.ormforge("check").code == 0


def test_a_statement_that_both_have_changed_is_a_conflict_of_that_file_alone(
    project: Project,
) -> None:
    generated(project)
    for table in ("authors", "books"):
        path = f"app/repositories/{table}.py"
        project.write(path, project.read(path).replace("(id=id)", "(id=id + 0)"))
    project.write("templates/repository.py.j2", REPOSITORY.replace("(id=id)", "(id=int(id))"))
    said = generated(project, code=3)
    assert "app/repositories/books.py" in said
    assert "app/repositories/authors.py" in said
    assert "Book(id=id + 0)" in project.read("app/repositories/books.py")
    run = project.ormforge("custom", "resolve", _key("books", "Book"), "--theirs")
    assert run.code == 3, "the other one is open"
    assert "Wrote app/repositories/books.py\n" in run.err
    assert "return Book(id=int(id))" in project.read("app/repositories/books.py")
    assert "Author(id=id + 0)" in project.read("app/repositories/authors.py")


def _key(table: str, model: str) -> str:
    return f"name app/repositories/{table}.py:{model}Repository.get"


def test_a_deletion_in_one_file_is_one_in_that_file_alone(project: Project) -> None:
    generated(project)
    path = "app/repositories/books.py"
    text = project.read(path)
    project.write(path, text[: text.index("\n    def names")])
    project.write("templates/repository.py.j2", REPOSITORY.replace("int)", "int = 0)"))
    generated(project)
    assert "def names" not in project.read(path)
    assert "int = 0" in project.read(path)
    assert "def names" in project.read("app/repositories/authors.py")


def test_a_file_that_was_there_before_is_merged_and_not_overwritten(project: Project) -> None:
    own = "class BookRepository:\n    def mine(self) -> int:\n        return 1\n"
    project.write("app/repositories/books.py", own)
    project.write("docs/main.md", "My own page.\n")
    run = project.ormforge("generate")
    assert run.code in (0, 3), run.err
    text = project.read("app/repositories/books.py")
    assert "    def mine(self) -> int:\n        return 1\n" in text
    assert "def get(self, id: int) -> Book:" in text
    assert project.read("docs/main.md") == "My own page.\n"
    assert run.code == 3
    assert "docs/main.md" in run.err


def test_a_file_whose_table_has_gone_stays_until_it_is_pruned(project: Project) -> None:
    generated(project)
    project.sql("DROP TABLE books")
    assert "app/repositories/books.py: is no longer generated" in generated(project)
    assert "app/repositories/books.py" in present(project)
    generated(project, "--prune")
    assert "app/repositories/books.py" not in present(project)
    assert "app/repositories/authors.py" in present(project)


def test_a_class_written_into_a_file_takes_no_name_from_the_models(project: Project) -> None:
    generated(project)
    path = "app/repositories/books.py"
    project.write(path, project.read(path) + "\n\nclass Shelf:\n    pass\n")
    project.sql("CREATE TABLE shelves (id INTEGER PRIMARY KEY)")
    generated(project)
    assert "class Shelf(Base):" in project.read("app/models.py")
    assert "class Shelf:" in project.read(path)


def test_one_file_for_the_run_takes_the_tables_that_globs_choose(project: Project) -> None:
    project.write(
        "templates/names.txt.j2", "{% for each in tables %}{{ each.table.name }} {% endfor %}"
    )
    chosen = 'per = "run"\ninclude = ["*s"]\nexclude = ["main.tags", "*.tags", "tags", "absent_*"]'
    project.write("ormforge.toml", CONFIG + target("names.txt.j2", "names.txt", chosen))
    said = generated(project)
    assert project.read("names.txt") == "authors books "
    assert "targets[0].exclude[3]: matches nothing" in said


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("app/{{ schema }}.py", "makes app/main.py for the table books (target 1)"),
        ("app/Models.py", "which is the file of the models and API schemas"),
        ("app/{{ tabel.name }}.py", "there is no variable 'tabel' here; did you mean 'table'?"),
        ("app/{{ table.nam }}.py", "Table has no 'nam'; did you mean 'name'?"),
        ("app/{{ vars.x", "unexpected"),
        ("../{{ table.name }}.py", "a path below the project's folder, without '..'"),
        ("{{ '..' }}/{{ table.name }}.py", "a path below the project's folder, without '..'"),
        ("/etc/{{ table.name }}.py", "a path below the project's folder"),
        (".ormforge/{{ table.name }}.py", "ormforge's own folder"),
    ],
)
def test_a_path_that_cannot_be_is_one_clear_error(project: Project, path: str, said: str) -> None:
    found = refused(project, target("repository.py.j2", path))
    assert said in found
    assert found.count("error:") == 1


@pytest.mark.parametrize("name", ["../../outside", "a/../../../b", "a\nb", "a\x7fb", "a\\b"])
def test_the_name_of_a_table_leads_to_no_place_outside(project: Project, name: str) -> None:
    project.sql(f'CREATE TABLE "{name}" (id INTEGER PRIMARY KEY)')
    said = refused(project, target("page.md.j2", "docs/{{ table.name }}.md"))
    assert "ormforge.toml:" in said
    assert "targets[0].path" in said


def test_two_tables_that_differ_in_case_alone_do_not_share_a_file(project: Project) -> None:
    project.sql(
        'CREATE TABLE "a.b" (id INTEGER PRIMARY KEY); CREATE TABLE "A_b" (id INTEGER PRIMARY KEY)'
    )
    path = "docs/{{ table.name | replace('.', '_') }}.md"
    assert "which is the file of the table" in refused(project, target("page.md.j2", path))


def test_a_template_that_is_not_there_is_told_with_the_nearest(project: Project) -> None:
    said = refused(project, target("repositry.py.j2", "app/{{ table.name }}.py"))
    assert "ormforge.toml:16: targets[0].template: there is no template 'repositry.py.j2'" in said
    assert "did you mean 'repository.py.j2'?" in said
    said = refused(project, target("../page.md.j2", "app/{{ table.name }}.py"))
    assert "there is no template '../page.md.j2'" in said


def test_targets_need_a_folder_of_templates(project: Project) -> None:
    project.write("ormforge.toml", CONFIG.partition("[templates]")[0] + BOTH)
    assert "need a folder of templates" in generated(project, code=2)


def test_a_template_that_prints_no_python_is_told_with_its_line(project: Project) -> None:
    broken = REPOSITORY.replace("class {{ model.name }}Repository:", "class {{ table.name }} Repo:")
    project.write("templates/repository.py.j2", broken)
    said = generated(project, code=2)
    line = broken[: broken.index("class {{")].count("\n") + 1
    assert f"templates/repository.py.j2:{line}: printed what is no Python" in said
    assert ": class authors Repo:" in said
    assert present(project) == set()
    kept = ".ormforge/failed/app/repositories/authors.py.txt"
    assert f"The text is kept in {kept}" in said
    assert "class authors Repo:" in project.read(kept)


KEYED = """\
{{ api.key | imports(target.models, "fastapi:APIRouter", "typing:Any", "re", none, target.models ~ ":" ~ item.name) }}


def find({% for key in api.key %}{{ key.name }}: {{ key.annotation }}, {% endfor %}): ...
"""


def test_a_key_is_given_as_parameters_with_their_limits_and_imports(project: Project) -> None:
    project.sql("""\
        CREATE TABLE stays (
            day DATE NOT NULL,
            room INTEGER NOT NULL CHECK (room > 0),
            guest VARCHAR(9) NOT NULL CHECK (length(guest) <= 9),
            state VARCHAR(5) NOT NULL CHECK (state IN ('here', 'gone')),
            PRIMARY KEY (day, room, guest, state)
        );
        CREATE TABLE notes (text TEXT);
    """)
    project.write("templates/keyed.py.j2", KEYED)
    project.write("ormforge.toml", CONFIG + target("keyed.py.j2", "app/by/{{ table.name }}.py"))
    generated(project)
    assert """\
import datetime
import re
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field

from app.models import Stay, StayState


def find(
    day: datetime.date,
    room: Annotated[int, Field(gt=0, le=9223372036854775807)],
    guest: Annotated[str, Field(max_length=9)],
    state: StayState,
): ...
""" in project.read("app/by/stays.py")
    assert "def find(): ..." in project.read("app/by/notes.py"), "a Table has no key"
