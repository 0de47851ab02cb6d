"""What append-only tables hold can be erased, once and for good, and in no other way changed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from readiness.store.append_only import allow_erasing, refuse_all_again

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ERASED = {
    "answer": {"state": "'unanswered'", "value": "NULL", "reason": "''"},
    "verdict": {"value": "NULL", "reason": "''"},
    "issued_result": {"document": "'{}'"},
}
FREE = {"issued_result": ("declared_by",)}


def upgrade() -> None:
    for table, erased in ERASED.items():
        op.add_column(table, sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
        allow_erasing(table, erased, free=FREE.get(table, ()))


def downgrade() -> None:
    for table in ERASED:
        fixed = [name for name in _columns(table) if name not in FREE.get(table, ())]
        refuse_all_again(table, fixed if table in FREE else ())
        op.drop_column(table, "erased_at")


def _columns(table: str) -> list[str]:
    found = sa.inspect(op.get_bind()).get_columns(table)
    return [str(column["name"]) for column in found if column["name"] != "erased_at"]
