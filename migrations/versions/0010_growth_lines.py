"""A drawn ranking keeps how its firms have grown since the round before"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "growth_line",
        sa.Column("run_id", Id, autoincrement=False, nullable=False),
        sa.Column("assessment_id", Id, autoincrement=False, nullable=False),
        sa.Column("credit_code", sa.String(length=40), nullable=False),
        *(
            sa.Column(name, sa.Double(), nullable=False)
            for name in ("before", "after", "gained", "low", "high", "chance")
        ),
        sa.CheckConstraint("length(credit_code) <= 40", name=op.f("ck_growth_line_credit_code_length")),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_growth_line_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["ranking_run.id"], name=op.f("fk_growth_line_run_id_ranking_run"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", "assessment_id", name=op.f("pk_growth_line")),
    )
    op.create_index(op.f("ix_growth_line_assessment_id"), "growth_line", ["assessment_id"])
    op.create_index(op.f("ix_growth_line_run_id_gained"), "growth_line", ["run_id", "gained"])


def downgrade() -> None:
    op.drop_table("growth_line")
