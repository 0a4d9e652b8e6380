# Finding and keeping the rows of Mechanic. Nothing here commits: that is for who began.
# ormforge: base 16338f877e30

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models import Mechanic


class MechanicRepository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, id: int) -> Mechanic | None:
        return await self.session.get(Mechanic, id)

    async def list(self, limit: int = 100, offset: int = 0) -> Sequence[Mechanic]:
        rows = select(Mechanic).order_by(Mechanic.id).limit(limit).offset(offset)
        return (await self.session.scalars(rows)).all()

    async def add(self, values: Mapping[str, Any]) -> Mechanic:
        row = Mechanic(**values)
        self.session.add(row)
        await self.session.flush()
        await self.session.refresh(row)
        return row

    async def change(self, row: Mechanic, values: Mapping[str, Any]) -> Mechanic:
        for name, value in values.items():
            setattr(row, name, value)
        await self.session.flush()
        await self.session.refresh(row)
        return row

    async def remove(self, row: Mechanic) -> None:
        # What becomes of the rows that point to this one is for the database to decide.
        await self.session.execute(delete(Mechanic).where(Mechanic.id == row.id))
