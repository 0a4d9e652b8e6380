from pathlib import Path

import pytest

from ormforge.errors import OrmforgeError, TemplateError
from ormforge.overlay import eject, list_templates, open_overlay, render_models
from tests.overlay.drafts import shop

EXTENDS = '{% extends "ormforge/models.py.j2" %}\n'


def folder(path: Path, **templates: str) -> Path:
    path.mkdir(exist_ok=True)
    for name, text in templates.items():
        (path / f"{name}.py.j2").write_text(text)
    return path


def built_in() -> str:
    return render_models(open_overlay([]), shop()).text


def test_a_block_can_be_extended(tmp_path: Path) -> None:
    block = "{% block model %}{{ super() }}    # {{ model.name }}, {{ vars.team }}\n{% endblock %}"
    overlay = open_overlay([folder(tmp_path, models=EXTENDS + block)], {"team": "core"})
    assert render_models(overlay, shop()).text == built_in() + "    # Book, core\n"


@pytest.mark.parametrize(
    ("block", "added"),
    [
        ("{% block header %}# Ours.\n{% endblock %}", "# Ours.\n"),
        ("{% block footer %}# {{ config.style }}\n{% endblock %}", "# declarative\n"),
        ("{% block imports %}{{ super() }}import ours\n{% endblock %}", "import ours\n"),
        ("{% block base %}Base = ours.Base\n{% endblock %}", "Base = ours.Base\n"),
        ("{% block table %}# {{ table.name }}\n{% endblock %}", "# book_tags\n"),
    ],
)
def test_every_block_can_be_overridden(tmp_path: Path, block: str, added: str) -> None:
    overlay = open_overlay([folder(tmp_path, models=EXTENDS + block)], {}, {"style": "declarative"})
    text = render_models(overlay, shop()).text
    assert added in text
    assert added not in built_in()


def test_a_template_can_be_replaced(tmp_path: Path) -> None:
    whole = "{% for item in module.items if item.kind != 'statement' %}{{ item.value.name | snake | plural }}; {% endfor %}"
    overlay = open_overlay([folder(tmp_path, models=whole)])
    assert render_models(overlay, shop()).text == "book_tags; books; "


def test_a_partial_can_be_replaced_alone(tmp_path: Path) -> None:
    overlay = open_overlay([folder(tmp_path, _enum="{{ enum.name }} = object\n")])
    text = render_models(overlay, shop()).text
    assert "BookState = object\n" in text
    assert "class Book(Base):" in text


def test_the_first_folder_wins(tmp_path: Path) -> None:
    one = folder(tmp_path / "one", models="one")
    two = folder(tmp_path / "two", models="two", _enum="two")
    assert render_models(open_overlay([one, two]), shop()).text == "one"
    assert render_models(open_overlay([two, one]), shop()).text == "two"


def test_only_names_that_are_printed_have_keys(tmp_path: Path) -> None:
    block = "{% block model %}class {{ model.name }}:\n    id = 1\n{% endblock %}"
    keys = render_models(open_overlay([folder(tmp_path, models=EXTENDS + block)]), shop()).keys
    assert {name for name in keys if name.startswith("Book")} == {"Book", "Book.id", "BookState"}


@pytest.mark.parametrize(
    ("template", "line", "expected"),
    [
        (
            EXTENDS + "{% block modell %}{% endblock %}",
            2,
            "no block 'modell'; did you mean 'model'?",
        ),
        (EXTENDS + "{% block model %}\n{{ modul.base }}{% endblock %}", 3, "'module'?"),
        (
            EXTENDS + "{% block model %}\n{{ model.nam }}{% endblock %}",
            3,
            "DraftModel has no 'nam'",
        ),
        (EXTENDS + "{% block model %}\n{{ vars.tem }}{% endblock %}", 3, "did you mean 'team'?"),
        ("\n{{ 'x' | snak }}", 2, "did you mean 'snake'?"),
        ("\n{% for %}", 2, "Expected an expression"),
        ("\n\n{% include '_enums.py.j2' %}", 3, "did you mean '_enum.py.j2'?"),
        ("\n{% extends 'ormforge/model.py.j2' %}", 2, "did you mean 'ormforge/models.py.j2'?"),
        ("\n{{ 1 / 0 }}", 2, "ZeroDivisionError"),
        ("\n{{ 'x' + 1 }}", 2, "TypeError"),
        ("{% extends 'models.py.j2' %}", None, "extends itself"),
        ("\n{% include 'models.py.j2' %}", 2, "calls itself without end"),
    ],
)
def test_an_error_names_the_file_the_line_and_the_nearest_name(
    tmp_path: Path, template: str, line: int | None, expected: str
) -> None:
    overlay = open_overlay([folder(tmp_path, models=template)], {"team": "core"})
    with pytest.raises(TemplateError) as caught:
        render_models(overlay, shop())
    place = f"{tmp_path / 'models.py.j2'}" + (f":{line}:" if line else ":")
    assert caught.value.message.startswith(place)
    assert expected in caught.value.message


def test_a_new_block_inside_an_overridden_one_is_fine(tmp_path: Path) -> None:
    block = "{% block footer %}{% block more %}# more{% endblock %}{% endblock %}"
    overlay = open_overlay([folder(tmp_path, models=EXTENDS + block)])
    assert render_models(overlay, shop()).text.endswith("# more")


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="no such overlay folder"):
        open_overlay([tmp_path / "absent"])


def test_templates_are_listed_with_their_folders(tmp_path: Path) -> None:
    overlay = open_overlay([folder(tmp_path, models=EXTENDS + "{% block base %}{% endblock %}")])
    found = {(source.template, source.block): source for source in list_templates(overlay)}
    assert found["models.py.j2", "base"].path == tmp_path / "models.py.j2"
    assert not found["models.py.j2", "base"].builtin
    assert found["models.py.j2", "model"].builtin
    assert found["models.py.j2", None].builtin
    assert {block for template, block in found if template == "schemas.py.j2"} == {
        *(None, "header", "imports", "base", "schema", "field", "footer")
    }
    assert {block for template, block in found if template == "models.py.j2"} == {
        *(None, "header", "imports", "base", "model", "table", "footer")
    }


def test_a_copy_of_a_template_prints_the_same(tmp_path: Path) -> None:
    overlay = open_overlay([])
    for name in {source.template for source in list_templates(overlay)}:
        assert eject(overlay, name, tmp_path / "mine") == tmp_path / "mine" / name
    assert render_models(open_overlay([tmp_path / "mine"]), shop()).text == built_in()


def test_a_copy_overwrites_nothing(tmp_path: Path) -> None:
    overlay = open_overlay([])
    eject(overlay, "ormforge/models.py.j2", tmp_path)
    with pytest.raises(OrmforgeError, match="exists already"):
        eject(overlay, "models.py.j2", tmp_path)


@pytest.mark.parametrize("name", ["model.py.j2", "../pyproject.toml", "", "/etc/passwd"])
def test_only_built_in_templates_can_be_copied(tmp_path: Path, name: str) -> None:
    with pytest.raises(OrmforgeError, match="no built-in template"):
        eject(open_overlay([]), name, tmp_path)
    assert list(tmp_path.iterdir()) == []
