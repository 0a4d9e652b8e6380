# Finding and keeping the rows of OpenJob. Nothing here commits: that is for who began.
# ormforge: base b8e183c8ac23

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.models import OpenJob


class OpenJobRepository:
    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, id: int) -> OpenJob | None:
        return await self.session.get(OpenJob, id)

    async def list(self, limit: int = 100, offset: int = 0) -> Sequence[OpenJob]:
        rows = select(OpenJob).order_by(OpenJob.id).limit(limit).offset(offset)
        return (await self.session.scalars(rows)).all()
