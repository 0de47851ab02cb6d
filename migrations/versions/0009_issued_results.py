"""Results as they were issued, with number, digest and a locked copy"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from readiness.store.append_only import make_append_only

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)
MOST = 2147483647
FIXED = (
    "id", "key", "assessment_id", "basis", "number", "revision", "index", "level", "standing", "document", "digest",
    "by_id", "at",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "issued_result",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("assessment_id", Id, nullable=False),
        sa.Column("basis", sa.String(length=10), nullable=False),
        sa.Column("number", sa.String(length=14), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("index", sa.Double(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(length=10), nullable=False),
        sa.Column("document", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("declared_by", sa.String(length=100), nullable=False),
        sa.Column("by_id", Id, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.CheckConstraint("basis IN ('declared', 'verified')", name=op.f("ck_issued_result_basis_word")),
        sa.CheckConstraint(
            "standing IN ('official', 'draft', 'hold', 'unranked')",
            name=op.f("ck_issued_result_standing_word"),
        ),
        sa.CheckConstraint(f"revision BETWEEN 0 AND {MOST}", name=op.f("ck_issued_result_revision_range")),
        sa.CheckConstraint("level BETWEEN 0 AND 100", name=op.f("ck_issued_result_level_range")),
        sa.CheckConstraint('length("key") <= 22', name=op.f("ck_issued_result_key_length")),
        sa.CheckConstraint("length(basis) <= 10", name=op.f("ck_issued_result_basis_length")),
        sa.CheckConstraint("length(number) <= 14", name=op.f("ck_issued_result_number_length")),
        sa.CheckConstraint("length(standing) <= 10", name=op.f("ck_issued_result_standing_length")),
        sa.CheckConstraint("length(digest) <= 64", name=op.f("ck_issued_result_digest_length")),
        sa.CheckConstraint("length(declared_by) <= 100", name=op.f("ck_issued_result_declared_by_length")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_issued_result_assessment_id_assessment")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_issued_result_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_result")),
        sa.UniqueConstraint("key", name=op.f("uq_issued_result_key")),
        sa.UniqueConstraint("number", name=op.f("uq_issued_result_number")),
    )
    op.create_index(op.f("ix_issued_result_assessment_id"), "issued_result", ["assessment_id"])
    make_append_only("issued_result", FIXED)


def downgrade() -> None:
    op.drop_table("issued_result")
