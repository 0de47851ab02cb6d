"""What: rounds, assessments, answers, verdicts and stored scorecards."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from readiness.store.base import At, Base, Digest, Key, Revision, RowId, one_of
from readiness.store.rows_identity import Firm, User
from readiness.store.types import Json, Text, Whole

STATES = ("draft", "submitted", "in_verification", "returned", "verified", "final", "withdrawn")


class Round(Base):
    """A period in which firms are assessed together; `questionnaire` is 'code/version', fixed by `digest`."""

    __tablename__ = "round"
    __table_args__ = (
        one_of("state", "draft", "open", "closed"),
        sa.CheckConstraint("opens_on <= closes_on", name="days_in_order"),
    )

    id: Mapped[RowId]
    key: Mapped[Key]
    name: Mapped[str] = mapped_column(Text(100), unique=True)
    questionnaire: Mapped[str] = mapped_column(Text(100))
    digest: Mapped[str] = mapped_column(Text(64), default="")
    reference_year: Mapped[int] = mapped_column(Whole(1990, 2200))
    opens_on: Mapped[dt.date]
    closes_on: Mapped[dt.date]
    state: Mapped[str] = mapped_column(Text(10), default="draft")
    practice: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[At]


class Assessment(Base):
    """One firm in one round. `revision` grows by one with every save; hold, dispute and desk review stand beside
    the state. `audit_seed` is set when it is submitted and draws the audit's sample; the firm never sees it."""

    __tablename__ = "assessment"
    __table_args__ = (sa.UniqueConstraint("firm_id", "round_id"), one_of("state", *STATES))

    id: Mapped[RowId]
    key: Mapped[Key]
    firm_id: Mapped[int] = mapped_column(sa.ForeignKey("firm.id"))
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"), index=True)
    state: Mapped[str] = mapped_column(Text(20), default="draft")
    revision: Mapped[Revision]
    consent: Mapped[dict[str, Any] | None] = mapped_column(Json)
    declared_by: Mapped[str] = mapped_column(Text(100), default="")
    declared_at: Mapped[At | None]
    submitted_at: Mapped[At | None]
    on_hold: Mapped[bool] = mapped_column(default=False)
    disputed: Mapped[bool] = mapped_column(default=False)
    desk_reviewed_at: Mapped[At | None]
    audit_seed: Mapped[str] = mapped_column(Text(32), default="")
    created_at: Mapped[At]

    firm: Mapped[Firm] = relationship()
    round: Mapped[Round] = relationship()
    sheet: Mapped[Sheet] = relationship(back_populates="assessment", uselist=False)
    audit: Mapped[Audit | None] = relationship(uselist=False)


