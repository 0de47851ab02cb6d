"""People with a login, and the `Person` that services and queries are asked by."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload, selectinload, with_expression

from readiness.assessment.permissions import Membership as Seat
from readiness.assessment.permissions import Person, Role
from readiness.errors import InputError, NotFoundError
from readiness.store.rows import Firm, Membership, Notice, User
from readiness.store.scope import firms_for


def person_of(user: User) -> Person:
    """What everything below the edge knows of a user; loads the memberships."""
    seats = {
        m.firm_id: Seat(
            firm_id=m.firm_id,
            kind=m.kind,
            dimensions=None if m.dimensions is None else frozenset(m.dimensions),
        )
        for m in user.memberships
    }
    return Person(
        id=user.id, role=Role(user.role), name=user.name, email=user.email, language=user.language,
        city=user.city, firms=seats,
    )  # fmt: skip


def find_user(session: Session, email: str) -> User | None:
    """The user with this mail address, in any case of letters."""
    return session.scalar(_users().where(User.email == email.strip().lower()))


def find_user_by_id(session: Session, user_id: int) -> User | None:
    """The user with this id, with memberships."""
    return session.scalar(_users().where(User.id == user_id))


def find_user_by_key(session: Session, key: str) -> User | None:
    """The user with this public key whoever asks: for what a signed address names."""
    return session.scalar(_users().where(User.key == key))


def find_user_by_uniquifier(session: Session, uniquifier: str) -> User | None:
    """The user whose sessions carry this word, with memberships and the number of unread notices, in one statement:
    every page asks for them."""
    unread = sa.select(sa.func.count(Notice.id)).where(
        Notice.user_id == User.id, Notice.read_at.is_(None), Notice.shown
    )
    query = sa.select(User).where(User.fs_uniquifier == uniquifier)
    query = query.options(
        joinedload(User.memberships), with_expression(User.unread, unread.scalar_subquery())
    )
    return session.scalars(query).unique().one_or_none()


def get_user(session: Session, key: str, *, person: Person) -> User:
    """A user this person can see (see `visible_users`), else NotFoundError."""
    user = session.scalar(_users().where(User.key == key, visible_users(person)))
    if user is None:
        raise NotFoundError(f"no person {key!r} for this person")
    return user


def visible_users(person: Person) -> sa.ColumnElement[bool]:
    """Condition on User: administrators see all; officers consultants and their firms' people; others colleagues."""
    if person.role is Role.ADMINISTRATOR:
        return sa.true()
    if person.role is Role.OFFICER:
        members = sa.select(Membership.user_id).join(Firm).where(firms_for(person))
        return (User.role == "consultant") | User.id.in_(members) | (User.id == person.id)
    colleagues = sa.select(Membership.user_id).where(Membership.firm_id.in_(person.firms))
    return User.id.in_(colleagues) | (User.id == person.id)


def list_users(
    session: Session, *, person: Person, role: str = "", search: str = "", after: int = 0, limit: int = 50
) -> Sequence[User]:
    """Users by id from after `after` on, narrowed by role and by a part of name or mail."""
    query = _users().where(visible_users(person), User.id > after).order_by(User.id).limit(limit)
    if role:
        query = query.where(User.role == role)
    if search:
        named = User.name.contains(search, autoescape=True)
        query = query.where(named | User.email.contains(search.lower(), autoescape=True))
    return session.scalars(query).all()


def list_office(session: Session, city: str) -> Sequence[User]:
    """The active officers who look after firms of this city; without any the active administrators."""
    query = sa.select(User).where(User.active).order_by(User.id)
    near = (User.role == Role.OFFICER.value) & (User.city.is_(None) | (User.city == city))
    officers = session.scalars(query.where(near)).all()
    return officers or session.scalars(query.where(User.role == Role.ADMINISTRATOR.value)).all()


def count_administrators(session: Session) -> int:
    """How many administrators can sign in."""
    query = sa.select(sa.func.count()).select_from(User).where(User.role == Role.ADMINISTRATOR.value)
    return session.scalar(query.where(User.active)) or 0


def add_user_row(session: Session, user: User) -> User:
    """Store a new user, or InputError('email', 'email_taken') also when another request was faster."""
    try:
        with session.begin_nested():
            session.add(user)
    except IntegrityError as error:
        if find_user(session, user.email) is None:
            raise
        raise InputError("email", "email_taken") from error
    return user


def _users() -> sa.Select[User]:
    return sa.select(User).options(selectinload(User.memberships))
