# The routes of Job.
# ormforge: base 11b5fa0c8cff

import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

from app.api import MISSING, REFUSED, Limit, Offset
from app.db import get_session
from app.models import Job
from app.repositories.job import JobRepository
from app.schemas import JobCreate, JobRead, JobSheet, JobUpdate

router = APIRouter(prefix="/jobs", tags=["jobs"])


def repository(session: Annotated[AsyncSession, Depends(get_session)]) -> JobRepository:
    return JobRepository(session)


Rows = Annotated[JobRepository, Depends(repository)]


async def found(
    rows: Rows, id: Annotated[int, Field(ge=-9223372036854775808, le=9223372036854775807)]
) -> Job:
    row = await rows.get(id)
    if row is None:
        raise HTTPException(404, "There is no such job.")
    return row


Found = Annotated[Job, Depends(found)]


@router.get("", response_model=list[JobRead])
async def list_jobs(rows: Rows, limit: Limit = 100, offset: Offset = 0) -> object:
    return await rows.list(limit, offset)


@router.get("/{id}", response_model=JobRead, responses=MISSING)
async def read_job(row: Found) -> object:
    return row


@router.get("/{id}/sheet", response_model=JobSheet, responses=MISSING)
async def read_job_sheet(row: Found, rows: Rows) -> object:
    return await rows.with_details(row.id)


@router.post("/{id}/finish", response_model=JobRead, responses=MISSING | REFUSED)
async def finish_job(row: Found, on: datetime.date, rows: Rows) -> object:
    if row.finished_on is not None:
        raise HTTPException(409, "The job is finished already.")
    await rows.change(row, {"finished_on": on})
    await rows.session.commit()
    return row


@router.post("", status_code=201, response_model=JobRead, responses=REFUSED)
async def create_job(values: JobCreate, rows: Rows) -> object:
    row = await rows.add(values.model_dump(exclude_unset=True, by_alias=True))
    await rows.session.commit()
    return row


@router.patch("/{id}", response_model=JobRead, responses=MISSING | REFUSED)
async def update_job(row: Found, values: JobUpdate, rows: Rows) -> object:
    await rows.change(row, values.model_dump(exclude_unset=True, by_alias=True))
    await rows.session.commit()
    return row


@router.delete("/{id}", status_code=204, responses=MISSING | REFUSED)
async def delete_job(row: Found, rows: Rows) -> None:
    await rows.remove(row)
    await rows.session.commit()
