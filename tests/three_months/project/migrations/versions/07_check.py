from alembic import op

revision = "07"
down_revision = "06"


def upgrade():
    with op.batch_alter_table("labels") as labels:
        labels.create_check_constraint("labels_name_given", "name <> ''")
