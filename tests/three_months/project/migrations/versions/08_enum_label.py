import sqlalchemy as sa
from alembic import op

revision = "08"
down_revision = "07"

# SQLite has the labels in a CHECK, and changes one by making the table anew
TICKETS = sa.Table(
    "tickets",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("subject", sa.String(120), nullable=False),
    sa.Column("status", sa.String(7), nullable=False, server_default="open"),
    sa.Column("agent_id", sa.Integer, sa.ForeignKey("agents.id", name="tickets_agent_id_fkey")),
    sa.Column("priority", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Column("due_on", sa.Date),
    sa.Column("legacy_code", sa.String(12)),
    sa.Column("reporter_id", sa.Integer, sa.ForeignKey("agents.id")),
    sa.CheckConstraint("status IN ('open', 'waiting', 'closed')", name="ticket_status"),
    sa.Index("ix_tickets_status_due_on", "status", "due_on"),
)


def upgrade():
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("tickets", copy_from=TICKETS, recreate="always"):
            return
    with op.get_context().autocommit_block():
        op.execute("ALTER TYPE ticket_status ADD VALUE 'waiting' BEFORE 'closed'")
