"""The routes, as a client of the workshop uses them."""

from decimal import Decimal
from typing import Any

import pytest
from httpx import AsyncClient

pytestmark = pytest.mark.anyio


async def made(client: AsyncClient, path: str, **values: Any) -> Any:
    answer = await client.post(path, json=values)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def job(client: AsyncClient, **values: Any) -> Any:
    """A job on Ann's bicycle."""
    customer = await made(client, "/customers", name="Ann", email="Ann@Example.org")
    bicycle = await made(
        client,
        "/bicycles",
        customer_id=customer["id"],
        frame_number="F-1",
        kind="cargo",
        setup={"wheel_inches": 26},
    )
    return await made(client, "/jobs", bicycle_id=bicycle["id"], summary="Brakes", **values)


async def test_what_is_made_can_be_read_changed_and_deleted(client: AsyncClient) -> None:
    customer = await made(client, "/customers", name="Ann", email="Ann@Example.org")
    assert customer["email"] == "ann@example.org"
    path = f"/customers/{customer['id']}"
    assert (await client.get(path)).json() == customer
    changed = await client.patch(path, json={"phone": "12"})
    assert (changed.json()["phone"], changed.json()["name"]) == ("12", "Ann")
    assert (await client.get("/customers", params={"limit": 5})).json() == [changed.json()]
    assert (await client.delete(path)).status_code == 204
    assert (await client.get(path)).status_code == 404


async def test_a_bicycle_has_an_id_and_a_setup(client: AsyncClient) -> None:
    repair = await job(client)
    bicycle = (await client.get(f"/bicycles/{repair['bicycle_id']}")).json()
    assert bicycle["setup"] == {"wheel_inches": 26, "tyre_bar": 4.0, "brakes": "rim"}
    path = f"/bicycles/{bicycle['id']}"
    assert (await client.patch(path, json={"setup": {"wheel_inches": 99}})).status_code == 422
    assert (await client.patch(path, json={"setup": None})).json()["setup"] is None
    assert (await client.patch(path, json={"kind": None})).status_code == 422


async def test_the_sheet_of_a_job_has_all_that_belongs_to_it(client: AsyncClient) -> None:
    mechanic = await made(client, "/mechanics", name="Bo", hourly_rate="50.00")
    await made(client, "/parts", sku="PAD", name="Brake pad", price="9.95", stock=4)
    repair = await job(client, mechanic_id=mechanic["id"], labour_minutes=90)
    await made(client, "/used-parts", job_id=repair["id"], part_sku="PAD", quantity=2)
    sheet = (await client.get(f"/jobs/{repair['id']}/sheet")).json()
    assert Decimal(sheet["total"]) == Decimal("94.90")
    assert sheet["mechanic"]["name"] == "Bo"
    assert sheet["bicycle"]["frame_number"] == "F-1"
    assert [used["quantity"] for used in sheet["used_parts"]] == [2]
    assert "internal_note" not in sheet


async def test_a_finished_job_is_no_open_one(client: AsyncClient) -> None:
    repair = await job(client)
    assert [row["id"] for row in (await client.get("/open-jobs")).json()] == [repair["id"]]
    path = f"/jobs/{repair['id']}/finish"
    done = await client.post(path, params={"on": "2026-03-01"})
    assert done.json()["finished_on"] == "2026-03-01"
    assert (await client.post(path, params={"on": "2026-03-02"})).status_code == 409
    assert (await client.get(f"/open-jobs/{repair['id']}")).status_code == 404


async def test_parts_that_run_out(client: AsyncClient) -> None:
    for sku, stock in (("A", 9), ("B", 0), ("C", 5)):
        await made(client, "/parts", sku=sku, name=sku, price="1", stock=stock)
    found = (await client.get("/parts/running-out")).json()
    assert [part["sku"] for part in found] == ["B", "C"]


async def test_what_other_rows_forbid_is_a_conflict(client: AsyncClient) -> None:
    repair = await job(client)
    twice = await client.post("/customers", json={"name": "Cy", "email": "ann@example.org"})
    assert twice.status_code == 409
    assert (await client.delete(f"/bicycles/{repair['bicycle_id']}")).status_code == 409
    nobody = await client.post(
        "/jobs", json={"bicycle_id": repair["bicycle_id"], "summary": "x", "mechanic_id": 7}
    )
    assert nobody.status_code == 409


@pytest.mark.parametrize(
    "values",
    [
        {"price": "-1"},
        {"price": "1.999"},
        {"price": "12345678.00"},
        {"stock": -1},
        {"stock": 2**64},
        {"sku": "x" * 21},
        {"name": None},
    ],
)
async def test_what_the_database_would_refuse_never_reaches_it(
    client: AsyncClient, values: dict[str, Any]
) -> None:
    whole = {"sku": "A", "name": "A", "price": "1"}
    assert (await client.post("/parts", json=whole | values)).status_code == 422
    assert (await client.get("/parts")).json() == []


async def test_text_that_postgresql_cannot_store_is_no_error_of_the_server(
    client: AsyncClient,
) -> None:
    answer = await client.post("/customers", json={"name": "A\0n", "email": "ann@example.org"})
    assert answer.status_code in (201, 422)
    assert (await client.get("/parts/a%00b")).status_code in (404, 422)
