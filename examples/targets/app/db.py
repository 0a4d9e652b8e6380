"""The database of the application; written by hand."""

import os
from collections.abc import Iterator

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

engine = create_engine(os.environ.get("DATABASE_URL", "sqlite:///shop.db"))


def get_session() -> Iterator[Session]:
    with Session(engine) as session:
        yield session
