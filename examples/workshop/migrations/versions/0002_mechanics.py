"""Mechanics, and who does which job"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ws_mechanics",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("full_nm", sa.String(120), nullable=False),
        sa.Column("hourly_rate", sa.Numeric(6, 2), nullable=False),
        sa.CheckConstraint("hourly_rate > 0", name="rate_positive"),
    )
    with op.batch_alter_table("ws_jobs") as jobs:
        jobs.add_column(sa.Column("mechanic_id", sa.Integer))
        jobs.add_column(sa.Column("labour_minutes", sa.Integer, server_default="0", nullable=False))
        jobs.create_foreign_key("job_mechanic", "ws_mechanics", ["mechanic_id"], ["id"])
        jobs.create_check_constraint("labour_not_negative", "labour_minutes >= 0")
        jobs.create_index("ix_ws_jobs_mechanic_id", ["mechanic_id"])


def downgrade() -> None:
    with op.batch_alter_table("ws_jobs") as jobs:
        jobs.drop_index("ix_ws_jobs_mechanic_id")
        jobs.drop_constraint("labour_not_negative", type_="check")
        jobs.drop_constraint("job_mechanic", type_="foreignkey")
        jobs.drop_column("labour_minutes")
        jobs.drop_column("mechanic_id")
    op.drop_table("ws_mechanics")
