# The routes of Customer.
# ormforge: base efc77d38bd58

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

from app.api import MISSING, REFUSED, Limit, Offset
from app.db import get_session
from app.models import Customer
from app.repositories.customer import CustomerRepository
from app.schemas import CustomerCreate, CustomerRead, CustomerUpdate

router = APIRouter(prefix="/customers", tags=["customers"])


def repository(session: Annotated[AsyncSession, Depends(get_session)]) -> CustomerRepository:
    return CustomerRepository(session)


Rows = Annotated[CustomerRepository, Depends(repository)]


async def found(
    rows: Rows, id: Annotated[int, Field(ge=-9223372036854775808, le=9223372036854775807)]
) -> Customer:
    row = await rows.get(id)
    if row is None:
        raise HTTPException(404, "There is no such customer.")
    return row


Found = Annotated[Customer, Depends(found)]


@router.get("", response_model=list[CustomerRead])
async def list_customers(rows: Rows, limit: Limit = 100, offset: Offset = 0) -> object:
    return await rows.list(limit, offset)


@router.get("/{id}", response_model=CustomerRead, responses=MISSING)
async def read_customer(row: Found) -> object:
    return row


@router.post("", status_code=201, response_model=CustomerRead, responses=REFUSED)
async def create_customer(values: CustomerCreate, rows: Rows) -> object:
    row = await rows.add(values.model_dump(exclude_unset=True, by_alias=True))
    await rows.session.commit()
    return row


@router.patch("/{id}", response_model=CustomerRead, responses=MISSING | REFUSED)
async def update_customer(row: Found, values: CustomerUpdate, rows: Rows) -> object:
    await rows.change(row, values.model_dump(exclude_unset=True, by_alias=True))
    await rows.session.commit()
    return row


@router.delete("/{id}", status_code=204, responses=MISSING | REFUSED)
async def delete_customer(row: Found, rows: Rows) -> None:
    await rows.remove(row)
    await rows.session.commit()
