"""Delete one's own account: name, address and ways to sign in go, what was done for the firm stays without the name."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import OWNER, Action, Person, require
from readiness.errors import ForbiddenError, InputError
from readiness.services.context import Services
from readiness.services.make_user import new_uniquifier
from readiness.services.queue_mail import queue_mail
from readiness.services.translator import translator
from readiness.store.erase import forget_declarations, forget_person
from readiness.store.events import record_event
from readiness.store.firms import count_other_owners, list_members
from readiness.store.notices import drop_naming
from readiness.store.people import find_user_by_id
from readiness.store.rows import Firm, User
from readiness.store.tickets import end_sessions

MARK = 4


@dataclass(frozen=True)
class Leaving:
    """The firms the person belongs to; `alone` are those without another owner, which must be settled first."""

    firms: tuple[Firm, ...]
    alone: tuple[Firm, ...]


def view_leaving(services: Services, session: Session, *, by: Person) -> Leaving:
    """What stands in the way, for the page that asks."""
    require(by, Action.DELETE_ACCOUNT)
    user = _user(session, by)
    alone = tuple(
        seat.firm for seat in user.memberships if seat.kind == OWNER and not _others(session, seat.firm, user)
    )
    return Leaving(tuple(seat.firm for seat in user.memberships), alone)


def delete_account(services: Services, session: Session, *, by: Person, at: dt.datetime) -> None:
    """At once and for good; the firms' owners hear of it.

    InputError: last_owner_leaves for the only owner of a firm. Answers, verdicts and events keep who made them as a
    number, which now leads to 'former owner' or 'former editor' in the person's language; the name typed at a
    declaration stays in the log.
    """
    require(by, Action.DELETE_ACCOUNT)
    user = _user(session, by)
    kinds = {seat.kind for seat in user.memberships}
    for seat in user.memberships:
        if seat.kind == OWNER and not count_other_owners(session, seat.firm, seat):
            raise InputError("", "last_owner_leaves", firm=seat.firm.name)
    _tell(services, session, user, at=at)
    for seat in user.memberships:
        detail = {"user": user.key}
        record_event(session, "leave_firm", f"firm:{seat.firm.key}", by_id=user.id, at=at, detail=detail)
    drop_naming(session, by.firms, user.name)
    forget_declarations(session, by.firms, user.name)
    record_event(session, "delete_account", f"user:{user.key}", by_id=user.id, at=at)
    end_sessions(session, user)
    translate = translator(user.language)
    role = translate("Former owner") if OWNER in kinds else translate("Former editor")
    forget_person(session, user, name=f"{role} {user.key[:MARK]}")
    user.fs_uniquifier = new_uniquifier()
    session.flush()


def _user(session: Session, by: Person) -> User:
    user = find_user_by_id(session, by.id)
    if user is None:
        raise ForbiddenError("this login is gone")
    return user


def _others(session: Session, firm: Firm, user: User) -> bool:
    return any(seat.kind == OWNER and seat.user_id != user.id for seat in list_members(session, firm))


def _tell(services: Services, session: Session, user: User, *, at: dt.datetime) -> None:
    queue_mail(session, "account_deleted", to=user.email, language=user.language, at=at, person=user.name)
    for seat in user.memberships:
        for other in list_members(session, seat.firm):
            if other.kind == OWNER and other.user_id != user.id:
                queue_mail(
                    session, "member_left", to=other.user.email, language=other.user.language, at=at,
                    person=other.user.name, firm=seat.firm.name, by=user.name, link=services.link("/firm/"),
                )  # fmt: skip
