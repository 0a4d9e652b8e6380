from alembic import op

revision = "09"
down_revision = "08"


def upgrade():
    if op.get_bind().dialect.supports_comments:
        op.create_table_comment("tickets", "What somebody has asked for.")
        op.execute("COMMENT ON COLUMN tickets.due_on IS 'Answered by then, or escalated.'")
