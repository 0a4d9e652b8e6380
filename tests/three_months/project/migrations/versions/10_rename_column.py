from alembic import op

revision = "10"
down_revision = "09"


def upgrade():
    op.execute("ALTER TABLE tickets RENAME COLUMN subject TO title")
