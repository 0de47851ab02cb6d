"""What people are told."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from readiness.store.base import At, Base, Key, RowId
from readiness.store.types import Json, Text


class Notice(Base):
    """One person is told something: `message` names its words, `details` fills them in, `path` is the page it is about.

    `once`: of notices to one person with the same word only the first exists. `shown` False: told by mail alone.
    """

    __tablename__ = "notice"
    __table_args__ = (
        sa.UniqueConstraint("user_id", "once"),
        sa.Index("ix_notice_user_id_read_at", "user_id", "read_at"),
    )

    id: Mapped[RowId]
    key: Mapped[Key]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"))
    firm_id: Mapped[int | None] = mapped_column(sa.ForeignKey("firm.id", ondelete="CASCADE"))
    message: Mapped[str] = mapped_column(Text(40))
    details: Mapped[dict[str, str]] = mapped_column(Json)
    path: Mapped[str] = mapped_column(Text(200))
    once: Mapped[str | None] = mapped_column(Text(100))
    shown: Mapped[bool]
    at: Mapped[At]
    read_at: Mapped[At | None]
