"""Rankings that were drawn, with all that made them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)
MOST = 2147483647


def upgrade() -> None:
    create_runs()
    create_lines()


def downgrade() -> None:
    op.drop_table("ranking_line")
    op.drop_table("ranking_run")


def create_runs() -> None:
    op.create_table(
        "ranking_run",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("round_id", Id, nullable=False),
        sa.Column("basis", sa.String(length=10), nullable=False),
        sa.Column("draws", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("firms", sa.Integer(), nullable=False),
        sa.Column("settings", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("questionnaire_digest", sa.String(length=64), nullable=False),
        sa.Column("input_digest", sa.String(length=64), nullable=False),
        sa.Column("result_digest", sa.String(length=64), nullable=False),
        sa.Column("engine", sa.String(length=20), nullable=False),
        sa.Column("sensitivity", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("by_id", Id, nullable=True),
        sa.Column("at", Moment, nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.CheckConstraint("basis IN ('declared', 'verified')", name=op.f("ck_ranking_run_basis_word")),
        sa.CheckConstraint(f"draws BETWEEN 1 AND {MOST}", name=op.f("ck_ranking_run_draws_range")),
        sa.CheckConstraint(f"firms BETWEEN 1 AND {MOST}", name=op.f("ck_ranking_run_firms_range")),
        sa.CheckConstraint(f"seed BETWEEN 0 AND {MOST}", name=op.f("ck_ranking_run_seed_range")),
        sa.CheckConstraint('length("key") <= 22', name=op.f("ck_ranking_run_key_length")),
        sa.CheckConstraint("length(basis) <= 10", name=op.f("ck_ranking_run_basis_length")),
        sa.CheckConstraint("length(engine) <= 20", name=op.f("ck_ranking_run_engine_length")),
        sa.CheckConstraint("length(input_digest) <= 64", name=op.f("ck_ranking_run_input_digest_length")),
        sa.CheckConstraint(
            "length(questionnaire_digest) <= 64", name=op.f("ck_ranking_run_questionnaire_digest_length")
        ),
        sa.CheckConstraint("length(result_digest) <= 64", name=op.f("ck_ranking_run_result_digest_length")),
        sa.CheckConstraint("length(seal) <= 64", name=op.f("ck_ranking_run_seal_length")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_ranking_run_by_id_user")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_ranking_run_round_id_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ranking_run")),
        sa.UniqueConstraint("key", name=op.f("uq_ranking_run_key")),
    )
    op.create_index(op.f("ix_ranking_run_round_id_basis"), "ranking_run", ["round_id", "basis"])


def create_lines() -> None:
    whole = ("place", "low", "high", "tier", "adjusted_place")
    op.create_table(
        "ranking_line",
        sa.Column("run_id", Id, autoincrement=False, nullable=False),
        sa.Column("assessment_id", Id, autoincrement=False, nullable=False),
        sa.Column("credit_code", sa.String(length=40), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("median", sa.Double(), nullable=False),
        sa.Column("low", sa.Integer(), nullable=False),
        sa.Column("high", sa.Integer(), nullable=False),
        sa.Column("top", sa.Double(), nullable=False),
        sa.Column("levels", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("adjusted", sa.Double(), nullable=True),
        sa.Column("adjusted_place", sa.Integer(), nullable=True),
        *(
            sa.CheckConstraint(f"{name} BETWEEN 1 AND {MOST}", name=op.f(f"ck_ranking_line_{name}_range"))
            for name in whole
        ),
        sa.CheckConstraint("length(credit_code) <= 40", name=op.f("ck_ranking_line_credit_code_length")),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessment.id"],
            name=op.f("fk_ranking_line_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["ranking_run.id"],
            name=op.f("fk_ranking_line_run_id_ranking_run"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("run_id", "assessment_id", name=op.f("pk_ranking_line")),
    )
    op.create_index(op.f("ix_ranking_line_assessment_id"), "ranking_line", ["assessment_id"])
