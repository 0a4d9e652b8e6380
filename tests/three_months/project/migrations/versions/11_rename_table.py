from alembic import op

revision = "11"
down_revision = "10"


def upgrade():
    op.rename_table("labels", "tags")
