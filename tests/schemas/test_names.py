from contextlib import nullcontext
from typing import Annotated

import pytest
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from ormforge.catalog.model import Catalog, Table
from ormforge.draft.model import DraftColumn
from ormforge.schemas import ApiOptions, draft_schemas, key_parameters
from ormforge.schemas.names import field_names, is_reserved
from ormforge.schemas.secrets import looks_secret, matches
from tests.overlay.drafts import column, draft, draft_column, model, table

OPTIONS = ApiOptions(models_module="models")


def test_every_attribute_of_pydantics_base_is_reserved() -> None:
    assert all(is_reserved(name) for name in dir(BaseModel))


def test_ordinary_names_are_kept() -> None:
    assert field_names(["id", "type", "model_name", "fields"], {"datetime"}) == {
        name: name for name in ("id", "type", "model_name", "fields")
    }


def test_other_names_are_free_and_different() -> None:
    names = field_names(["json", "json_", "_x", "x_", "__1", "datetime", "_"], {"datetime"})
    assert names == {
        "json": "json__",
        "json_": "json_",
        "_x": "x__",
        "x_": "x_",
        "__1": "field_1",
        "datetime": "datetime_",
        "_": "field_",
    }


@pytest.mark.parametrize("name", [*dir(BaseModel), "model_dump_x", "model_validate"])
def test_every_reserved_name_has_another(name: str) -> None:
    (other,) = field_names([name], ()).values()
    assert not is_reserved(other)


def _column(name: str, sql: str = "text", pk: bool = False) -> tuple[DraftColumn, Table]:
    made, _ = table("t", column(name, sql, pk=pk), schema="public")
    return draft_column(made, made.columns[0], pk), made


def test_secrets_are_known_by_name() -> None:
    names = ("password", "password_hash", "PasswordHash", "ldap_bind_password", "passwd")
    for name in (*names, "access_token", "tokens", "client_secret", "file_hash"):
        assert looks_secret(_column(name)[0]), name
    for name in ("name", "hash_kind", "passport", "pass"):
        assert not looks_secret(_column(name)[0]), name


def test_numbers_moments_and_keys_are_no_secrets() -> None:
    assert not looks_secret(_column("token_count", "integer")[0])
    assert not looks_secret(_column("password_changed", "timestamp")[0])
    assert not looks_secret(_column("token", "text", pk=True)[0])


def test_globs_may_leave_the_default_schema_out() -> None:
    secret, made = _column("pin")
    catalog = Catalog(dialect="postgresql", default_schema="public")
    for glob in ("public.t.pin", "t.pin", "*.pin", "*.t.*"):
        assert matches(glob, secret, made, catalog), glob
    for glob in ("pin", "other.t.pin", "T.pin"):
        assert not matches(glob, secret, made, catalog), glob


def test_hidden_columns_are_told_unless_they_are_asked_for() -> None:
    made = model("User", table("users", column("id", "integer", pk=True), column("token", "text")))
    asked = ApiOptions(models_module="models", exclude=("users.token",))
    assert [n.code for n in draft_schemas(draft(made), OPTIONS)[1]] == ["secret"]
    assert draft_schemas(draft(made), asked)[1] == ()


def test_a_view_is_only_read() -> None:
    made = model("Sale", table("sales", column("id", "integer", pk=True), kind="view"))
    api, _ = draft_schemas(draft(made), OPTIONS)
    assert [(schema.name, schema.bases) for schema in api.schemas] == [("SaleRead", ("Schema",))]


def test_variants_can_be_chosen() -> None:
    made = model("A", table("a", column("id", "integer", pk=True), column("b", "text")))
    options = ApiOptions(models_module="models", variants=("read", "create"))
    api, _ = draft_schemas(draft(made), options)
    assert [(s.name, s.bases, [f.name for f in s.fields]) for s in api.schemas] == [
        ("ACreate", ("Schema",), ["id", "b"]),
        ("ARead", ("Schema",), ["id", "b"]),
    ]


def test_keys_do_not_depend_on_python_names() -> None:
    made = model("A", table("a", column("id", "integer", pk=True)), attributes={"id": "json"})
    api, _ = draft_schemas(draft(made), OPTIONS)
    read = api.schemas[-1]
    assert (read.key, read.name) == ("schema a.read", "ARead")
    assert [field.key for schema in api.schemas[:2] for field in schema.fields] == [
        "field a.base.id"
    ]
    assert api.schemas[0].fields[0].value == 'Field(alias="json")'


@pytest.mark.parametrize(("dialect", "takes_nul"), [("postgresql", False), ("sqlite", True)])
def test_a_key_of_postgresql_has_no_nul_which_no_query_may_have(
    dialect: str, takes_nul: bool
) -> None:
    made = model("Tag", table("tags", column("name", "text", pk=True)))
    (key,) = key_parameters(made, draft(made, dialect=dialect).catalog, "models")
    checked = TypeAdapter(eval(key.annotation, {"Annotated": Annotated, "Field": Field}))
    assert checked.validate_python("a") == "a"
    with nullcontext() if takes_nul else pytest.raises(ValidationError):
        checked.validate_python("a\0")
