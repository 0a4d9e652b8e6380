from typing import Any

import pytest
from pydantic import ValidationError


def use(session: Any, models: Any) -> None:
    import schemas

    document = schemas.UserCreate.model_json_schema()
    shown = {name: field["examples"][0] for name, field in document["properties"].items()}
    assert {"firstName", "userId", "user_id", "copy", "isNew", "extraData"} <= shown.keys()
    new = schemas.UserCreate.model_validate_json(_json(shown))
    user = models.User(**_columns(new))
    session.add(user)
    session.flush()
    read = schemas.UserRead.model_validate(user)
    again = schemas.UserRead.model_validate_json(read.model_dump_json(by_alias=True))
    assert again == read
    hidden = set(schemas.UserCreate.model_fields) - set(schemas.UserRead.model_fields)
    assert hidden == {"password", "pin"}
    for wrong in (
        {"other": 1},
        {"stars": "3"},
        {"name": "x"},
        {"name": "x" * 21},
        {"email": "nobody"},
        {"score": 0.25},
        {"score": 10},
    ):
        with pytest.raises(ValidationError):
            schemas.UserCreate.model_validate_json(_json({**shown, **wrong}))
    assert document["properties"]["email"]["description"] == 'The "address"'
    assert document["additionalProperties"] is False


def _columns(new: Any) -> dict[str, Any]:
    """The values by the columns' names: `copy` is the alias of a field that pydantic has no room for."""
    return {"copy" if name == "copy_" else name: value for name, value in new}


def _json(values: Any) -> str:
    import json

    return json.dumps(values)
