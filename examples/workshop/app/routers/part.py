# The routes of Part.
# ormforge: base 6f2aefc132cc

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query
from sqlalchemy.ext.asyncio import AsyncSession

from app.api import MISSING, REFUSED, Limit, Offset
from app.db import get_session
from app.models import Part
from app.repositories.part import PartRepository
from app.schemas import PartCreate, PartRead, PartUpdate

router = APIRouter(prefix="/parts", tags=["parts"])


def repository(session: Annotated[AsyncSession, Depends(get_session)]) -> PartRepository:
    return PartRepository(session)


Rows = Annotated[PartRepository, Depends(repository)]


async def found(rows: Rows, sku: str) -> Part:
    row = await rows.get(sku)
    if row is None:
        raise HTTPException(404, "There is no such part.")
    return row


Found = Annotated[Part, Depends(found)]


# region ormforge:custom stock
# before "/{sku}", which would take it for a part
@router.get("/running-out", response_model=list[PartRead])
async def list_parts_running_out(
    rows: Rows, at_most: Annotated[int, Query(ge=0, le=1000)] = 5
) -> object:
    return await rows.running_out(at_most)


# endregion ormforge:custom stock


@router.get("", response_model=list[PartRead])
async def list_parts(rows: Rows, limit: Limit = 100, offset: Offset = 0) -> object:
    return await rows.list(limit, offset)


@router.get("/{sku}", response_model=PartRead, responses=MISSING)
async def read_part(row: Found) -> object:
    return row


@router.post("", status_code=201, response_model=PartRead, responses=REFUSED)
async def create_part(values: PartCreate, rows: Rows) -> object:
    row = await rows.add(values.model_dump(exclude_unset=True, by_alias=True))
    await rows.session.commit()
    return row


@router.patch("/{sku}", response_model=PartRead, responses=MISSING | REFUSED)
async def update_part(row: Found, values: PartUpdate, rows: Rows) -> object:
    await rows.change(row, values.model_dump(exclude_unset=True, by_alias=True))
    await rows.session.commit()
    return row


@router.delete("/{sku}", status_code=204, responses=MISSING | REFUSED)
async def delete_part(row: Found, rows: Rows) -> None:
    await rows.remove(row)
    await rows.session.commit()
