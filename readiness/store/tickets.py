"""Secrets that are given out once and kept as hashes: mail tickets and invitation codes."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from readiness.assessment.permissions import Person
from readiness.assessment.readable import CODE_GROUP, CODE_LENGTH, LETTERS, grouped, plain_code
from readiness.errors import InputError, NotFoundError
from readiness.store.rows import Firm, Invitation, Round, Token, User, WebSession

MOST_ASKED = 20


def hash_secret(secret: str) -> str:
    """SHA-256 of a random secret; enough because the secret itself has 100 bits or more."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def new_code() -> str:
    """An invitation code that can be read aloud: four groups of five letters, 100 bits."""
    return grouped("".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH)), CODE_GROUP)


def add_token(
    session: Session,
    purpose: str,
    *,
    user: User | None = None,
    detail: dict[str, Any] | None = None,
    at: dt.datetime,
    lifetime: dt.timedelta,
) -> str:
    """Store a ticket's hash and return the ticket; older unused ones of the user for this purpose end."""
    if user is not None:
        older = sa.update(Token).where(
            Token.user_id == user.id, Token.purpose == purpose, Token.used_at.is_(None)
        )
        session.execute(older.values(used_at=at))
    plain = secrets.token_urlsafe(32)
    row = Token(
        user=user,
        purpose=purpose,
        hash=hash_secret(plain),
        detail=detail,
        created_at=at,
        expires_at=at + lifetime,
    )
    session.add(row)
    session.flush()
    return plain


def find_token(session: Session, plain: str, purposes: Sequence[str], *, at: dt.datetime) -> Token | None:
    """The ticket if it is still good, without using it: for the page that asks before it acts."""
    query = sa.select(Token).where(Token.hash == hash_secret(plain), Token.purpose.in_(purposes))
    query = query.where(Token.used_at.is_(None), Token.expires_at > at).options(joinedload(Token.user))
    return session.scalar(query)


def use_token(session: Session, plain: str, purposes: Sequence[str], *, at: dt.datetime) -> Token:
    """Use the ticket up; of several at the same time one succeeds, the others get InputError('token', …)."""
    token = find_token(session, plain, purposes, at=at)
    if token is None or not _claim(session, Token, token.id, at):
        raise InputError("token", "token_invalid")
    return token


def find_any_token(session: Session, plain: str, purposes: Sequence[str]) -> Token | None:
    """The ticket whether it is still good or not, until it is purged."""
    query = sa.select(Token).where(Token.hash == hash_secret(plain), Token.purpose.in_(purposes))
    return session.scalar(query.options(joinedload(Token.user)))


def find_registration(session: Session, email: str) -> Token | None:
    """The newest registration with this address that was never confirmed, late ones included."""
    typed = sa.type_coerce(Token.detail, sa.JSON)["email"].as_string()
    query = sa.select(Token).where(Token.purpose == "register", Token.used_at.is_(None), typed == email)
    return session.scalars(query.order_by(Token.id.desc())).first()


def purge_tokens(session: Session, *, at: dt.datetime) -> None:
    """Delete tickets that are used or out of date, with what was typed into them."""
    session.execute(sa.delete(Token).where(Token.used_at.is_not(None) | (Token.expires_at <= at)))


def add_invitation(
    session: Session,
    firm: Firm,
    *,
    kind: str,
    by: Person,
    at: dt.datetime,
    lifetime: dt.timedelta,
    email: str = "",
    dimensions: Sequence[str] | None = None,
    round_: Round | None = None,
) -> str:
    """Store an invitation's hash and return the code, which cannot be shown again."""
    code = new_code()
    row = Invitation(
        firm=firm, round_id=round_.id if round_ else None, code_hash=hash_secret(plain_code(code)), email=email,
        kind=kind, dimensions=list(dimensions) if dimensions else None, created_by=by.id, created_at=at,
        expires_at=at + lifetime,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return code


def find_any_invitation(session: Session, code: str) -> Invitation | None:
    """The invitation with its firm, whether the code is still good or not."""
    query = sa.select(Invitation).where(Invitation.code_hash == hash_secret(plain_code(code)))
    return session.scalar(query.options(joinedload(Invitation.firm)))


def find_invitation(session: Session, code: str, *, at: dt.datetime) -> Invitation | None:
    """The same only if the code is still good, without using it."""
    found = find_any_invitation(session, code)
    return found if found is not None and found.used_at is None and found.expires_at > at else None


def use_invitation(session: Session, code: str, *, at: dt.datetime) -> Invitation:
    """Use the code up; of several at the same time one succeeds, the others get InputError('code', …)."""
    invitation = find_invitation(session, code, at=at)
    if invitation is None or not _claim(session, Invitation, invitation.id, at):
        raise InputError("code", "invitation_invalid")
    return invitation


def list_invitations(session: Session, firm: Firm, *, at: dt.datetime) -> Sequence[Invitation]:
    """The firm's invitations that are still good, newest first."""
    query = sa.select(Invitation).where(Invitation.firm == firm, Invitation.used_at.is_(None))
    return session.scalars(query.where(Invitation.expires_at > at).order_by(Invitation.id.desc())).all()


def list_asked(session: Session, firm: Firm) -> Sequence[Invitation]:
    """The firm's invitations for which their bearers asked another one, the latest question first."""
    query = sa.select(Invitation).where(Invitation.firm == firm, Invitation.asked_at.is_not(None))
    return session.scalars(query.order_by(Invitation.asked_at.desc()).limit(MOST_ASKED)).all()


def answer_asked(session: Session, firm: Firm, *, email: str, kind: str) -> None:
    """Whoever asked for another invitation of this kind to this address has one now."""
    query = sa.update(Invitation).where(Invitation.firm_id == firm.id, Invitation.email == email)
    session.execute(query.where(Invitation.kind == kind).values(asked_at=None))


def get_invitation(session: Session, firm: Firm, key: str, *, at: dt.datetime) -> Invitation:
    """One of them by its key, locked until the transaction ends; else NotFoundError."""
    found = next((row for row in list_invitations(session, firm, at=at) if row.key == key), None)
    if found is None:
        raise NotFoundError(f"no open invitation {key!r} of this firm")
    session.refresh(found, with_for_update=True)
    if found.used_at is not None:
        raise NotFoundError("this invitation was used in this moment")
    return found


def end_sessions(session: Session, user: User, *, but: str = "") -> None:
    """Delete the person's sessions on every device, except the one whose id has the hash `but`."""
    session.execute(sa.delete(WebSession).where(WebSession.user_id == user.id, WebSession.id_hash != but))


def _claim(session: Session, row: type[Token] | type[Invitation], row_id: int, at: dt.datetime) -> bool:
    """Set `used_at` if nobody else has; True for the one who did."""
    statement = (
        sa.update(row).where(row.id == row_id, row.used_at.is_(None)).values(used_at=at).returning(row.id)
    )
    return session.execute(statement).first() is not None
