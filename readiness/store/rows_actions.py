"""What a firm wants to do: the actions of its plan, which live on from round to round."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from readiness.store.base import At, Base, Key, Revision, RowId, one_of
from readiness.store.rows_assessment import Assessment
from readiness.store.rows_identity import Firm, User
from readiness.store.types import Json, Text


class FirmAction(Base):
    """One action of a firm. `assessment` is the one it was planned from: its questionnaire has the words. `code`: the
    action of the advice, '' for the firm's own (which has a `title`), a document alone, and the audit.

    `target` and `reached` are answers as documents hold them ({"value": …}); `points_planned`: of the index, None where
    nobody reckoned; `points_reached`: what the answer added when it was given. `answered`: the assessment that holds
    the answer; a done action without one waits for the next assessment. `start_on`: the day its plan counts months
    from. `sending`: the sending that finished it, so that the same one again changes nothing.
    """

    __tablename__ = "firm_action"
    __table_args__ = (
        one_of("kind", "step", "document", "audit", "own"),
        one_of("state", "open", "in_work", "done", "dropped"),
    )

    id: Mapped[RowId]
    key: Mapped[Key]
    firm_id: Mapped[int] = mapped_column(sa.ForeignKey("firm.id", ondelete="CASCADE"), index=True)
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment.id"))
    kind: Mapped[str] = mapped_column(Text(10))
    code: Mapped[str] = mapped_column(Text(60), default="")
    question: Mapped[str] = mapped_column(Text(40), default="")
    title: Mapped[str] = mapped_column(Text(200), default="")
    target: Mapped[dict[str, Any] | None] = mapped_column(Json)
    documented: Mapped[bool] = mapped_column(default=False)
    points_planned: Mapped[float | None]
    points_reached: Mapped[float | None]
    yuan_planned: Mapped[float] = mapped_column(default=0.0)
    yuan_spent: Mapped[float | None]
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    due_on: Mapped[dt.date | None]
    start_on: Mapped[dt.date]
    state: Mapped[str] = mapped_column(Text(10), default="open")
    reason: Mapped[str] = mapped_column(Text(2000), default="")
    reached: Mapped[dict[str, Any] | None] = mapped_column(Json)
    answered_id: Mapped[int | None] = mapped_column(sa.ForeignKey("assessment.id"))
    sending: Mapped[str] = mapped_column(Text(100), default="")
    revision: Mapped[Revision]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    at: Mapped[At]
    changed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    changed_at: Mapped[At]

    firm: Mapped[Firm] = relationship()
    assessment: Mapped[Assessment] = relationship(foreign_keys=assessment_id)
    answered: Mapped[Assessment | None] = relationship(foreign_keys=answered_id)
    owner: Mapped[User | None] = relationship(foreign_keys=owner_id)
    by: Mapped[User] = relationship(foreign_keys=by_id)
    changed_by: Mapped[User] = relationship(foreign_keys=changed_by_id)

    @property
    def waiting(self) -> bool:
        """True for what is done while its answer is given nowhere yet."""
        return self.state == "done" and bool(self.question) and self.answered_id is None
