# The routes of UsedPart.
# ormforge: base c03147f83860

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

from app.api import MISSING, REFUSED, Limit, Offset
from app.db import get_session
from app.models import UsedPart
from app.repositories.used_part import UsedPartRepository
from app.schemas import UsedPartCreate, UsedPartRead, UsedPartUpdate

router = APIRouter(prefix="/used-parts", tags=["used parts"])


def repository(session: Annotated[AsyncSession, Depends(get_session)]) -> UsedPartRepository:
    return UsedPartRepository(session)


Rows = Annotated[UsedPartRepository, Depends(repository)]


async def found(
    rows: Rows,
    job_id: Annotated[int, Field(ge=-9223372036854775808, le=9223372036854775807)],
    part_sku: str,
) -> UsedPart:
    row = await rows.get(job_id, part_sku)
    if row is None:
        raise HTTPException(404, "There is no such used part.")
    return row


Found = Annotated[UsedPart, Depends(found)]


@router.get("", response_model=list[UsedPartRead])
async def list_used_parts(rows: Rows, limit: Limit = 100, offset: Offset = 0) -> object:
    return await rows.list(limit, offset)


@router.get("/{job_id}/{part_sku}", response_model=UsedPartRead, responses=MISSING)
async def read_used_part(row: Found) -> object:
    return row


@router.post("", status_code=201, response_model=UsedPartRead, responses=REFUSED)
async def create_used_part(values: UsedPartCreate, rows: Rows) -> object:
    row = await rows.add(values.model_dump(exclude_unset=True, by_alias=True))
    await rows.session.commit()
    return row


@router.patch("/{job_id}/{part_sku}", response_model=UsedPartRead, responses=MISSING | REFUSED)
async def update_used_part(row: Found, values: UsedPartUpdate, rows: Rows) -> object:
    await rows.change(row, values.model_dump(exclude_unset=True, by_alias=True))
    await rows.session.commit()
    return row


@router.delete("/{job_id}/{part_sku}", status_code=204, responses=MISSING | REFUSED)
async def delete_used_part(row: Found, rows: Rows) -> None:
    await rows.remove(row)
    await rows.session.commit()
