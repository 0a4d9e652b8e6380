"""`ormforge explain` tells the rule, with its line, or the default."""

from __future__ import annotations

import json

import pytest

from tests.rules.conftest import Make

RULES = """\
[naming]
singularize = true
column-name = "own:column_name"
[naming.tables]
"tbl_*" = "Order"
[naming.relationships]
"tbl_orders.clerk_id" = { forward = "clerk" }
[types]
"type:json" = "dict[str, Any]"
[enums]
"*" = "strings"
[keys]
v_sales = ["id"]
[lazy]
"*.clerk" = "joined"
[[relationships]]
from = "tbl_orders.cust_no"
to = "people.id"
reverse = "purchases"
[[mixins]]
use = "own:Stamp"
when-columns = ["created_at", "updated_at"]
"""
OWN = """\
class Stamp: ...
def column_name(column, **_): return "label" if column == "title" else None
"""


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("tbl_orders", ['  name: Order\n      ormforge.toml:11: naming.tables."tbl_*"']),
        ("products", ["  name: Product\n      default: the table's name\n      ormforge.toml:8: naming.singularize"]),
        ("v_sales", ["  key: id\n      ormforge.toml:19: keys.v_sales"]),
        ("people", ["  mixin: own:Stamp\n      ormforge.toml:26: mixins[0]"]),
        ("products.title", ["  name: label\n      ormforge.toml:9: naming.column-name"]),
        ("people.prefs", ['Mapped[dict[str, Any] | None]\n      ormforge.toml:15: types."type:json"']),
        ("tbl_orders.state", ['  type: Mapped[str]\n      ormforge.toml:17: enums."*"']),
        ("people.created_at", ["  place: a base of the class\n      ormforge.toml:26: mixins[0]"]),
        (
            "tbl_orders.clerk_id",
            [
                "  name: clerk_id\n      default: the column's name",
                '  name: clerk\n      ormforge.toml:13: naming.relationships."tbl_orders.clerk_id".forward',
                '  lazy: joined\n      ormforge.toml:21: lazy."*.clerk"',
                "  name: tbl_orders\n      default: the words of the foreign key and the tables",
            ],
        ),
        (
            "people.purchases",
            [
                "  name: purchases\n      ormforge.toml:25: relationships[0].reverse",
                '  type: Mapped[list["Order"]]\n      ormforge.toml:22: relationships[0]',
            ],
        ),
    ],
)  # fmt: skip
def test_what_is_told(make: Make, key: str, told: list[str]) -> None:
    explained = make(RULES, own=OWN).ormforge("explain", key)
    assert explained.code == 0, explained.err
    assert [text for text in told if text not in explained.out] == [], explained.out


def test_for_programs_and_mistakes_and_names_of_the_last_run(make: Make) -> None:
    project = make("")
    assert project.ormforge("generate").code == 0
    told = json.loads(project.ormforge("--output-format", "json", "explain", "people.name").out)
    assert told["facts"][0] == {
        "subject": "column people.name",
        "aspect": "name",
        "value": "name",
        "reason": "the column's name; kept from the last run",
        "rule": None,
        "source": None,
        "shaped_by": [],
    }
    mistaken = project.ormforge("explain", "people.nam")
    assert mistaken.code == 2
    assert "Did you mean people.name" in mistaken.err
