import sqlalchemy as sa
from alembic import op

revision = "06"
down_revision = "05"


def upgrade():
    with op.batch_alter_table("agents") as agents:
        agents.alter_column("name", type_=sa.String(120), existing_nullable=False)
        agents.alter_column("email", existing_type=sa.String(200), nullable=False)
    with op.batch_alter_table("attachments") as attachments:
        attachments.alter_column("size", type_=sa.BigInteger, server_default=sa.text("0"))
        attachments.alter_column("path", existing_type=sa.Text, nullable=True)
