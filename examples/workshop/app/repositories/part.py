# Finding and keeping the rows of Part. Nothing here commits: that is for who began.
# ormforge: base f95d45d10762

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models import Part


class PartRepository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, sku: str) -> Part | None:
        return await self.session.get(Part, sku)

    async def list(self, limit: int = 100, offset: int = 0) -> Sequence[Part]:
        rows = select(Part).order_by(Part.sku).limit(limit).offset(offset)
        return (await self.session.scalars(rows)).all()

    async def add(self, values: Mapping[str, Any]) -> Part:
        row = Part(**values)
        self.session.add(row)
        await self.session.flush()
        await self.session.refresh(row)
        return row

    async def change(self, row: Part, values: Mapping[str, Any]) -> Part:
        for name, value in values.items():
            setattr(row, name, value)
        await self.session.flush()
        await self.session.refresh(row)
        return row

    async def remove(self, row: Part) -> None:
        # What becomes of the rows that point to this one is for the database to decide.
        await self.session.execute(delete(Part).where(Part.sku == row.sku))

    # region ormforge:custom stock
    async def running_out(self, at_most: int) -> Sequence[Part]:
        rows = select(Part).where(Part.stock <= at_most).order_by(Part.stock, Part.sku)
        return (await self.session.scalars(rows)).all()

    # endregion ormforge:custom stock
