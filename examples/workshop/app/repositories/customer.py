# Finding and keeping the rows of Customer. Nothing here commits: that is for who began.
# ormforge: base 6a454a9df938

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models import Customer


class CustomerRepository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, id: int) -> Customer | None:
        return await self.session.get(Customer, id)

    async def list(self, limit: int = 100, offset: int = 0) -> Sequence[Customer]:
        rows = select(Customer).order_by(Customer.id).limit(limit).offset(offset)
        return (await self.session.scalars(rows)).all()

    async def add(self, values: Mapping[str, Any]) -> Customer:
        row = Customer(**values)
        self.session.add(row)
        await self.session.flush()
        await self.session.refresh(row)
        return row

    async def change(self, row: Customer, values: Mapping[str, Any]) -> Customer:
        for name, value in values.items():
            setattr(row, name, value)
        await self.session.flush()
        await self.session.refresh(row)
        return row

    async def remove(self, row: Customer) -> None:
        # What becomes of the rows that point to this one is for the database to decide.
        await self.session.execute(delete(Customer).where(Customer.id == row.id))
