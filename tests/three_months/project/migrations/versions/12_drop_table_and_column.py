from alembic import op

revision = "12"
down_revision = "11"


def upgrade():
    op.drop_table("attachments")
    op.drop_column("tickets", "legacy_code")
