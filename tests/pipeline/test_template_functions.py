"""`[templates] filters` and `tests`: functions of the project for its templates."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.project import Project

CONFIG = """\
[database]
url = "env:DATABASE_URL"
[output]
path = "models.py"
[templates]
overlays = ["templates"]
filters = ["app.templating:filters", "app.templating:shout"]
tests = ["app.templating:audited"]
[[targets]]
template = "names.txt.j2"
path = "names.txt"
per = "run"
"""
FUNCTIONS = """\
import jinja2

def shout(text):
    return text.upper() + "!"

def audited(table):
    return any(column.name == "changed_at" for column in table.columns)

@jinja2.pass_context
def team(context, text):
    return f"{text} of {context['vars']['team']}"

filters = {"team": team, "half": lambda number: 1 / number}
"""
TEMPLATE = """\
{% for each in tables if each.table is audited %}
{{ each.table.name | team | shout }}
{% endfor %}
"""


@pytest.fixture
def project(tmp_path: Path, sqlite_url: str) -> Project:
    made = Project(tmp_path, sqlite_url)
    made.sql("CREATE TABLE a (id INTEGER, changed_at TEXT); CREATE TABLE b (id INTEGER);")
    made.write("ormforge.toml", CONFIG.replace("filters =", 'vars = { team = "core" }\nfilters ='))
    made.write("app/templating.py", FUNCTIONS)
    made.write("templates/names.txt.j2", TEMPLATE)
    return made


def test_filters_and_tests_of_the_project_are_used(project: Project) -> None:
    run = project.ormforge("generate")
    assert run.code == 0, run.err
    assert project.read("names.txt") == "A OF CORE!\n"


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("\n{{ 0 | half }}", "names.txt.j2:2: half (app.templating:filters) failed: ZeroDivision"),
        ("\n\n{{ 1 | shuot }}", "names.txt.j2:3: No filter named 'shuot'; did you mean 'shout'?"),
        ("{% if 1 is audted %}{% endif %}", "did you mean 'audited'?"),
    ],
)
def test_a_failure_names_the_template_its_line_and_the_function(
    project: Project, template: str, said: str
) -> None:
    project.write("templates/names.txt.j2", template)
    run = project.ormforge("generate")
    assert run.code == 2
    assert said in run.err
    assert not (project.root / "models.py").exists()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("app.templating:absent", "the module app.templating has no function absent"),
        ("app.nothing:x", "app.nothing:x cannot be imported"),
        ("app.templating:FLAG", "'FLAG' is no name with a function"),
        ("app.templating:shout", "there is a function 'shout' already"),
    ],
)
def test_a_function_that_cannot_be_is_told_with_its_line(
    project: Project, path: str, said: str
) -> None:
    project.write("app/templating.py", FUNCTIONS + "FLAG = 1\n")
    config = project.read("ormforge.toml")
    project.write("ormforge.toml", config.replace('shout"]', f'shout", "{path}"]'))
    run = project.ormforge("generate")
    assert run.code == 2
    assert said in run.err
    assert "ormforge.toml:8: templates.filters" in run.err
