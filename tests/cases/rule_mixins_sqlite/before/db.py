"""What the models of this project share."""

import datetime

from sqlalchemy import DateTime
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class AuditBase(Base):
    __abstract__ = True


class Stamped:
    created_at: Mapped[datetime.datetime] = mapped_column(DateTime, sort_order=1)
    updated_at: Mapped[datetime.datetime | None] = mapped_column(DateTime, sort_order=1)
