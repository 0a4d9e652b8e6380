import sqlalchemy as sa
from alembic import op

revision = "14"
down_revision = "13"


def upgrade():
    op.create_table(
        "agent_profiles",
        sa.Column(
            "agent_id",
            sa.Integer,
            sa.ForeignKey("agents.id", name="agent_profiles_agent_id_fkey", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("phone", sa.String(30)),
        sa.Column("bio", sa.Text),
    )
    op.execute("INSERT INTO agent_profiles SELECT id, phone, bio FROM agents")
    op.drop_column("agents", "phone")
    op.drop_column("agents", "bio")
