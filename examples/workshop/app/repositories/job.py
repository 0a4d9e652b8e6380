# Finding and keeping the rows of Job. Nothing here commits: that is for who began.
# ormforge: base 083fb2ca1c59

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from app.models import Job, UsedPart
from app.schemas import job_read_nested_options


class JobRepository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, id: int) -> Job | None:
        return await self.session.get(Job, id)

    async def list(self, limit: int = 100, offset: int = 0) -> Sequence[Job]:
        rows = select(Job).order_by(Job.id).limit(limit).offset(offset)
        return (await self.session.scalars(rows)).all()

    async def add(self, values: Mapping[str, Any]) -> Job:
        row = Job(**values)
        self.session.add(row)
        await self.session.flush()
        await self.session.refresh(row)
        return row

    async def change(self, row: Job, values: Mapping[str, Any]) -> Job:
        for name, value in values.items():
            setattr(row, name, value)
        await self.session.flush()
        await self.session.refresh(row)
        return row

    async def remove(self, row: Job) -> None:
        # What becomes of the rows that point to this one is for the database to decide.
        await self.session.execute(delete(Job).where(Job.id == row.id))

    async def with_details(self, id: int) -> Job | None:
        parts = selectinload(Job.used_parts).selectinload(UsedPart.part)
        options = [*job_read_nested_options(), parts]
        return await self.session.get(Job, id, options=options, populate_existing=True)
