"""The peer group a result was reached in stands beside it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FIRMS_OWN = (
    "UPDATE scorecard SET (sub_sector, size) = (SELECT firm.sub_sector, firm.size "
    "FROM firm JOIN assessment ON assessment.firm_id = firm.id WHERE assessment.id = scorecard.assessment_id)"
)


def upgrade() -> None:
    with op.batch_alter_table("scorecard") as batch:
        batch.add_column(sa.Column("sub_sector", sa.String(length=20), nullable=False, server_default=""))
        batch.add_column(sa.Column("size", sa.String(length=20), nullable=False, server_default=""))
        batch.create_check_constraint(op.f("ck_scorecard_sub_sector_length"), "length(sub_sector) <= 20")
        batch.create_check_constraint(op.f("ck_scorecard_size_length"), "length(size) <= 20")
    op.execute(FIRMS_OWN)
    with op.batch_alter_table("scorecard") as batch:
        for name in ("sub_sector", "size"):
            batch.alter_column(name, existing_type=sa.String(length=20), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("scorecard") as batch:
        for name in ("sub_sector", "size"):
            batch.drop_constraint(op.f(f"ck_scorecard_{name}_length"), type_="check")
            batch.drop_column(name)
