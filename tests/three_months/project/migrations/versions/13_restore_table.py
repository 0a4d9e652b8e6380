import sqlalchemy as sa
from alembic import op

revision = "13"
down_revision = "12"


def upgrade():
    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "ticket_id",
            sa.Integer,
            sa.ForeignKey("tickets.id", name="attachments_ticket_id_fkey", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("path", sa.Text),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False, server_default="text/plain"),
    )
