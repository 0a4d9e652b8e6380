import sqlalchemy as sa
from alembic import op

revision = "04"
down_revision = "03"


def upgrade():
    op.create_table(
        "ticket_labels",
        sa.Column(
            "ticket_id",
            sa.Integer,
            sa.ForeignKey("tickets.id", name="ticket_labels_ticket_id_fkey", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column(
            "label_id",
            sa.Integer,
            sa.ForeignKey("labels.id", name="ticket_labels_label_id_fkey"),
            primary_key=True,
        ),
    )
