"""Send the mail that confirms an address once more, to whoever waits for it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from readiness.services.clean_input import clean_email
from readiness.services.confirm_mail import ask_to_confirm
from readiness.services.context import Services
from readiness.services.queue_mail import queue_mail
from readiness.services.register_firm import send_registration
from readiness.store.people import find_user
from readiness.store.tickets import find_registration


def resend_confirmation(services: Services, session: Session, email: str, *, at: dt.datetime) -> None:
    """A new link in place of the last one; the visitor sees the same whether anything waits for this address.

    Who is confirmed already gets the mail that says to sign in. InputError('email', 'email_invalid').
    """
    address = clean_email(email)
    user, waiting = find_user(session, address), find_registration(session, address)
    if user is not None and user.active and user.confirmed_at is None:
        ask_to_confirm(services, session, user, at=at)
    elif user is not None and user.active:
        link = services.link("/login")
        queue_mail(session, "register_known", to=user.email, language=user.language, at=at, link=link)
    elif user is None and waiting is not None and waiting.detail:
        detail = waiting.detail
        waiting.detail, waiting.expires_at = None, at
        send_registration(services, session, detail, at=at)
