"""Types of the application's own."""

import datetime
from typing import Literal

from pydantic import BaseModel, Field
from sqlalchemy import DateTime, Dialect
from sqlalchemy.types import TypeDecorator


class Setup(BaseModel):
    """How a bicycle is set up; a column of JSON holds it."""

    wheel_inches: int = Field(ge=12, le=36)
    tyre_bar: float = Field(default=4, gt=0, le=12)
    brakes: Literal["rim", "disc", "coaster"] = "rim"


class Moment(TypeDecorator[datetime.datetime]):
    """A moment in UTC, also on SQLite, which stores no time zone. One that is given without is in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime.datetime | None, dialect: Dialect
    ) -> datetime.datetime | None:
        if value is None or value.tzinfo is None:
            return value and value.replace(tzinfo=datetime.timezone.utc)
        return value.astimezone(datetime.timezone.utc)

    process_result_value = process_bind_param
