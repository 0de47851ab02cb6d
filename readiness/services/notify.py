"""Tell a person something: a notice and a mail in the transaction of what they tell about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy.orm import Session

from readiness.assessment.notices import ESSENTIAL, KIND_OF, Way, is_on
from readiness.services.context import Services
from readiness.services.mail_switch import off_link
from readiness.services.notice_details import spoken
from readiness.services.queue_mail import queue_mail
from readiness.store.notices import add_notice
from readiness.store.rows import Firm, User

LONGEST = 500


def notify(
    services: Services,
    session: Session,
    user: User,
    message: str,
    *,
    path: str,
    at: dt.datetime,
    firm: Firm | None = None,
    once: str = "",
    by_mail: bool = True,
    **details: str,
) -> bool:
    """Tell the person by the ways that are on; the firm's name is a detail by itself. No mail is a condition of
    anything.

    `once`: a word under which this person is told one time only, however often it is tried; False for the later
    tries. `details`: days as ISO text, dimensions as codes, which each reader sees in words of the own language.
    """
    kind = KIND_OF[message]
    told = {name: value[:LONGEST] for name, value in details.items()} | ({"firm": firm.name} if firm else {})
    muted = user.muted or ()
    shown = is_on(muted, kind, Way.PAGE)
    if not add_notice(
        session, user, message, details=told, path=path, at=at, firm=firm, once=once, shown=shown
    ):
        return False
    if by_mail and is_on(muted, kind, Way.MAIL):
        off = "" if kind in ESSENTIAL else off_link(services, user, kind)
        queue_mail(
            session, message, to=user.email, language=user.language, at=at, off=off,
            **spoken(services, told, user.language), person=user.name, link=services.link(path),
        )  # fmt: skip
    return True


def active(users: Iterable[User]) -> list[User]:
    """Those who can sign in, each once."""
    return list({user.id: user for user in users if user.active}.values())
