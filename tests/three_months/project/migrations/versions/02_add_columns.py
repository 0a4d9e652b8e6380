import sqlalchemy as sa
from alembic import op

revision = "02"
down_revision = "01"


def upgrade():
    op.add_column(
        "tickets", sa.Column("priority", sa.Integer, nullable=False, server_default=sa.text("0"))
    )
    op.add_column("tickets", sa.Column("due_on", sa.Date))
    op.add_column("tickets", sa.Column("legacy_code", sa.String(12)))
