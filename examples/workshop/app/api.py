"""What all routes share: paging, and answers for what the database refuses."""

from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.exc import DBAPIError, IntegrityError

Limit = Annotated[int, Query(ge=1, le=1000, description="At most so many rows.")]
Offset = Annotated[int, Query(ge=0, le=2**63 - 1, description="Without the first rows.")]


class Error(BaseModel):
    """Why a request was refused."""

    detail: str


MISSING: dict[int | str, dict[str, Any]] = {404: {"model": Error}}
REFUSED: dict[int | str, dict[str, Any]] = {
    400: {"model": Error, "description": "The body is no JSON"},
    409: {"model": Error},
}


def add_error_handlers(app: FastAPI) -> None:
    """Answers that tell the client what was wrong, where the database is the one to find it."""

    @app.exception_handler(IntegrityError)
    def conflict(_: Request, __: IntegrityError) -> JSONResponse:
        return JSONResponse({"detail": "Other rows stand in the way."}, status_code=409)

    @app.exception_handler(DBAPIError)
    def unfit(_: Request, error: DBAPIError) -> JSONResponse:
        if not _is_about_a_value(error):
            raise error
        return JSONResponse({"detail": "The database cannot store that."}, status_code=422)


def _is_about_a_value(error: DBAPIError) -> bool:
    """Whether a value was no value of its column: class 22 of SQLSTATE, or a driver that could not convert it."""
    state = getattr(error.orig, "sqlstate", None) or ""
    cause = error.orig and error.orig.__cause__
    return state.startswith("22") or isinstance(cause, ValueError | OverflowError)
