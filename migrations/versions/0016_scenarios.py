"""Scenarios that a firm kept"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "scenario",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("assessment_id", Id, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("by_id", Id, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("changed_at", Moment, nullable=False),
        sa.CheckConstraint('length("key") <= 22', name=op.f("ck_scenario_key_length")),
        sa.CheckConstraint("length(name) <= 100", name=op.f("ck_scenario_name_length")),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_scenario_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_scenario_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario")),
        sa.UniqueConstraint("key", name=op.f("uq_scenario_key")),
        sa.UniqueConstraint("assessment_id", "name", name=op.f("uq_scenario_assessment_id_name")),
    )


def downgrade() -> None:
    op.drop_table("scenario")
