"""What recorded renames mean between two moments of the database."""

from __future__ import annotations

import pytest

from ormforge.catalog.keys import Key, column_key, forward_key, link_key, reverse_key, table_key
from ormforge.catalog.renames import Rename, part_name, path_parts, translate

ORDERS = {"orders": frozenset({"id", "total"}), "items": frozenset({"id"})}
TO_PURCHASES = (Key("table orders"), Key("table purchases"))
TO_AMOUNT = (Key("column orders.total"), Key("column orders.amount"))


def tables(**columns: str) -> dict[str, frozenset[str]]:
    return {table: frozenset(names.split()) for table, names in columns.items()}


@pytest.mark.parametrize(
    ("renames", "after", "expected"),
    [
        ([TO_PURCHASES], tables(orders="id total", items="id"), {}),
        ([TO_PURCHASES], tables(purchases="id total", items="id"), {"orders": "purchases"}),
        ([], tables(purchases="id total", items="id"), {}),
        ([TO_PURCHASES], tables(orders="id", purchases="id", items="id"), {}),
        ([TO_PURCHASES], tables(items="id"), {}),
    ],
)
def test_a_table_is_followed_where_one_name_has_gone_and_one_has_come(
    renames: list[Rename], after: dict[str, frozenset[str]], expected: dict[str, str]
) -> None:
    found = translate(renames, ORDERS, after)
    assert {old: found.table(old) for old in ORDERS if found.table(old) != old} == expected


def test_several_renames_of_one_table_are_followed_at_once_in_both_directions() -> None:
    renames = [TO_PURCHASES, (Key("table purchases"), Key("table sales"))]
    there, back = tables(sales="id total"), tables(orders="id total")
    assert translate(renames, back, there).tables["orders"] == "sales"
    assert translate(renames, there, back).tables["sales"] == "orders"


def test_a_column_is_followed_through_a_rename_of_its_table_recorded_before_or_after() -> None:
    later = (Key("column purchases.total"), Key("column purchases.amount"))
    for renames in ([TO_PURCHASES, later], [TO_AMOUNT, TO_PURCHASES]):
        found = translate(renames, ORDERS, tables(purchases="id amount", items="id"))
        assert found.key(Key("column orders.total")) == "column purchases.amount"
        assert found.key(Key("column orders.id")) == "column purchases.id"


def test_a_dropped_column_does_not_become_one_that_was_beside_it() -> None:
    before = tables(orders="id total amount")
    found = translate([TO_AMOUNT], before, tables(orders="id amount"))
    assert found.key(Key("column orders.total")) == "column orders.total"


def test_what_only_the_archive_knows_is_called_as_the_object_is_called_now() -> None:
    before = after = tables(purchases="id")
    found = translate([TO_PURCHASES], before, after)
    assert found.key(Key("table orders")) == "table purchases"


def test_a_name_that_is_used_again_is_itself() -> None:
    """total became amount; much later a new column is called total."""
    before, after = tables(orders="id amount"), tables(orders="id amount total")
    assert not translate([TO_AMOUNT], before, after).columns.get(("orders", "amount"))
    assert translate([TO_AMOUNT], after, before).key(Key("column orders.total")) != (
        "column orders.amount"
    )


def test_every_kind_of_key_is_translated() -> None:
    renames = [
        (table_key("s", "a b"), table_key("s", "c.d")),
        (column_key("s", "a b", "x"), column_key("s", "a b", 'y"')),
    ]
    old, new = path_parts('s."a b"'), path_parts('s."c.d"')
    found = translate(
        renames,
        {'s."a b"': frozenset({"x", "id"}), "s.t": frozenset({"x"})},
        {'s."c.d"': frozenset({'"y"""', "id"}), "s.t": frozenset({"x"})},
    )
    before, after = ".".join(old), ".".join(new)
    assert found.key(column_key("s", "a b", "x")) == column_key("s", "c.d", 'y"')
    assert found.key(column_key("s", "t", "x")) == column_key("s", "t", "x")
    assert found.key(forward_key(before, ["x"], "s.t")) == forward_key(after, ['y"'], "s.t")
    assert found.key(reverse_key("s.t", before, ["id", "x"])) == reverse_key(
        "s.t", after, ["id", 'y"']
    )
    assert found.key(link_key("s.t", before, ["x"], ["id"], before)) == link_key(
        "s.t", after, ['y"'], ["id"], after
    )
    assert found.key(Key(f"header table {before}")) == f"header table {after}"
    assert found.key(Key(f"attribute {before}.__tablename__")) == f"attribute {after}.__tablename__"
    assert found.key(Key(f"field {before}.create.x")) == f'field {after}.create."y"""'
    assert found.key(Key(f"schema {before}.create")) == f"schema {after}.create"
    assert found.key(Key("helper Base")) == "helper Base"


@pytest.mark.parametrize("name", ["a", 'a"b', "a.b", "a\nb", "a\\nb", "ä b", "a(b)", '""', "\\"])
def test_the_name_in_a_path_is_read_back(name: str) -> None:
    path = table_key(None, name).partition(" ")[2]
    assert [part_name(part) for part in path_parts(path)] == [name]
