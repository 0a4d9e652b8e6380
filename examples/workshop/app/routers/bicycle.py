# The routes of Bicycle.
# ormforge: base 8bd594d937fe

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy.ext.asyncio import AsyncSession

from app.api import MISSING, REFUSED, Limit, Offset
from app.db import get_session
from app.models import Bicycle
from app.repositories.bicycle import BicycleRepository
from app.schemas import BicycleCreate, BicycleRead, BicycleUpdate

router = APIRouter(prefix="/bicycles", tags=["bicycles"])


def repository(session: Annotated[AsyncSession, Depends(get_session)]) -> BicycleRepository:
    return BicycleRepository(session)


Rows = Annotated[BicycleRepository, Depends(repository)]


async def found(rows: Rows, id: UUID) -> Bicycle:
    row = await rows.get(id)
    if row is None:
        raise HTTPException(404, "There is no such bicycle.")
    return row


Found = Annotated[Bicycle, Depends(found)]


@router.get("", response_model=list[BicycleRead])
async def list_bicycles(rows: Rows, limit: Limit = 100, offset: Offset = 0) -> object:
    return await rows.list(limit, offset)


@router.get("/{id}", response_model=BicycleRead, responses=MISSING)
async def read_bicycle(row: Found) -> object:
    return row


@router.post("", status_code=201, response_model=BicycleRead, responses=REFUSED)
async def create_bicycle(values: BicycleCreate, rows: Rows) -> object:
    row = await rows.add(values.model_dump(exclude_unset=True, by_alias=True))
    await rows.session.commit()
    return row


@router.patch("/{id}", response_model=BicycleRead, responses=MISSING | REFUSED)
async def update_bicycle(row: Found, values: BicycleUpdate, rows: Rows) -> object:
    await rows.change(row, values.model_dump(exclude_unset=True, by_alias=True))
    await rows.session.commit()
    return row


@router.delete("/{id}", status_code=204, responses=MISSING | REFUSED)
async def delete_bicycle(row: Found, rows: Rows) -> None:
    await rows.remove(row)
    await rows.session.commit()
