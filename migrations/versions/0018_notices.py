"""Notices, and which of them a person has turned off"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("user") as batch:
        batch.add_column(sa.Column("muted", sa.JSON(), nullable=True))
    op.create_table(
        "notice",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("user_id", Id, nullable=False),
        sa.Column("firm_id", Id, nullable=True),
        sa.Column("message", sa.String(length=40), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("once", sa.String(length=100), nullable=True),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("read_at", Moment, nullable=True),
        sa.CheckConstraint('length("key") <= 22', name=op.f("ck_notice_key_length")),
        sa.CheckConstraint("length(message) <= 40", name=op.f("ck_notice_message_length")),
        sa.CheckConstraint("length(path) <= 200", name=op.f("ck_notice_path_length")),
        sa.CheckConstraint("length(once) <= 100", name=op.f("ck_notice_once_length")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_notice_user_id_user"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["firm_id"], ["firm.id"], name=op.f("fk_notice_firm_id_firm"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("key", name=op.f("uq_notice_key")),
        sa.UniqueConstraint("user_id", "once", name=op.f("uq_notice_user_id_once")),
    )
    op.create_index(op.f("ix_notice_user_id_read_at"), "notice", ["user_id", "read_at"])


def downgrade() -> None:
    op.drop_table("notice")
    with op.batch_alter_table("user") as batch:
        batch.drop_column("muted")
