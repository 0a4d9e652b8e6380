"""Promised names: kept by their keys, given to nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ormforge.catalog.keys import Key
from ormforge.draft.model import Draft, DraftModel, Pins
from ormforge.drafting import draft_models
from tests.drafting.drafted import SINGULAR, draft_schema, load, read_schema, relationships

ORDERS = """
CREATE TABLE users (id INTEGER PRIMARY KEY);
CREATE TABLE orders (id INTEGER PRIMARY KEY, owner_id INTEGER REFERENCES users (id){});
"""


def names(draft: Draft) -> dict[Key, str]:
    """Every name of a draft by its key, as the pins of the next run."""
    found: dict[Key, str] = {item.key: item.name for item in draft.items}
    for model in draft.models:
        found |= {column.key: column.name for column in model.columns}
        found |= {relationship.key: relationship.name for relationship in model.relationships}
    return found


def classes(draft: Draft) -> dict[str, DraftModel]:
    return {model.name: model for model in draft.models}


def attributes(models: Iterable[DraftModel]) -> dict[str, list[str]]:
    return {m.name: [c.name for c in m.columns] for m in models}


def test_a_second_foreign_key_renames_nothing(tmp_path: Path) -> None:
    before = draft_schema(ORDERS.format(""), tmp_path)
    assert "User.orders" in relationships(before)
    schema = ORDERS.format(", approver_id INTEGER REFERENCES users (id)")
    after = draft_schema(schema, tmp_path, pins=Pins(names=names(before)))
    kept = names(after)
    assert all(kept[key] == name for key, name in names(before).items())
    assert {"User.orders", "User.orders_as_approver"} < relationships(after).keys()
    load(after)


def test_without_pins_both_of_two_equals_say_which_they_are(tmp_path: Path) -> None:
    schema = ORDERS.format(", approver_id INTEGER REFERENCES users (id)")
    fresh = relationships(draft_schema(schema, tmp_path))
    assert {"User.orders_as_owner", "User.orders_as_approver"} < fresh.keys()


def test_a_class_that_a_person_renamed_keeps_the_name_everywhere(tmp_path: Path) -> None:
    catalog = read_schema(ORDERS.format(""), tmp_path)
    pins = Pins(names={catalog.tables[1].key: "Account"})
    draft = draft_models(catalog, SINGULAR, pins)
    assert relationships(draft)["Order.owner"] == (
        'Mapped["Account | None"] = relationship(back_populates="orders")'
    )
    load(draft)


def test_a_promised_name_is_given_to_nothing_else(tmp_path: Path) -> None:
    catalog = read_schema("CREATE TABLE users (id INTEGER PRIMARY KEY, a TEXT, b TEXT);", tmp_path)
    (users,) = catalog.tables
    gone = users.column_key("gone")
    pins = Pins(names={Key("table gone"): "User", gone: "a", users.column_key("b"): "c"})
    draft = draft_models(catalog, SINGULAR, pins)
    assert attributes(draft.models) == {"Users": ["id", "a_2", "c"]}


def test_the_gone_column_of_another_table_promises_nothing_here(tmp_path: Path) -> None:
    catalog = read_schema("CREATE TABLE users (id INTEGER PRIMARY KEY, a TEXT);", tmp_path)
    pins = Pins(names={Key("column orders.a"): "a", Key("relationship orders(a) -> x"): "a"})
    assert attributes(draft_models(catalog, SINGULAR, pins).models) == {"User": ["id", "a"]}


def test_names_of_hand_written_code_are_left_alone(tmp_path: Path) -> None:
    catalog = read_schema(ORDERS.format(", total INTEGER"), tmp_path)
    orders, users = catalog.tables
    taken = {
        Key(""): frozenset({"Order"}),
        orders.key: frozenset({"total"}),
        users.key: frozenset({"orders"}),
    }
    draft = draft_models(catalog, SINGULAR, Pins(taken=taken))
    assert attributes(draft.models)["Orders"] == ["id", "owner_id", "total_2"]
    assert [r.name for r in classes(draft)["User"].relationships] == ["orders_as_owner"]
    load(draft)


def test_a_new_column_does_not_take_the_name_of_an_old_relationship(tmp_path: Path) -> None:
    before = draft_schema(ORDERS.format(""), tmp_path)
    after = draft_schema(ORDERS.format(", owner TEXT"), tmp_path, pins=Pins(names=names(before)))
    assert attributes(after.models)["Order"] == ["id", "owner_id", "owner_2"]
    assert "Order.owner" in relationships(after)
    load(after)


def test_drafting_again_under_its_own_names_changes_nothing(tmp_path: Path) -> None:
    catalog = read_schema(
        ORDERS.format(", user TEXT, [class] TEXT, [a b] TEXT, a_b TEXT"), tmp_path
    )
    before = draft_models(catalog, SINGULAR)
    assert draft_models(catalog, SINGULAR, Pins(names=names(before))) == before
