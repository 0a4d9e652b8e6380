"""Types of the project's own."""

from decimal import Decimal
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Dialect
from sqlalchemy.types import DECIMAL, TypeDecorator
from typing_extensions import TypedDict


class Prefs(BaseModel):
    theme: str = "light"
    size: int = 10


class Settings(TypedDict):
    language: str


class Money(Decimal):
    pass


class MoneyType(TypeDecorator[Money]):
    impl = DECIMAL(10, 2)
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> Money | None:
        return None if value is None else Money(value)