class Sheet(Base):
    """The current answers in one compact row, in the codec's document shape; batch scoring reads only these."""

    __tablename__ = "sheet"

    assessment_id: Mapped[int] = mapped_column(
        sa.ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    revision: Mapped[Revision]
    document: Mapped[dict[str, Any]] = mapped_column(Json)

    assessment: Mapped[Assessment] = relationship(back_populates="sheet")


class AnswerRow(Base):
    """One saved answer, never changed or deleted, only erased (`erased_at`) when the firm's data are. `code` is a
    question, '@profile', '@processes' or '@statements'; `client_id` names the save on the sender's side, so that
    sending twice stores once."""

    __tablename__ = "answer"
    __table_args__ = (
        sa.UniqueConstraint("assessment_id", "code", "revision"),
        sa.UniqueConstraint("assessment_id", "client_id", "code"),
        one_of("state", "answered", "not_measured", "not_applicable", "unanswered"),
    )

    id: Mapped[RowId]
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment.id"))
    code: Mapped[str] = mapped_column(Text(40))
    revision: Mapped[int] = mapped_column(Whole(1))
    state: Mapped[str] = mapped_column(Text(20))
    value: Mapped[Any] = mapped_column(Json, nullable=True)
    reason: Mapped[str] = mapped_column(Text(2000), default="")
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    at: Mapped[At]
    client_id: Mapped[str | None] = mapped_column(Text(100))
    erased_at: Mapped[At | None]

    by: Mapped[User] = relationship()


class Note(Base):
    """What somebody of the firm tells colleagues about a question. Its words never change; only the author can take it
    back. Consultants and the office never see notes."""

    __tablename__ = "note"

    id: Mapped[RowId]
    key: Mapped[Key]
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment.id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(Text(40))
    text: Mapped[str] = mapped_column(Text(2000))
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    at: Mapped[At]
    withdrawn_at: Mapped[At | None]

    by: Mapped[User] = relationship()


class VerdictRow(Base):
    """A consultant's word on one answer, never changed or deleted, only erased; a later revision stands instead."""

    __tablename__ = "verdict"
    __table_args__ = (
        sa.UniqueConstraint("assessment_id", "code", "revision"),
        sa.UniqueConstraint("assessment_id", "client_id", "code"),
        one_of("verdict", "confirmed", "lowered", "raised", "not_verifiable"),
    )

    id: Mapped[RowId]
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment.id"))
    code: Mapped[str] = mapped_column(Text(40))
    revision: Mapped[int] = mapped_column(Whole(1))
    verdict: Mapped[str] = mapped_column(Text(20))
    grade: Mapped[str] = mapped_column(Text(20))
    value: Mapped[Any] = mapped_column(Json, nullable=True)
    reason: Mapped[str] = mapped_column(Text(2000), default="")
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    at: Mapped[At]
    client_id: Mapped[str | None] = mapped_column(Text(100))
    erased_at: Mapped[At | None]

    by: Mapped[User] = relationship()


class Audit(Base):
    """A consultant's signature under the verdicts of one assessment."""

    __tablename__ = "audit"

    assessment_id: Mapped[int] = mapped_column(
        sa.ForeignKey("assessment.id"), primary_key=True, autoincrement=False
    )
    signed_on: Mapped[dt.date]
    signed_by: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    independence: Mapped[bool]
    statement: Mapped[str] = mapped_column(Text(2000), default="")
    at: Mapped[At]

    signer: Mapped[User] = relationship()


class ScorecardRow(Base):
    """What lists and rankings need of a scorecard; the rest is computed again from the sheet and its digests.

    `pillars` and `dimensions` map codes to unrounded scores (None: nothing applies); `reasons` list why a result is
    not official, as written by the service that stores it. `sub_sector` and `size` are the peer group it was reached
    in, whatever the firm becomes later. `seal`: digest of all else in the row, '' in rows older than seals.
    """

    __tablename__ = "scorecard"
    __table_args__ = (
        sa.UniqueConstraint("assessment_id", "basis"),
        one_of("basis", "declared", "verified"),
        one_of("standing", "official", "draft", "hold", "unranked"),
    )

    id: Mapped[RowId]
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment.id", ondelete="CASCADE"))
    basis: Mapped[str] = mapped_column(Text(10))
    revision: Mapped[Revision]
    index: Mapped[float]
    level: Mapped[int] = mapped_column(Whole(0, 100))
    level_by_points: Mapped[int] = mapped_column(Whole(0, 100), default=0)
    standing: Mapped[str] = mapped_column(Text(10))
    sub_sector: Mapped[str] = mapped_column(Text(20), default="")
    size: Mapped[str] = mapped_column(Text(20), default="")
    reasons: Mapped[list[Any]] = mapped_column(Json, default=list)
    pillars: Mapped[dict[str, Any]] = mapped_column(Json)
    dimensions: Mapped[dict[str, Any]] = mapped_column(Json)
    coverage: Mapped[float]
    over_claim: Mapped[float] = mapped_column(default=0.0)
    integrity: Mapped[bool] = mapped_column(default=False)
    questionnaire_digest: Mapped[Digest]
    answers_digest: Mapped[Digest]
    engine: Mapped[str] = mapped_column(Text(20))
    at: Mapped[At]
    seal: Mapped[Digest] = mapped_column(default="")
