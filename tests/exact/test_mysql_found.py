"""What random databases found, each as small as it gets: MariaDB comes back exactly."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from ormforge.database import Request, reflect
from ormforge.drafting import DraftOptions
from tests.exact.mysql_roundtrip import differences, run
from tests.exact.roundtrip import generated_source

FOUND = {
    "labels with line ends": (
        "create table t (id int primary key, a enum('two\nlines', 'tab\t', '\\0'), b set('x\ny', 'it''s'))",
    ),
}


@pytest.mark.parametrize("driver", ["mysql+pymysql", "mariadb+pymysql"])
@pytest.mark.parametrize("case", FOUND)
def test_it_is_rebuilt_exactly(case: str, driver: str, mysql_url: str) -> None:
    url = sa.make_url(mysql_url).set(drivername=driver).render_as_string(hide_password=False)
    assert differences(FOUND[case], url) == ()


@pytest.mark.parametrize(
    ("options", "is_enum"),
    [
        ("", False),
        ("collate = utf8mb4_unicode_ci", False),
        ("collate = utf8mb4_bin", True),
    ],
)
def test_a_check_is_an_enum_only_where_it_tells_cases_apart(
    options: str, is_enum: bool, mysql_url: str
) -> None:
    column = "a varchar(5) check (a in ('x', 'y'))"
    assert not run(mysql_url, [f"create table t (id int primary key, {column}) {options}"])
    source = generated_source(reflect(Request(url=mysql_url)), DraftOptions())
    assert ("(enum.Enum)" in source) is is_enum
