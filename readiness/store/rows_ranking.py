"""Rankings that were drawn: what each was made of, and a line for each firm in it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from readiness.store.base import At, Base, Digest, Key, RowId, one_of
from readiness.store.types import Json, Text, Whole


class RankingRun(Base):
    """One list of a round, drawn once; the latest of its basis stands, older ones are kept.

    `settings` are the questionnaire's numbers as they were; `input_digest` says which answers were seen,
    `result_digest` what came of them; `sensitivity` holds the page of that name; `seal` is a digest of all else in the
    row.
    """

    __tablename__ = "ranking_run"
    __table_args__ = (one_of("basis", "declared", "verified"), sa.Index(None, "round_id", "basis"))

    id: Mapped[RowId]
    key: Mapped[Key]
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"))
    basis: Mapped[str] = mapped_column(Text(10))
    draws: Mapped[int] = mapped_column(Whole(1))
    seed: Mapped[int] = mapped_column(Whole())
    firms: Mapped[int] = mapped_column(Whole(1))
    settings: Mapped[dict[str, Any]] = mapped_column(Json)
    questionnaire_digest: Mapped[Digest]
    input_digest: Mapped[Digest]
    result_digest: Mapped[Digest]
    engine: Mapped[str] = mapped_column(Text(20))
    sensitivity: Mapped[dict[str, Any]] = mapped_column(Json)
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    at: Mapped[At]
    seal: Mapped[Digest]


class RankingLine(Base):
    """One firm in a run; `levels` are the chances, in percent, of each level above 0 or higher.

    `groups`: by peer group that is ranked, how many firms it has and the firm's place, range and tier there; None in
    runs of old, which ranked no groups.
    """

    __tablename__ = "ranking_line"

    run_id: Mapped[int] = mapped_column(
        sa.ForeignKey("ranking_run.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    assessment_id: Mapped[int] = mapped_column(
        sa.ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    credit_code: Mapped[str] = mapped_column(Text(40))
    score: Mapped[float]
    place: Mapped[int] = mapped_column(Whole(1))
    median: Mapped[float]
    low: Mapped[int] = mapped_column(Whole(1))
    high: Mapped[int] = mapped_column(Whole(1))
    top: Mapped[float]
    levels: Mapped[list[Any]] = mapped_column(Json)
    tier: Mapped[int] = mapped_column(Whole(1))
    adjusted: Mapped[float | None]
    adjusted_place: Mapped[int | None] = mapped_column(Whole(1))
    groups: Mapped[dict[str, Any] | None] = mapped_column(Json)


class GrowthLine(Base):
    """One firm of a run that was official in the round before as well: scores on the common questions, points gained,
    their range, and the chance in percent that it has grown."""

    __tablename__ = "growth_line"
    __table_args__ = (sa.Index(None, "run_id", "gained"),)

    run_id: Mapped[int] = mapped_column(
        sa.ForeignKey("ranking_run.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    assessment_id: Mapped[int] = mapped_column(
        sa.ForeignKey("assessment.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    credit_code: Mapped[str] = mapped_column(Text(40))
    before: Mapped[float]
    after: Mapped[float]
    gained: Mapped[float]
    low: Mapped[float]
    high: Mapped[float]
    chance: Mapped[float]
