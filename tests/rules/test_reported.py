"""Rules that do nothing are told with their place; rules that cannot be followed stop the run."""

from __future__ import annotations

import pytest

from tests.rules.conftest import START, Make
from tests.warm import run_python

FIRST = START.count("\n") + 2
"""The line on which the rules of a project begin."""


@pytest.mark.parametrize(
    ("rules", "line", "message"),
    [
        ('[naming.tables]\npeopel = "Human"', 1, 'naming.tables.peopel: matches nothing; did you mean "people"?'),
        ('[naming]\nstrip-suffixes = ["_old"]', 1, "no table's name ends with '_old'"),
        ('[naming.schemas]\nmian = "m"', 1, "naming.schemas.mian: matches nothing"),
        ('[naming.enums]\n"people.kind" = "Kind"', 1, 'naming.enums."people.kind": matches nothing'),
        ('[types]\n"*.prefs" = "dict[str, Any]"\n"*.p*efs" = "int"', 2, 'comes after "*.prefs" wherever it matches'),
        ('[types]\n"type:jsn" = "int"', 1, 'types."type:jsn": matches nothing; did you mean "type:json"?'),
        ('[enums]\n"tbl_orders.status" = "strings"', 1, 'did you mean "tbl_orders.state"?'),
        ('[keys]\nv_sale = ["id"]', 1, 'did you mean "v_sales"?'),
        ('[keys]\npeople = ["id"]', 1, "keys.people: matches nothing"),
        ('[[relationships]]\nfrom = "tbl_orders.cust"\nto = "people.id"', 1, 'relationships[0].from: matches nothing; did you mean "tbl_orders.cust_no"?'),
        ('[[relationships]]\nfrom = "tbl_orders.cust_no"\nto = "people.no"', 2, "relationships[0].to: matches nothing"),
        ('[[relationships]]\nfrom = "tbl_orders.clerk_id"\nto = "employees.id"', 0, "relationships[0]: the database declares it already"),
        ('[lazy]\n"people.orders" = "selectin"', 1, 'lazy."people.orders": matches nothing'),
        ('[[inheritance]]\ntable = "persons"\nchildren = { employees = "" }', 1, "inheritance[0].table: matches nothing"),
        ('[[shortcuts]]\nthrough = "order_item"', 1, 'shortcuts[0].through: matches nothing; did you mean "order_items"?'),
    ],
)  # fmt: skip
def test_a_rule_that_does_nothing(make: Make, rules: str, line: int, message: str) -> None:
    project = make(rules)
    generated = project.ormforge("generate")
    assert generated.code == 0, generated.err
    (told,) = [found for found in generated.err.splitlines() if message in found]
    assert f"ormforge.toml:{FIRST + line}" in told
    assert project.ormforge("check").code == 2


def test_a_mixin_for_no_table(make: Make) -> None:
    rules = '[[mixins]]\nuse = "db:Stamp"\nwhen-columns = ["created_at", "deleted_at"]'
    generated = make(rules, db="class Stamp: ...").ormforge("generate")
    assert "matches no table with the columns created_at, deleted_at" in generated.err


