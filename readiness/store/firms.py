"""Firms and their members."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from readiness.assessment.permissions import Person
from readiness.errors import InputError, NotFoundError
from readiness.store.rows import Firm, Membership, User
from readiness.store.scope import firms_for

CHUNK = 500


def get_firm(session: Session, key: str, *, person: Person) -> Firm:
    """The firm with this public key if the person can see it, else NotFoundError."""
    firm = session.scalar(sa.select(Firm).where(Firm.key == key, firms_for(person)))
    if firm is None:
        raise NotFoundError(f"no firm {key!r} for this person")
    return firm


def list_firms(
    session: Session, *, person: Person, search: str = "", after: int = 0, limit: int = 50
) -> Sequence[Firm]:
    """Firms by id from after `after` on; `search` is a part of the name or the beginning of the credit code."""
    query = sa.select(Firm).where(firms_for(person), Firm.id > after).order_by(Firm.id).limit(limit)
    if search:
        named = Firm.name.contains(search, autoescape=True)
        query = query.where(named | Firm.credit_code.startswith(search.upper(), autoescape=True))
    return session.scalars(query).all()


def find_firm_by_code(session: Session, credit_code: str) -> Firm | None:
    """The firm with this credit code whoever asks: for registration and import, which must not show it."""
    return session.scalar(sa.select(Firm).where(Firm.credit_code == credit_code))


def find_firms_by_code(session: Session, credit_codes: Sequence[str]) -> dict[str, Firm]:
    """Credit code → firm for those that exist; asked in portions, so that any number of codes will do."""
    found: dict[str, Firm] = {}
    for start in range(0, len(credit_codes), CHUNK):
        part = credit_codes[start : start + CHUNK]
        found |= {
            f.credit_code: f for f in session.scalars(sa.select(Firm).where(Firm.credit_code.in_(part)))
        }
    return found


def add_firm(
    session: Session,
    *,
    credit_code: str,
    name: str,
    at: dt.datetime,
    name_en: str = "",
    city: str = "",
    district: str = "",
    confirmed_at: dt.datetime | None = None,
) -> Firm:
    """A new firm, or InputError('credit_code', 'credit_code_taken') also when another request was faster."""
    firm = Firm(
        credit_code=credit_code, name=name, name_en=name_en, city=city, district=district,
        confirmed_at=confirmed_at, created_at=at,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(firm)
    except IntegrityError as error:
        if find_firm_by_code(session, credit_code) is None:
            raise
        raise InputError("credit_code", "credit_code_taken") from error
    return firm


def add_member(
    session: Session, firm: Firm, user: User, *, kind: str, dimensions: Sequence[str] | None = None
) -> Membership:
    """Make the person a member; one who is a member already keeps the wider of both rights."""
    known = find_member(session, firm, user)
    if known is None:
        known = Membership(
            firm=firm, user=user, kind=kind, dimensions=list(dimensions) if dimensions else None
        )
        session.add(known)
    elif kind == "owner":
        known.kind, known.dimensions = "owner", None
    elif known.dimensions is not None:
        known.dimensions = sorted({*known.dimensions, *dimensions}) if dimensions else None
    session.flush()
    return known


def find_member(session: Session, firm: Firm, user: User) -> Membership | None:
    """The person's membership in the firm."""
    return session.scalar(sa.select(Membership).where(Membership.firm == firm, Membership.user == user))


def get_member(session: Session, firm: Firm, user_key: str, *, person: Person) -> Membership:
    """The membership of the person with this public key, with the user; NotFoundError when there is none."""
    query = sa.select(Membership).join(Membership.user).where(Membership.firm == firm, User.key == user_key)
    query = query.where(Membership.firm_id.in_(sa.select(Firm.id).where(firms_for(person))))
    found = session.scalar(query.options(joinedload(Membership.user)))
    if found is None:
        raise NotFoundError(f"no member {user_key!r} of this firm")
    return found


def lock_firm(session: Session, firm: Firm) -> None:
    """Nobody else changes who owns the firm until the transaction ends."""
    session.execute(sa.select(Firm.id).where(Firm.id == firm.id).with_for_update())


def count_other_owners(session: Session, firm: Firm, seat: Membership) -> int:
    """How many owners there are besides this member who can sign in; the firm is locked, so that two owners cannot
    leave at once."""
    lock_firm(session, firm)
    query = sa.select(sa.func.count()).select_from(Membership).join(Membership.user)
    query = query.where(
        User.active, Membership.firm == firm, Membership.kind == "owner", Membership.id != seat.id
    )
    return session.scalar(query) or 0


def list_overdue(
    session: Session,
    *,
    since: dt.date,
    before: dt.date,
    firm_ids: Sequence[int] = (),
    lock: bool = False,
) -> Sequence[Membership]:
    """Members who can sign in and whose day lies in [since, before), with user and firm; of these firms, or of all."""
    query = sa.select(Membership).join(Membership.user).where(User.active)
    query = query.where(Membership.due_on >= since, Membership.due_on < before).order_by(Membership.id)
    if firm_ids:
        query = query.where(Membership.firm_id.in_(firm_ids))
    if lock:
        query = query.with_for_update(of=Membership)
    loaded = query.options(
        joinedload(Membership.user, innerjoin=True), joinedload(Membership.firm, innerjoin=True)
    )
    return session.scalars(loaded).all()


def list_members(session: Session, firm: Firm) -> Sequence[Membership]:
    """The members of a firm with their users, in order of joining."""
    query = sa.select(Membership).where(Membership.firm == firm).order_by(Membership.id)
    return session.scalars(query.options(joinedload(Membership.user))).all()


def find_member_by_key(session: Session, firm: Firm, user_key: str) -> Membership | None:
    """The membership in a firm that came from a scoped query of the person with this public key."""
    query = sa.select(Membership).join(Membership.user).where(Membership.firm == firm, User.key == user_key)
    return session.scalar(query)
