"""Where the migrations run: the database of DATABASE_URL."""

import os

from alembic import context
from sqlalchemy import NullPool, create_engine

engine = create_engine(os.environ["DATABASE_URL"], poolclass=NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
