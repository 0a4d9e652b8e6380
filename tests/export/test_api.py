"""`ormforge export json-schema` and `openapi`: valid, the same every time, and what pydantic says of the classes as they stand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.export.api_project import CONFIG, SHOP, ApiProject, make

EDITS = '''

class Reviewed(BaseModel):
    """A hand-written base; nothing tells whether it is a body as well."""

    stars: int


class AuthorDetail(AuthorRead, Reviewed):
    """An author with what is written of them."""

    books: list[BookRead]

    @computed_field
    @property
    def short(self) -> str:
        return self.name[:10]


class Basket(BaseModel):
    """Asked for and answered."""

    books: list[int] = []


class _Hidden(BaseModel):
    pass
'''


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> ApiProject:
    """A project in which nobody has written."""
    return make(tmp_path_factory.mktemp("plain") / "shop")


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> ApiProject:
    """One in which people have."""
    project = make(tmp_path_factory.mktemp("edited") / "shop")
    schemas = project.root / "app/schemas.py"
    text = schemas.read_text(encoding="utf-8")
    text = text.replace("from pydantic import ", "from pydantic import computed_field, ")
    text = text.replace(
        "    title: str = Field(max_length=200)\n",
        "    title: str = Field(max_length=80)\n    gift: bool = False\n",
        1,
    )
    schemas.write_text(text + EDITS, encoding="utf-8")
    return project


def schemas(document: Any) -> Any:
    return document["$defs"] if "$defs" in document else document["components"]["schemas"]


def test_documents_are_valid_and_have_every_body(generated: ApiProject) -> None:
    json_schema = generated.ormforge("export", "json-schema").document
    Draft202012Validator.check_schema(json_schema)
    parts = generated.ormforge("export", "openapi").document
    full = generated.ormforge("export", "openapi", "--full").document
    for document in (parts, full):
        OpenAPIV31SpecValidator(document).validate()
        for schema in schemas(document).values():
            Draft202012Validator.check_schema(schema)
    rows = [
        f"{name}{kind}"
        for name in ("Author", "Book", "Stock")
        for kind in ("Create", "Read", "Update")
    ]
    assert sorted(schemas(json_schema)) == sorted([*rows, "CheapRead"])
    assert list(schemas(parts)) == list(schemas(json_schema))
    assert sorted(schemas(full)) == sorted(
        [*rows, "CheapRead", "Error", "HTTPValidationError", "ValidationError"]
    )
    assert [*full["paths"]["/cheaps"], *full["paths"]["/cheaps/{id}"]] == ["get", "get"]
    assert list(full["paths"]) == [
        "/authors",
        "/authors/{id}",
        "/books",
        "/books/{id}",
        "/cheaps",
        "/cheaps/{id}",
        "/stocks",
        "/stocks/{shop}/{book_id}",
    ]


def test_references_stay_within_the_document(edited: ApiProject) -> None:
    for form, prefix in (("json-schema", "#/$defs/"), ("openapi", "#/components/schemas/")):
        answer = edited.ormforge("export", form)
        found = {line.split('"')[3] for line in answer.out.splitlines() if '"$ref"' in line}
        assert found == {f"{prefix}BookRead"}


def test_what_people_wrote_is_in_it(edited: ApiProject) -> None:
    found = schemas(edited.ormforge("export", "json-schema").document)
    assert found["BookCreate"]["properties"]["title"]["maxLength"] == 80
    assert found["BookCreate"]["properties"]["gift"] == {
        "type": "boolean",
        "default": False,
        "title": "Gift",
    }
    assert found["AuthorDetail"]["properties"]["short"]["readOnly"] is True
    assert found["AuthorDetail"]["description"] == "An author with what is written of them."
    assert {"Basket", "Reviewed", "_Hidden"} & set(found) == {"Basket", "Reviewed"}


def test_the_same_bytes_in_every_process(edited: ApiProject) -> None:
    printed = set()
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-m", "ormforge", "export", "openapi", "--full"],
            cwd=edited.root,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        )
        printed.add(done.stdout)
    assert len(printed) == 1


def test_no_null_is_offered_where_none_is_taken(generated: ApiProject) -> None:
    answer = generated.ormforge("export", "json-schema")
    assert '"default": null' not in answer.out
    create = schemas(answer.document)["BookCreate"]
    assert "price" not in create["required"]
    assert "null" not in json.dumps(create["properties"]["price"])


def test_documents_need_no_database(tmp_path: Path) -> None:
    project = make(tmp_path / "shop")
    assert project.ormforge("snapshot", "-o", "catalog.json").code == 0
    with_database = [project.ormforge("export", "openapi", *more) for more in ((), ("--full",))]
    (project.root / "shop.db").unlink()
    assert project.ormforge("export", "openapi") == with_database[0]
    offline = project.ormforge("export", "openapi", "--full", "--from", "catalog.json")
    assert offline == with_database[1]
    failed = project.ormforge("export", "openapi", "--full")
    assert failed.code == 2
    assert "shop.db" in failed.err


def test_some_tables(edited: ApiProject) -> None:
    found = schemas(edited.ormforge("export", "json-schema", "-t", "auth*").document)
    assert sorted(found) == [
        "AuthorCreate",
        "AuthorDetail",
        "AuthorRead",
        "AuthorUpdate",
        "BookRead",
    ]
    full = edited.ormforge("export", "openapi", "--full", "-t", "stock").document
    assert list(full["paths"]) == ["/stocks", "/stocks/{shop}/{book_id}"]
    wrong = edited.ormforge("export", "openapi", "-t", "boks")
    assert wrong.code == 2
    assert "Did you mean books?" in wrong.err


def test_a_file_is_written_and_checked(tmp_path: Path, generated: ApiProject) -> None:
    for form in ("json-schema", "openapi"):
        file = str(tmp_path / f"{form}.json")
        assert generated.ormforge("export", form, "-o", file, "--check").code == 1
        assert generated.ormforge("export", form, "-o", file).code == 0
        assert generated.ormforge("export", form, "-o", file, "--check").code == 0
        assert Path(file).read_text(encoding="utf-8") == generated.ormforge("export", form).out


def test_title_and_version(generated: ApiProject) -> None:
    told = generated.ormforge("export", "openapi", "--title", "Shop", "--api-version", "2.1")
    assert told.document["info"] == {"title": "Shop", "version": "2.1"}


def test_without_api_the_message_says_what_to_add(tmp_path: Path) -> None:
    project = make(tmp_path / "shop", config=CONFIG.partition("[api]")[0])
    for form in ("json-schema", "openapi"):
        failed = project.ormforge("export", form)
        assert failed.code == 2
        assert "[api]\n    path = " in failed.err


def test_schemas_that_are_not_there_yet(tmp_path: Path, generated: ApiProject) -> None:
    (tmp_path / "ormforge.toml").write_text(CONFIG)
    failed = ApiProject(tmp_path).ormforge("export", "json-schema")
    assert (failed.code, failed.err.splitlines()[-1]) == (2, "  Run `ormforge generate` first.")


def test_failures_say_where(tmp_path: Path) -> None:
    project = make(tmp_path / "shop", SHOP)
    file = project.root / "app/schemas.py"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text + "\n\nclass Late(BaseModel):\n    what: complex = unknown\n", encoding="utf-8"
    )
    failed = project.ormforge("export", "json-schema")
    line = len(file.read_text().splitlines())
    assert failed.code == 2
    assert (
        f"cannot be imported: NameError: name 'unknown' is not defined (app/schemas.py:{line})"
        in failed.err
    )
    told = "\n\nclass Odd(BaseModel):\n    model_config = ConfigDict(arbitrary_types_allowed=True)\n    what: Schema.__class__\n    that: object.__class__\n"
    file.write_text(
        text + "\n\nclass Plain:\n    pass\n" + told.replace("Schema.__class__", "Plain"),
        encoding="utf-8",
    )
    failed = project.ormforge("export", "json-schema")
    assert failed.code == 2
    assert "app/schemas.py: Odd: " in failed.err
    assert "WithJsonSchema" in failed.err


def test_a_class_that_was_removed_is_told(tmp_path: Path) -> None:
    project = make(tmp_path / "shop", "CREATE TABLE tags (name TEXT PRIMARY KEY);")
    project.edit("app/schemas.py", "class TagUpdate(Schema):\n    pass\n", "")
    told = project.ormforge("export", "openapi", "--full")
    assert "TagUpdate is not in app/schemas.py" in told.err
    assert told.document["paths"] == {}
