"""What the routes of every class share; written by hand."""

from typing import Annotated, Any

from fastapi import Depends, HTTPException, Query
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.db import get_session


class Error(BaseModel):
    """Why a request was refused."""

    detail: str


Db = Annotated[Session, Depends(get_session)]
Limit = Annotated[int, Query(ge=1, le=1000, description="At most so many rows.")]
Offset = Annotated[int, Query(ge=0, le=2**63 - 1, description="Without the first rows.")]
MISSING: dict[int | str, dict[str, Any]] = {404: {"model": Error}}
CONFLICT: dict[int | str, dict[str, Any]] = {409: {"model": Error}}


def attributes(values: BaseModel) -> dict[str, Any]:
    """What was given, by the names of the model's attributes: the field of a column called "copy" has that for its alias."""
    fields = type(values).model_fields
    given = values.model_dump(exclude_unset=True)
    return {_attribute(fields[name], name): value for name, value in given.items()}


def _attribute(field: FieldInfo, name: str) -> str:
    """The alias that the field itself has; one in camelCase comes of the setting for all fields."""
    return field.alias if field.alias and field.alias_priority == 2 else name


def save(session: Session) -> None:
    """Commit; what the database refuses because of other rows is a conflict."""
    try:
        session.commit()
    except IntegrityError as error:
        raise HTTPException(
            409, "Another row has this key, or is missing, or is still in use."
        ) from error
