"""Who: people, firms, memberships, invitations, tickets and sessions."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship

from readiness.store.base import At, Base, Digest, Key, RowId, one_of
from readiness.store.types import Json, Text, Whole


class User(Base):
    """A person with a login. `email` is stored in lower case; `fs_uniquifier` changes when all sessions must end.
    `muted`: the notices that the person has turned off. `unread`: how many notices are unread, where it was asked for
    together with the user (see `find_user_by_uniquifier`)."""

    __tablename__ = "user"
    __table_args__ = (one_of("role", "firm", "consultant", "officer", "administrator"),)

    id: Mapped[RowId]
    key: Mapped[Key]
    email: Mapped[str] = mapped_column(Text(254), unique=True)
    name: Mapped[str] = mapped_column(Text(100))
    password: Mapped[str | None] = mapped_column(Text(255))
    role: Mapped[str] = mapped_column(Text(20))
    city: Mapped[str | None] = mapped_column(Text(60))
    language: Mapped[str] = mapped_column(Text(10))
    active: Mapped[bool] = mapped_column(default=True)
    confirmed_at: Mapped[At | None]
    created_at: Mapped[At]
    last_login_at: Mapped[At | None]
    fs_uniquifier: Mapped[str] = mapped_column(Text(64), unique=True)
    tf_primary_method: Mapped[str | None] = mapped_column(Text(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(Text(255))
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(Json)
    muted: Mapped[list[str] | None] = mapped_column(Json)
    unread: Mapped[int | None] = query_expression()

    memberships: Mapped[list[Membership]] = relationship(back_populates="user", order_by="Membership.id")
    passkeys: Mapped[list[Passkey]] = relationship(back_populates="user", order_by="Passkey.id")


class Passkey(Base):
    """A device that proves who somebody is (WebAuthn). `credential` is the id that the device gave, `public_key` its
    key (COSE), both base64url; `uses` is the device's own counter, 0 for ever where it has none."""

    __tablename__ = "passkey"

    id: Mapped[RowId]
    key: Mapped[Key]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), index=True)
    credential: Mapped[str] = mapped_column(Text(1364), unique=True)
    public_key: Mapped[str] = mapped_column(Text(2000))
    uses: Mapped[int] = mapped_column(sa.BigInteger)
    name: Mapped[str] = mapped_column(Text(60))
    transports: Mapped[list[str]] = mapped_column(Json)
    created_at: Mapped[At]
    used_at: Mapped[At | None]

    user: Mapped[User] = relationship(back_populates="passkeys")


class Firm(Base):
    """A legal entity. `confirmed_at` is None until the office agreed or an invitation was used; `sub_sector` and
    `size` repeat what the last profile said, for lists and peer groups."""

    __tablename__ = "firm"

    id: Mapped[RowId]
    key: Mapped[Key]
    credit_code: Mapped[str] = mapped_column(Text(18), unique=True)
    name: Mapped[str] = mapped_column(Text(200))
    name_en: Mapped[str] = mapped_column(Text(200), default="")
    city: Mapped[str] = mapped_column(Text(60), default="", index=True)
    district: Mapped[str] = mapped_column(Text(60), default="")
    sub_sector: Mapped[str] = mapped_column(Text(20), default="")
    size: Mapped[str] = mapped_column(Text(20), default="")
    confirmed_at: Mapped[At | None]
    created_at: Mapped[At]

    memberships: Mapped[list[Membership]] = relationship(back_populates="firm", order_by="Membership.id")
    sites: Mapped[list[Site]] = relationship(order_by="Site.id")


class Site(Base):
    """A place where the firm produces."""

    __tablename__ = "site"

    id: Mapped[RowId]
    firm_id: Mapped[int] = mapped_column(sa.ForeignKey("firm.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(Text(200))
    address: Mapped[str] = mapped_column(Text(300), default="")


class Membership(Base):
    """A person's place in a firm; `dimensions` limits an editor to some codes (None: all). `due_on`: the day the owner
    wants the person's part done; `reminded_at`: when an owner last reminded of it."""

    __tablename__ = "membership"
    __table_args__ = (sa.UniqueConstraint("firm_id", "user_id"), one_of("kind", "owner", "editor"))

    id: Mapped[RowId]
    firm_id: Mapped[int] = mapped_column(sa.ForeignKey("firm.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(Text(10))
    dimensions: Mapped[list[str] | None] = mapped_column(Json)
    due_on: Mapped[dt.date | None]
    reminded_at: Mapped[At | None]

    firm: Mapped[Firm] = relationship(back_populates="memberships")
    user: Mapped[User] = relationship(back_populates="memberships")


class Invitation(Base):
    """A code that makes its bearer a member of a firm, once; only the code's hash is kept. `withdrawn_at`: taken back
    by who may invite; `asked_at`: when the bearer of a code that is worth nothing any more last asked for another."""

    __tablename__ = "invitation"
    __table_args__ = (one_of("kind", "owner", "editor"),)

    id: Mapped[RowId]
    firm_id: Mapped[int] = mapped_column(sa.ForeignKey("firm.id", ondelete="CASCADE"), index=True)
    round_id: Mapped[int | None] = mapped_column(sa.ForeignKey("round.id"))
    code_hash: Mapped[Digest] = mapped_column(unique=True)
    email: Mapped[str] = mapped_column(Text(254), default="")
    kind: Mapped[str] = mapped_column(Text(10))
    dimensions: Mapped[list[str] | None] = mapped_column(Json)
    created_by: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    created_at: Mapped[At]
    expires_at: Mapped[At]
    used_at: Mapped[At | None]
    withdrawn_at: Mapped[At | None]
    asked_at: Mapped[At | None]

    firm: Mapped[Firm] = relationship()

    @property
    def key(self) -> str:
        """Its name in addresses: the beginning of the hash, from which nobody finds the code."""
        return self.code_hash[:22]


class Token(Base):
    """A ticket sent by mail: to register (what was typed waits in `detail`), to confirm a mail, to set a password."""

    __tablename__ = "token"
    __table_args__ = (one_of("purpose", "register", "confirm", "reset"),)

    id: Mapped[RowId]
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(Text(10))
    hash: Mapped[Digest] = mapped_column(unique=True)
    detail: Mapped[dict[str, Any] | None] = mapped_column(Json)
    created_at: Mapped[At]
    expires_at: Mapped[At]
    used_at: Mapped[At | None]

    user: Mapped[User | None] = relationship()


class WebSession(Base):
    """One browser's session; the cookie holds the id, the table only its hash."""

    __tablename__ = "web_session"

    id_hash: Mapped[str] = mapped_column(Text(64), primary_key=True)
    user_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(Json)
    created_at: Mapped[At]
    seen_at: Mapped[At] = mapped_column(index=True)


class Idempotency(Base):
    """The first answer to a request with this key, given again when the request comes again."""

    __tablename__ = "idempotency"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(Text(100), primary_key=True)
    request_hash: Mapped[Digest]
    status: Mapped[int] = mapped_column(Whole(100, 599))
    body: Mapped[Any] = mapped_column(Json)
    at: Mapped[At] = mapped_column(index=True)
