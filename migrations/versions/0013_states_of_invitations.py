"""Why an invitation is worth nothing any more, and who asks for another"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

Moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("invitation", sa.Column("withdrawn_at", Moment, nullable=True))
    op.add_column("invitation", sa.Column("asked_at", Moment, nullable=True))


def downgrade() -> None:
    op.drop_column("invitation", "asked_at")
    op.drop_column("invitation", "withdrawn_at")
