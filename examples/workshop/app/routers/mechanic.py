# The routes of Mechanic.
# ormforge: base affefd8fd6e8

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

from app.api import MISSING, REFUSED, Limit, Offset
from app.db import get_session
from app.models import Mechanic
from app.repositories.mechanic import MechanicRepository
from app.schemas import MechanicCreate, MechanicRead, MechanicUpdate

router = APIRouter(prefix="/mechanics", tags=["mechanics"])


def repository(session: Annotated[AsyncSession, Depends(get_session)]) -> MechanicRepository:
    return MechanicRepository(session)


Rows = Annotated[MechanicRepository, Depends(repository)]


async def found(
    rows: Rows, id: Annotated[int, Field(ge=-9223372036854775808, le=9223372036854775807)]
) -> Mechanic:
    row = await rows.get(id)
    if row is None:
        raise HTTPException(404, "There is no such mechanic.")
    return row


Found = Annotated[Mechanic, Depends(found)]


@router.get("", response_model=list[MechanicRead])
async def list_mechanics(rows: Rows, limit: Limit = 100, offset: Offset = 0) -> object:
    return await rows.list(limit, offset)


@router.get("/{id}", response_model=MechanicRead, responses=MISSING)
async def read_mechanic(row: Found) -> object:
    return row


@router.post("", status_code=201, response_model=MechanicRead, responses=REFUSED)
async def create_mechanic(values: MechanicCreate, rows: Rows) -> object:
    row = await rows.add(values.model_dump(exclude_unset=True, by_alias=True))
    await rows.session.commit()
    return row


@router.patch("/{id}", response_model=MechanicRead, responses=MISSING | REFUSED)
async def update_mechanic(row: Found, values: MechanicUpdate, rows: Rows) -> object:
    await rows.change(row, values.model_dump(exclude_unset=True, by_alias=True))
    await rows.session.commit()
    return row


@router.delete("/{id}", status_code=204, responses=MISSING | REFUSED)
async def delete_mechanic(row: Found, rows: Rows) -> None:
    await rows.remove(row)
    await rows.session.commit()
