# The routes of OpenJob.
# ormforge: base a9f1d0dd2d50

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

from app.api import MISSING, Limit, Offset
from app.db import get_session
from app.models import OpenJob
from app.repositories.open_job import OpenJobRepository
from app.schemas import OpenJobRead

router = APIRouter(prefix="/open-jobs", tags=["open jobs"])


def repository(session: Annotated[AsyncSession, Depends(get_session)]) -> OpenJobRepository:
    return OpenJobRepository(session)


Rows = Annotated[OpenJobRepository, Depends(repository)]


async def found(
    rows: Rows, id: Annotated[int, Field(ge=-9223372036854775808, le=9223372036854775807)]
) -> OpenJob:
    row = await rows.get(id)
    if row is None:
        raise HTTPException(404, "There is no such open job.")
    return row


Found = Annotated[OpenJob, Depends(found)]


@router.get("", response_model=list[OpenJobRead])
async def list_open_jobs(rows: Rows, limit: Limit = 100, offset: Offset = 0) -> object:
    return await rows.list(limit, offset)


@router.get("/{id}", response_model=OpenJobRead, responses=MISSING)
async def read_open_job(row: Found) -> object:
    return row
