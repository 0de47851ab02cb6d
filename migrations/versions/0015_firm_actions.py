"""Actions of a firm's plan"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)
LENGTHS = {
    "key": 22,
    "kind": 10,
    "code": 60,
    "question": 40,
    "title": 200,
    "state": 10,
    "reason": 2000,
    "sending": 100,
}
KINDS = "kind IN ('step', 'document', 'audit', 'own')"
STATES = "state IN ('open', 'in_work', 'done', 'dropped')"


def upgrade() -> None:
    op.create_table(
        "firm_action",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.String(length=22), nullable=False),
        sa.Column("firm_id", Id, nullable=False),
        sa.Column("assessment_id", Id, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("target", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("documented", sa.Boolean(), nullable=False),
        sa.Column("points_planned", sa.Double(), nullable=True),
        sa.Column("points_reached", sa.Double(), nullable=True),
        sa.Column("yuan_planned", sa.Double(), nullable=False),
        sa.Column("yuan_spent", sa.Double(), nullable=True),
        sa.Column("owner_id", Id, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("reached", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("answered_id", Id, nullable=True),
        sa.Column("sending", sa.String(length=100), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("by_id", Id, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("changed_by_id", Id, nullable=False),
        sa.Column("changed_at", Moment, nullable=False),
        *_checks(),
        *_foreign_keys(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_firm_action")),
        sa.UniqueConstraint("key", name=op.f("uq_firm_action_key")),
    )
    op.create_index(op.f("ix_firm_action_firm_id"), "firm_action", ["firm_id"])


def _checks() -> list[sa.CheckConstraint]:
    lengths = [
        sa.CheckConstraint(f'length("{name}") <= {length}', name=op.f(f"ck_firm_action_{name}_length"))
        for name, length in LENGTHS.items()
    ]
    return [
        *lengths,
        sa.CheckConstraint(KINDS, name=op.f("ck_firm_action_kind_word")),
        sa.CheckConstraint(STATES, name=op.f("ck_firm_action_state_word")),
        sa.CheckConstraint("revision BETWEEN 0 AND 2147483647", name=op.f("ck_firm_action_revision_range")),
    ]


def _foreign_keys() -> list[sa.ForeignKeyConstraint]:
    def to(column: str, table: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
        name = op.f(f"fk_firm_action_{column}_{table}")
        return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name, ondelete=ondelete)

    return [
        to("firm_id", "firm", "CASCADE"),
        to("assessment_id", "assessment"),
        to("answered_id", "assessment"),
        to("owner_id", "user"),
        to("by_id", "user"),
        to("changed_by_id", "user"),
    ]


def downgrade() -> None:
    op.drop_table("firm_action")
