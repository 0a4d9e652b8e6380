"""When a job was finished, and the list of those that are not"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ws_jobs", sa.Column("finished_on", sa.Date))
    op.execute("""
        CREATE VIEW ws_open_jobs AS
        SELECT j.id, j.summary, j.due_on, b.frame_no, c.full_nm
        FROM ws_jobs j
        JOIN ws_bicycles b ON b.id = j.bicycle_id
        JOIN ws_customers c ON c.id = b.customer_id
        WHERE j.finished_on IS NULL
        """)


def downgrade() -> None:
    op.execute("DROP VIEW ws_open_jobs")
    with op.batch_alter_table("ws_jobs") as jobs:
        jobs.drop_column("finished_on")
