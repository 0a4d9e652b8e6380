"""Whatever a client sends that the OpenAPI document allows, and some that it forbids: never an error of the server."""

from collections.abc import AsyncIterator, Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy.ext.asyncio import AsyncSession

from app.db import engine, get_session, open_engine
from app.main import app

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
api = schemathesis.openapi.from_asgi("/openapi.json", app)
api.config.phases.coverage.unexpected_methods = set()  # what FastAPI answers itself
separate = open_engine(engine.url)


async def separate_session() -> AsyncIterator[AsyncSession]:
    """A session of an engine of its own: the calls here run in another event loop than those of other tests."""
    async with AsyncSession(separate, expire_on_commit=False) as session:
        yield session


@pytest.fixture(autouse=True)
def separated() -> Iterator[None]:
    app.dependency_overrides[get_session] = separate_session
    yield
    app.dependency_overrides.clear()


@api.parametrize()
@settings(
    max_examples=3,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_no_call_is_an_error_of_the_server(case: schemathesis.Case) -> None:
    case.call_and_validate(checks=CHECKS)
