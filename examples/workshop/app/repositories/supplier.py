# Finding and keeping the rows of Supplier. Nothing here commits: that is for who began.
# ormforge: base eca5610a9707

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models import Supplier


class SupplierRepository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, code: str) -> Supplier | None:
        return await self.session.get(Supplier, code)

    async def list(self, limit: int = 100, offset: int = 0) -> Sequence[Supplier]:
        rows = select(Supplier).order_by(Supplier.code).limit(limit).offset(offset)
        return (await self.session.scalars(rows)).all()

    async def add(self, values: Mapping[str, Any]) -> Supplier:
        row = Supplier(**values)
        self.session.add(row)
        await self.session.flush()
        await self.session.refresh(row)
        return row

    async def change(self, row: Supplier, values: Mapping[str, Any]) -> Supplier:
        for name, value in values.items():
            setattr(row, name, value)
        await self.session.flush()
        await self.session.refresh(row)
        return row

    async def remove(self, row: Supplier) -> None:
        # What becomes of the rows that point to this one is for the database to decide.
        await self.session.execute(delete(Supplier).where(Supplier.code == row.code))
