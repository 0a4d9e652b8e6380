# Finding and keeping the rows of UsedPart. Nothing here commits: that is for who began.
# ormforge: base 083b1523ced8

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models import UsedPart


class UsedPartRepository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, job_id: int, part_sku: str) -> UsedPart | None:
        return await self.session.get(UsedPart, (job_id, part_sku))

    async def list(self, limit: int = 100, offset: int = 0) -> Sequence[UsedPart]:
        rows = (
            select(UsedPart)
            .order_by(UsedPart.job_id, UsedPart.part_sku)
            .limit(limit)
            .offset(offset)
        )
        return (await self.session.scalars(rows)).all()

    async def add(self, values: Mapping[str, Any]) -> UsedPart:
        row = UsedPart(**values)
        self.session.add(row)
        await self.session.flush()
        await self.session.refresh(row)
        return row

    async def change(self, row: UsedPart, values: Mapping[str, Any]) -> UsedPart:
        for name, value in values.items():
            setattr(row, name, value)
        await self.session.flush()
        await self.session.refresh(row)
        return row

    async def remove(self, row: UsedPart) -> None:
        # What becomes of the rows that point to this one is for the database to decide.
        await self.session.execute(
            delete(UsedPart).where(UsedPart.job_id == row.job_id, UsedPart.part_sku == row.part_sku)
        )
