"""What a firm tried out and kept: answers supposed otherwise."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from readiness.store.base import At, Base, Key, RowId
from readiness.store.rows_assessment import Assessment
from readiness.store.rows_identity import User
from readiness.store.types import Json, Text


class ScenarioRow(Base):
    """A named trial of one assessment, which never touches an answer.

    `document`: `codes` of the answers that were supposed otherwise, these `answers` and those that `stood` then in the
    codec's shape, `index` and `level` as they came out.
    """

    __tablename__ = "scenario"
    __table_args__ = (sa.UniqueConstraint("assessment_id", "name"),)

    id: Mapped[RowId]
    key: Mapped[Key]
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(Text(100))
    document: Mapped[dict[str, Any]] = mapped_column(Json)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    created_at: Mapped[At]
    changed_at: Mapped[At]

    assessment: Mapped[Assessment] = relationship()
    by: Mapped[User] = relationship()
