"""Peer figures: what was published of a round, and whose results it is made of."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from readiness.store.base import At, Base, Digest, RowId
from readiness.store.types import Json, Text, Whole


class PeerSnapshot(Base):
    """The figures of all groups of a round as published on one day; the latest stands, older ones are kept.

    `document` maps a group's path ('' for all) to its figures: {code: {n, quartiles}}; `seal` is a
    digest of it and of all that it counts.
    """

    __tablename__ = "peer_snapshot"
    __table_args__ = (sa.UniqueConstraint("round_id", "number"),)

    id: Mapped[RowId]
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"))
    number: Mapped[int] = mapped_column(Whole(1))
    firms: Mapped[int] = mapped_column(Whole())
    document: Mapped[dict[str, Any]] = mapped_column(Json)
    seal: Mapped[Digest]
    at: Mapped[At]


class PeerMember(Base):
    """An assessment that the present figures count, with the numbers they count, whatever it scores by now.

    Those of one `cohort` count together, in the group `home` and above; `path` is the smallest group it belonged to.
    """

    __tablename__ = "peer_member"
    __table_args__ = (sa.Index(None, "round_id", "home"),)

    assessment_id: Mapped[int] = mapped_column(
        sa.ForeignKey("assessment.id"), primary_key=True, autoincrement=False
    )
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"))
    cohort: Mapped[int] = mapped_column(Whole())
    home: Mapped[str] = mapped_column(Text(100))
    path: Mapped[str] = mapped_column(Text(100))
    mark: Mapped[Digest]
    index: Mapped[float]
    figures: Mapped[dict[str, Any]] = mapped_column(Json)
