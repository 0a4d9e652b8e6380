# The routes of Supplier.
# ormforge: base 21ecb8a58267

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy.ext.asyncio import AsyncSession

from app.api import MISSING, REFUSED, Limit, Offset
from app.db import get_session
from app.models import Supplier
from app.repositories.supplier import SupplierRepository
from app.schemas import SupplierCreate, SupplierRead, SupplierUpdate

router = APIRouter(prefix="/suppliers", tags=["suppliers"])


def repository(session: Annotated[AsyncSession, Depends(get_session)]) -> SupplierRepository:
    return SupplierRepository(session)


Rows = Annotated[SupplierRepository, Depends(repository)]


async def found(rows: Rows, code: str) -> Supplier:
    row = await rows.get(code)
    if row is None:
        raise HTTPException(404, "There is no such supplier.")
    return row


Found = Annotated[Supplier, Depends(found)]


@router.get("", response_model=list[SupplierRead])
async def list_suppliers(rows: Rows, limit: Limit = 100, offset: Offset = 0) -> object:
    return await rows.list(limit, offset)


@router.get("/{code}", response_model=SupplierRead, responses=MISSING)
async def read_supplier(row: Found) -> object:
    return row


@router.post("", status_code=201, response_model=SupplierRead, responses=REFUSED)
async def create_supplier(values: SupplierCreate, rows: Rows) -> object:
    row = await rows.add(values.model_dump(exclude_unset=True, by_alias=True))
    await rows.session.commit()
    return row


@router.patch("/{code}", response_model=SupplierRead, responses=MISSING | REFUSED)
async def update_supplier(row: Found, values: SupplierUpdate, rows: Rows) -> object:
    await rows.change(row, values.model_dump(exclude_unset=True, by_alias=True))
    await rows.session.commit()
    return row


@router.delete("/{code}", status_code=204, responses=MISSING | REFUSED)
async def delete_supplier(row: Found, rows: Rows) -> None:
    await rows.remove(row)
    await rows.session.commit()
