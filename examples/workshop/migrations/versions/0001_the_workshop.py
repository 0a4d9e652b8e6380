"""Customers, their bicycles, parts and repair jobs, named as the old desktop program had them"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def timestamps() -> list[sa.Column]:
    now = sa.func.current_timestamp()
    return [
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=now, nullable=False),
    ]


def upgrade() -> None:
    op.create_table(
        "ws_customers",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("full_nm", sa.String(120), nullable=False),
        sa.Column("email", sa.String(200), nullable=False, unique=True),
        sa.Column("phone", sa.String(40)),
        *timestamps(),
    )
    op.create_table(
        "ws_bicycles",
        sa.Column("id", sa.Uuid, primary_key=True),
        sa.Column(
            "customer_id", sa.Integer, sa.ForeignKey("ws_customers.id"), nullable=False, index=True
        ),
        sa.Column("frame_no", sa.String(40), nullable=False, unique=True),
        sa.Column(
            "kind",
            sa.Enum("city", "road", "cargo", name="bicycle_kind", create_constraint=True),
            nullable=False,
        ),
        sa.Column("setup", sa.JSON),
        sa.Column("bought_on", sa.Date),
    )
    op.create_table(
        "ws_suppliers",
        sa.Column("code", sa.String(12), primary_key=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.CheckConstraint("length(country) = 2", name="country_is_iso"),
    )
    # Price lists arrive before their suppliers do, so that supplier_code has no foreign key.
    op.create_table(
        "ws_parts",
        sa.Column("sku", sa.String(20), primary_key=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("supplier_code", sa.String(12), index=True),
        sa.Column("price", sa.Numeric(8, 2), nullable=False),
        sa.Column("stock", sa.Integer, server_default="0", nullable=False),
        sa.CheckConstraint("price >= 0", name="price_not_negative"),
        sa.CheckConstraint("stock >= 0", name="stock_not_negative"),
    )
    op.create_table(
        "ws_jobs",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "bicycle_id", sa.Uuid, sa.ForeignKey("ws_bicycles.id"), nullable=False, index=True
        ),
        sa.Column("summary", sa.String(200), nullable=False),
        sa.Column("estimate", sa.Numeric(8, 2)),
        sa.Column("due_on", sa.Date),
        sa.Column("internal_note", sa.Text),
        *timestamps(),
    )
    op.create_table(
        "ws_job_parts",
        sa.Column(
            "job_id", sa.Integer, sa.ForeignKey("ws_jobs.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column(
            "part_sku", sa.String(20), sa.ForeignKey("ws_parts.sku"), primary_key=True, index=True
        ),
        sa.Column("quantity", sa.Integer, server_default="1", nullable=False),
        sa.CheckConstraint("quantity > 0", name="quantity_positive"),
    )


def downgrade() -> None:
    for name in ("job_parts", "jobs", "parts", "suppliers", "bicycles", "customers"):
        op.drop_table(f"ws_{name}")
    sa.Enum(name="bicycle_kind").drop(op.get_bind(), checkfirst=True)
