from alembic import op

revision = "15"
down_revision = "14"


def upgrade():
    op.execute(
        "CREATE VIEW open_tickets AS SELECT id, title, priority FROM tickets WHERE status <> 'closed'"
    )
