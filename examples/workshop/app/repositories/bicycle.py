# Finding and keeping the rows of Bicycle. Nothing here commits: that is for who began.
# ormforge: base 5b1c3149314c

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models import Bicycle


class BicycleRepository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, id: UUID) -> Bicycle | None:
        return await self.session.get(Bicycle, id)

    async def list(self, limit: int = 100, offset: int = 0) -> Sequence[Bicycle]:
        rows = select(Bicycle).order_by(Bicycle.id).limit(limit).offset(offset)
        return (await self.session.scalars(rows)).all()

    async def add(self, values: Mapping[str, Any]) -> Bicycle:
        row = Bicycle(**values)
        self.session.add(row)
        await self.session.flush()
        await self.session.refresh(row)
        return row

    async def change(self, row: Bicycle, values: Mapping[str, Any]) -> Bicycle:
        for name, value in values.items():
            setattr(row, name, value)
        await self.session.flush()
        await self.session.refresh(row)
        return row

    async def remove(self, row: Bicycle) -> None:
        # What becomes of the rows that point to this one is for the database to decide.
        await self.session.execute(delete(Bicycle).where(Bicycle.id == row.id))
