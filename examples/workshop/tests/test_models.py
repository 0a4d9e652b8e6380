"""What the models can do beside the routes."""

import datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.models import Job, Part, Supplier
from app.repositories.part import PartRepository

pytestmark = pytest.mark.anyio


async def test_a_part_knows_its_supplier_once_there_is_one(session: AsyncSession) -> None:
    session.add(Part(sku="PAD", name="Brake pad", price=1, supplier_code="ACME"))
    await session.commit()
    part = await PartRepository(session).get("PAD")
    assert part is not None
    assert await part.awaitable_attrs.supplier is None
    session.add(Supplier(code="ACME", name="Acme", country="SE"))
    await session.flush()
    await session.refresh(part, ["supplier"])
    assert part.supplier is not None
    assert part.supplier.name == "Acme"
    assert [each.sku for each in await part.supplier.awaitable_attrs.parts] == ["PAD"]


def test_an_open_job_is_late_after_its_day() -> None:
    day = datetime.date(2026, 3, 1)
    job = Job(summary="Brakes", due_on=day)
    assert not job.is_late(day)
    assert job.is_late(day + datetime.timedelta(1))
    assert repr(job) == "Job(id=None)"
