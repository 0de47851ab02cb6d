"""What supports answers: files, and which answer each of them was attached to."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from readiness.store.base import At, Base, Digest, Key, RowId
from readiness.store.rows_identity import User
from readiness.store.types import Text, Whole


class EvidenceFile(Base):
    """A file of one assessment, kept once however many answers it supports. `path` and `preview` ('' without a
    picture) in the file store are random, `name` is what the person called it, `valid_until` its last good day.

    `deleted_at`: the bytes are gone, the row tells what they were.
    """

    __tablename__ = "evidence_file"

    id: Mapped[RowId]
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment.id"), index=True)
    name: Mapped[str] = mapped_column(Text(200))
    size: Mapped[int] = mapped_column(Whole())
    media_type: Mapped[str] = mapped_column(Text(100))
    sha256: Mapped[Digest]
    path: Mapped[str] = mapped_column(Text(200), unique=True)
    preview: Mapped[str] = mapped_column(Text(200), default="")
    issued_on: Mapped[dt.date | None]
    valid_until: Mapped[dt.date | None]
    note: Mapped[str] = mapped_column(Text(1000), default="")
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    at: Mapped[At]
    deleted_at: Mapped[At | None]

    by: Mapped[User] = relationship()

    def valid_on(self, day: dt.date) -> bool:
        """True until its last good day, that day included; without one for ever."""
        return self.valid_until is None or day <= self.valid_until


class Evidence(Base):
    """A file beside an answer; taking it away leaves the row, which tells who did it and when."""

    __tablename__ = "evidence"

    id: Mapped[RowId]
    key: Mapped[Key]
    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment.id"), index=True)
    code: Mapped[str] = mapped_column(Text(40))
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("evidence_file.id"), index=True)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    at: Mapped[At]
    removed_by: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    removed_at: Mapped[At | None]

    file: Mapped[EvidenceFile] = relationship(lazy="joined", innerjoin=True)
    by: Mapped[User] = relationship(foreign_keys=[by_id])

    @property
    def name(self) -> str:
        """The file's name."""
        return self.file.name

    @property
    def size(self) -> int:
        """The file's size in bytes."""
        return self.file.size

    @property
    def sha256(self) -> str:
        """The digest of the file's content."""
        return self.file.sha256
