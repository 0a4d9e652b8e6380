import sqlalchemy as sa
from alembic import op

revision = "01"
down_revision = None

STATUS = sa.Enum("open", "closed", name="ticket_status", create_constraint=True)


def upgrade():
    op.create_table(
        "agents",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("email", sa.String(200)),
        sa.Column("phone", sa.String(30)),
        sa.Column("bio", sa.Text),
        sa.UniqueConstraint("email", name="agents_email_key"),
    )
    op.create_table(
        "tickets",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("status", STATUS, nullable=False, server_default="open"),
        sa.Column("agent_id", sa.Integer, sa.ForeignKey("agents.id", name="tickets_agent_id_fkey")),
    )
    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "ticket_id",
            sa.Integer,
            sa.ForeignKey("tickets.id", name="attachments_ticket_id_fkey", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
    )
    op.create_table(
        "labels",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(40), nullable=False),
    )
