"""Whatever MariaDB takes as a database comes back from its models: types, keys, checks, options, to the letter."""

from __future__ import annotations

import os

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ormforge.drafting import DraftOptions
from tests.exact.mysql_ddl import databases
from tests.exact.mysql_roundtrip import differences

LONG = bool(os.environ.get("ORMFORGE_FUZZ"))
OPTIONS = (
    DraftOptions(),
    DraftOptions(singularize=True, constraint_names="always"),
    DraftOptions(enums={"*": "strings"}),
)


@settings(
    max_examples=5000 if LONG else 25,
    derandomize=not LONG,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(
    statements=databases(),
    options=st.sampled_from(OPTIONS),
    driver=st.sampled_from(["mariadb+pymysql", "mysql+pymysql"]),
)
def test_a_random_database_is_rebuilt_exactly(
    statements: list[str], options: DraftOptions, driver: str, mysql_url: str
) -> None:
    url = sa.make_url(mysql_url).set(drivername=driver).render_as_string(hide_password=False)
    assert differences(statements, url, options) == ()
