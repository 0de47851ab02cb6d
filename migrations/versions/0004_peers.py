"""Peer figures of a round by day, who is counted in them, and a seal on every scorecard"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_snapshots()
    create_members()
    with op.batch_alter_table("scorecard") as batch:
        batch.add_column(sa.Column("seal", sa.String(length=64), nullable=False, server_default=""))
        batch.create_check_constraint(op.f("ck_scorecard_seal_length"), "length(seal) <= 64")
    with op.batch_alter_table("scorecard") as batch:
        batch.alter_column("seal", existing_type=sa.String(length=64), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("scorecard") as batch:
        batch.drop_constraint(op.f("ck_scorecard_seal_length"), type_="check")
        batch.drop_column("seal")
    op.drop_table("peer_member")
    op.drop_table("peer_snapshot")


def create_snapshots() -> None:
    op.create_table(
        "peer_snapshot",
        sa.Column("id", Id, nullable=False),
        sa.Column("round_id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("firms", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.CheckConstraint("firms BETWEEN 0 AND 2147483647", name=op.f("ck_peer_snapshot_firms_range")),
        sa.CheckConstraint("length(seal) <= 64", name=op.f("ck_peer_snapshot_seal_length")),
        sa.CheckConstraint("number BETWEEN 1 AND 2147483647", name=op.f("ck_peer_snapshot_number_range")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_peer_snapshot_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_snapshot")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_peer_snapshot_round_id_number")),
    )


def create_members() -> None:
    op.create_table(
        "peer_member",
        sa.Column("assessment_id", Id, autoincrement=False, nullable=False),
        sa.Column("round_id", Id, nullable=False),
        sa.Column("cohort", sa.Integer(), nullable=False),
        sa.Column("home", sa.String(length=100), nullable=False),
        sa.Column("path", sa.String(length=100), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("index", sa.Double(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.CheckConstraint("cohort BETWEEN 0 AND 2147483647", name=op.f("ck_peer_member_cohort_range")),
        sa.CheckConstraint("length(home) <= 100", name=op.f("ck_peer_member_home_length")),
        sa.CheckConstraint("length(mark) <= 64", name=op.f("ck_peer_member_mark_length")),
        sa.CheckConstraint("length(path) <= 100", name=op.f("ck_peer_member_path_length")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_peer_member_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_peer_member_round_id_round")),
        sa.PrimaryKeyConstraint("assessment_id", name=op.f("pk_peer_member")),
    )
    op.create_index(op.f("ix_peer_member_round_id_home"), "peer_member", ["round_id", "home"])
