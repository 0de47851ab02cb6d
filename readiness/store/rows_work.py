"""Work around assessments: assignments, background jobs and the log of events."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from readiness.store.base import At, Base, Digest, Key, RowId, one_of
from readiness.store.rows_assessment import Assessment
from readiness.store.rows_identity import User
from readiness.store.types import Json, Text, Whole


class Assignment(Base):
    """A consultant who may see and verify one assessment."""

    __tablename__ = "assignment"
    __table_args__ = (sa.UniqueConstraint("assessment_id", "consultant_id"),)

    id: Mapped[RowId]
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment.id"))
    consultant_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    at: Mapped[At]

    assessment: Mapped[Assessment] = relationship()
    consultant: Mapped[User] = relationship(foreign_keys=[consultant_id])


class Job(Base):
    """Work for a worker. The row is the truth: whoever holds `holder` until `lease_until` works on it."""

    __tablename__ = "job"
    __table_args__ = (
        one_of("state", "queued", "running", "done", "failed"),
        sa.Index("ix_job_state_run_after", "state", "run_after"),
    )

    id: Mapped[RowId]
    key: Mapped[Key]
    kind: Mapped[str] = mapped_column(Text(40))
    payload: Mapped[dict[str, Any]] = mapped_column(Json)
    state: Mapped[str] = mapped_column(Text(10), default="queued")
    attempts: Mapped[int] = mapped_column(Whole(0, 1000), default=0)
    progress: Mapped[int] = mapped_column(Whole(0, 100), default=0)
    result: Mapped[dict[str, Any] | None] = mapped_column(Json)
    error: Mapped[str] = mapped_column(Text(2000), default="")
    holder: Mapped[str] = mapped_column(Text(40), default="")
    lease_until: Mapped[At | None]
    run_after: Mapped[At]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    created_at: Mapped[At]
    finished_at: Mapped[At | None]


class Event(Base):
    """One line of the log of events, chained by hashes so that a change behind the program's back shows."""

    __tablename__ = "event"

    id: Mapped[RowId]
    at: Mapped[At]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), index=True)
    action: Mapped[str] = mapped_column(Text(60))
    subject: Mapped[str] = mapped_column(Text(100), index=True)
    detail: Mapped[dict[str, Any]] = mapped_column(Json)
    hash: Mapped[Digest] = mapped_column(unique=True)
    previous: Mapped[Digest] = mapped_column(unique=True)
