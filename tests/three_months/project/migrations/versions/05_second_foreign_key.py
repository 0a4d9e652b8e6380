from alembic import op

revision = "05"
down_revision = "04"


def upgrade():
    op.execute("ALTER TABLE tickets ADD COLUMN reporter_id INTEGER REFERENCES agents (id)")
