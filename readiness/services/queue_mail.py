"""Ask for a mail in the transaction of what it tells about."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from readiness.store.jobs import add_job

MAIL = "mail"


def queue_mail(
    session: Session, message: str, *, to: str, language: str, at: dt.datetime, off: str = "", **values: str
) -> None:
    """Queue the message (a name of `templates/email`) with its values; it goes out after the commit, or never.

    `off`: the address that turns mails of this kind off, for those that can be.
    """
    add_job(
        session,
        MAIL,
        {"message": message, "to": to, "language": language, "values": values, "off": off},
        by_id=None,
        at=at,
    )
