"""Come into a firm by an invitation code, with the login one has or with a new one."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person, Role
from readiness.errors import InputError
from readiness.services.clean_input import clean_email
from readiness.services.confirm_mail import ask_to_confirm
from readiness.services.context import Services
from readiness.services.make_user import make_user
from readiness.services.queue_mail import queue_mail
from readiness.store.events import record_event
from readiness.store.firms import add_member
from readiness.store.people import find_user, find_user_by_id
from readiness.store.rows import Invitation, User
from readiness.store.tickets import find_invitation, use_invitation


def accept_invitation(
    services: Services, session: Session, code: str, *, by: Person, at: dt.datetime
) -> User:
    """Make the signed-in person a member; InputError: invitation_invalid, or invitation_other_role for staff."""
    invitation = use_invitation(session, code, at=at)
    user = find_user_by_id(session, by.id)
    if user is None or by.role is not Role.FIRM:
        raise InputError("code", "invitation_other_role")
    _join(services, session, invitation, user, at)
    return user


def accept_invitation_as_new(
    services: Services,
    session: Session,
    code: str,
    *,
    email: str,
    person_name: str,
    password: str,
    language: str,
    at: dt.datetime,
) -> User | None:
    """Make a login (`password` is hashed already) and a member of it; no mail has to arrive for that.

    None, with the code still good, where the address has a login: its owner gets a mail that says to sign in and open
    the link again, and the page says the same in both cases. InputError: invitation_invalid, email_invalid, ….
    """
    address = clean_email(email)
    known = find_user(session, address)
    invitation = find_invitation(session, code, at=at) if known else use_invitation(session, code, at=at)
    if invitation is None:
        raise InputError("code", "invitation_invalid")
    if known is not None:
        queue_mail(
            session, "invitation_known", to=known.email, language=known.language, at=at,
            firm=invitation.firm.name, link=services.link(f"/invitation/{code}"),
        )  # fmt: skip
        return None
    proven = at if invitation.email == address else None
    user = make_user(
        session, email=address, name=person_name, password=password, role=Role.FIRM, language=language, at=at,
        confirmed_at=proven,
    )  # fmt: skip
    if proven is None:
        ask_to_confirm(services, session, user, at=at)
    _join(services, session, invitation, user, at)
    return user


def _join(services: Services, session: Session, invitation: Invitation, user: User, at: dt.datetime) -> None:
    """Add the member; a firm that the office invites is confirmed by that. Who invited another address is told."""
    firm = invitation.firm
    add_member(session, firm, user, kind=invitation.kind, dimensions=invitation.dimensions)
    inviter = find_user_by_id(session, invitation.created_by)
    if firm.confirmed_at is None and inviter is not None and inviter.role != Role.FIRM:
        firm.confirmed_at = at
    if inviter is not None and inviter.active and invitation.email not in ("", user.email):
        page = f"/firm/{firm.key}/members" if inviter.role == Role.FIRM else "/office/"
        queue_mail(
            session, "invitation_passed_on", to=inviter.email, language=inviter.language, at=at,
            firm=firm.name, person=user.name, email=user.email, sent_to=invitation.email, link=services.link(page),
        )  # fmt: skip
    detail = {"kind": invitation.kind}
    record_event(session, "accept_invitation", f"firm:{firm.key}", by_id=user.id, at=at, detail=detail)