@pytest.mark.parametrize(
    ("rules", "line", "message"),
    [
        ('[naming.tables]\npeople = "Products"', 1, "'Products' is what products is called already"),
        ('[naming.tables]\n"*" = "Same"', 1, "something else has that name"),
        ('[naming.tables]\npeople = "Column"', 1, "the generated module needs that name itself"),
        ('[naming.columns]\n"people.name" = "kind"', 1, "'kind' is what people.kind is called already"),
        ('[naming.columns]\n"people.name" = "metadata"', 1, "no attribute may be called that"),
        ('[naming.relationships]\n"tbl_orders.clerk_id" = { forward = "state" }', 1, "something else has that name"),
        ('[types]\n"*.prefs" = "Prefs"', 1, "nobody can know where Prefs comes from"),
        ('[types]\n"*.prefs" = "shop.types:Prefs"', 1, "there is no module shop, in the project or installed"),
        ('[types]\n"*.prefs" = "own:Missing"', 1, "the module own has no Missing"),
        ('[types]\n"*.prefs" = "models:Prefs"', 1, "stands in the module that is generated"),
        ('[[mixins]]\nuse = "own:Mixin"\nwhen-columns = ["created_at"]', 1, "the module own has no Mixin"),
        ('[keys]\nv_sales = ["no"]', 1, "v_sales has no column no"),
        ('[[relationships]]\nfrom = "order_items.order_id,product_id"\nto = "people.id"', 0, "points with 2 columns to 1"),
        ('[[inheritance]]\ntable = "people"\nchildren = { products = "" }', 2, "is no foreign key to that of people"),
        ('[[inheritance]]\ntable = "people"\non = "sort"\nchildren = { employees = "e" }', 2, "people has no column sort"),
        ('[[shortcuts]]\nthrough = "people"', 0, "people has 0 foreign keys"),
        ('[naming]\nclass-name = "names:none"', 1, "cannot be imported: ModuleNotFoundError"),
        ('[naming]\nclass-name = "own:fails"', 1, "KeyError"),
        ('[naming]\nclass-name = "own:spaced"', 1, "returned 'a b'"),
        ('[naming]\nclass-name = "own:VALUE"', 1, "the module own has no function VALUE"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_followed(make: Make, rules: str, line: int, message: str) -> None:
    own = "VALUE = 1\ndef fails(**facts): return facts['nothing']\ndef spaced(**facts): return 'a b'\n"
    project = make(rules, own=own)
    before = sorted(project.root.rglob("*"))
    generated = project.ormforge("generate")
    assert generated.code == 2
    assert generated.err.startswith(f"error: ormforge.toml:{FIRST + line}: "), generated.err
    assert message in generated.err
    assert sorted(project.root.rglob("*")) == before


MOVED = "create_all puts a mixin's columns {}, and so those of people in another order"


def test_a_mixin_whose_columns_change_the_order_of_the_table(make: Make) -> None:
    own = "class Stamp: ...\nclass Named: ...\n"
    rules = '[[mixins]]\nuse = "own:Stamp"\nwhen-columns = ["name"]\ntables = ["people"]'
    plain = make(rules, own=own)
    assert "another order" not in plain.ormforge("generate").err
    sides = plain.read("models.py").partition("class People(")[2].partition("class ")[0]
    assert "id: Mapped[int] = mapped_column(primary_key=True)" in sides
    assert "kind: Mapped[str] = mapped_column(String(10), sort_order=1)" in sides
    plain.write("ormforge.toml", START + 'style = "sqlmodel"\n' + rules)
    assert MOVED.format("first") in plain.ormforge("generate").err
    apart = rules.replace('["name"]', '["name", "prefs"]')
    plain.write("ormforge.toml", START + apart)
    assert MOVED.format("together") in plain.ormforge("generate").err


def test_a_proxy_that_can_make_no_row(make: Make) -> None:
    rules = '[[shortcuts]]\nthrough = "order_items"\nas = "proxy"'
    project = make(rules, output='style = "dataclass"')
    project.sql("ALTER TABLE order_items ADD COLUMN note TEXT NOT NULL DEFAULT ''")
    assert project.ormforge("generate").code == 0
    assert 'creator=lambda product: with_related(OrderItems(), "product", product)' in " ".join(
        project.read("models.py").split()
    )
    code = (
        "import models as m; order = m.TblOrders(cust_no=1, state='open', created_at=None);"
        "order.products.append(m.Products(title='tea', price=1)); print(order.order_items[0].product.title)"
    )
    done = run_python("-c", code, cwd=project.root)
    assert done.stdout == "tea\n", done.stderr
    project.sql(
        "DROP TABLE order_items; CREATE TABLE order_items (order_id INTEGER NOT NULL REFERENCES tbl_orders (id), product_id INTEGER NOT NULL REFERENCES products (id), note TEXT NOT NULL, PRIMARY KEY (order_id, product_id))"
    )
    refused = project.ormforge("generate")
    assert refused.code == 2
    assert (
        "a row of order_items cannot be made without note, which a list does not know"
        in refused.err
    )
