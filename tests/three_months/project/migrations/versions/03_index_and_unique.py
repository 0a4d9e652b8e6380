from alembic import op

revision = "03"
down_revision = "02"


def upgrade():
    op.create_index("ix_tickets_status_due_on", "tickets", ["status", "due_on"])
    with op.batch_alter_table("labels") as labels:
        labels.create_unique_constraint("labels_name_key", ["name"])
