import ast
from pathlib import Path

import pytest
from pydantic import BaseModel

from ormforge.draft.model import Draft
from ormforge.formatting import Style, format_source
from ormforge.overlay import open_overlay, render_schemas
from ormforge.schemas import ApiOptions, draft_schemas
from tests.overlay.drafts import column, draft, model, shop, table
from tests.overlay.test_render import HOSTILE

OPTIONS = ApiOptions(models_module="app.models")
EXTENDS = '{% extends "ormforge/schemas.py.j2" %}\n'


def rendered(found: Draft, *folders: Path) -> str:
    api, _ = draft_schemas(found, OPTIONS)
    return render_schemas(open_overlay(folders), api, own=frozenset({"app"})).text


def test_the_module_reads_as_it_should() -> None:
    expected = (Path(__file__).parent / "shop_schemas.py.txt").read_text()
    assert format_source(rendered(shop()), Style()) == expected


def test_every_bound_name_has_its_key() -> None:
    api, _ = draft_schemas(shop(), OPTIONS)
    generated = render_schemas(open_overlay([]), api)
    assert generated.keys["BookCreate"] == "schema books.create"
    assert generated.keys["BookCreate.title"] == "field books.create.title"
    assert generated.keys["Schema"] == "helper Schema"
    assert {"Int64", "Value", "refuse_null", "Omittable"} <= generated.keys.keys()
    bound = {node.name for node in ast.parse(generated.text).body if isinstance(node, ast.ClassDef)}
    assert bound == {"Schema", "BookBase", "BookCreate", "BookUpdate", "BookRead"}


@pytest.mark.parametrize(
    ("block", "added"),
    [
        (
            "{% block schema %}{{ super() }}    # {{ schema.variant }}\n{% endblock %}",
            "    # update\n",
        ),
        (
            "{% block field %}{{ super() }}    # {{ field.key }}\n{% endblock %}",
            "# field books.read.id\n",
        ),
        ("{% block base %}Schema = ours.Schema\n{% endblock %}", "Schema = ours.Schema\n"),
        ("{% block footer %}# end\n{% endblock %}", "# end\n"),
    ],
)
def test_blocks_can_be_overridden(tmp_path: Path, block: str, added: str) -> None:
    (tmp_path / "schemas.py.j2").write_text(EXTENDS + block)
    assert added in rendered(shop(), tmp_path)
    assert added not in rendered(shop())


@pytest.mark.parametrize("text", [t for t in HOSTILE if "\ud800" not in t])
def test_text_of_the_database_stays_text(text: str) -> None:
    made = table("t", column("id", "integer", pk=True, comment=text), comment=text)
    source = format_source(rendered(draft(model("T", made))), Style())
    namespace: dict[str, object] = {"__name__": "generated"}
    exec(compile(source, "generated", "exec"), namespace)
    read = namespace["TRead"]
    assert isinstance(read, type)
    assert issubclass(read, BaseModel)
    assert read.model_fields["id"].description == text
