"""Run a case's `use(session, models)` on the project's own database: `-m tests.use_models USE_FILE`, in the project's folder."""

from __future__ import annotations

import os
import runpy
import sys

import sqlalchemy as sa
from sqlalchemy.orm import Session

sys.path[0] = os.getcwd()


def main() -> None:
    import models

    engine = sa.create_engine(os.environ["DATABASE_URL"], poolclass=sa.NullPool)
    with Session(engine) as session:
        runpy.run_path(sys.argv[1])["use"](session, models)
        session.rollback()
    engine.dispose()


if __name__ == "__main__":
    main()
