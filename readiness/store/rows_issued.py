"""What was given out: results with their receipts, and links that show one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from readiness.store.base import At, Base, Digest, Key, Revision, RowId, one_of
from readiness.store.rows_assessment import Assessment
from readiness.store.rows_identity import User
from readiness.store.types import Json, Text, Whole


class IssuedResult(Base):
    """A result as it was submitted or signed: a locked copy of all it rests on, never changed or deleted; the copy
    alone can be erased (`erased_at`), with the firm's data.

    `number` stands on the receipt and the report; `digest` is the SHA-256 of `document` in its one JSON text.
    `declared_by` is no part of the digest: it alone can be emptied, when the person's name is erased.
    """

    __tablename__ = "issued_result"
    __table_args__ = (
        one_of("basis", "declared", "verified"),
        one_of("standing", "official", "draft", "hold", "unranked"),
    )

    id: Mapped[RowId]
    key: Mapped[Key]
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment.id"), index=True)
    basis: Mapped[str] = mapped_column(Text(10))
    number: Mapped[str] = mapped_column(Text(14), unique=True)
    revision: Mapped[Revision]
    index: Mapped[float]
    level: Mapped[int] = mapped_column(Whole(0, 100))
    standing: Mapped[str] = mapped_column(Text(10))
    document: Mapped[dict[str, Any]] = mapped_column(Json)
    digest: Mapped[Digest]
    declared_by: Mapped[str] = mapped_column(Text(100), default="")
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    at: Mapped[At]
    erased_at: Mapped[At | None]

    assessment: Mapped[Assessment] = relationship()
    by: Mapped[User] = relationship()


class ShareLink(Base):
    """A link that shows one result to whoever has it, until it expires or is revoked; only the link's hash is kept.

    `label` says for whom it was made, in the firm's words.
    """

    __tablename__ = "share_link"

    id: Mapped[RowId]
    key: Mapped[Key]
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[Digest] = mapped_column(unique=True)
    label: Mapped[str] = mapped_column(Text(100))
    until: Mapped[dt.date]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    at: Mapped[At]
    expires_at: Mapped[At]
    revoked_at: Mapped[At | None]
    opened_at: Mapped[At | None]

    assessment: Mapped[Assessment] = relationship()
    by: Mapped[User] = relationship()
