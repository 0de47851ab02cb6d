"""Register a firm without an invitation: it waits for the mail's confirmation, then for the office's."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from readiness.errors import InputError
from readiness.services.clean_input import (
    AREA_LENGTH,
    FIRM_NAME_LENGTH,
    NAME_LENGTH,
    clean_credit_code,
    clean_email,
    clean_line,
)
from readiness.services.context import Services
from readiness.services.queue_mail import queue_mail
from readiness.store.firms import find_firm_by_code
from readiness.store.people import find_user
from readiness.store.tickets import add_token

LIFETIME = dt.timedelta(days=3)


def register_firm(
    services: Services,
    session: Session,
    *,
    credit_code: str,
    name: str,
    email: str,
    person_name: str,
    password: str,
    language: str,
    at: dt.datetime,
    name_en: str = "",
    city: str = "",
    district: str = "",
) -> None:
    """Send a mail whose link makes the firm and its owner (`confirm_mail`); `password` is hashed already.

    A mail address that is known gets another mail, and the visitor sees no difference: no firm or login exists before
    the link is used, so neither a second try nor somebody else's can tell. InputError: credit_code_invalid,
    credit_code_taken (ask the firm's owner or the office for an invitation), email_invalid, required, text_….
    """
    detail = {
        "credit_code": clean_credit_code(credit_code),
        "name": clean_line(name, "name", FIRM_NAME_LENGTH),
        "name_en": clean_line(name_en, "name_en", FIRM_NAME_LENGTH, required=False),
        "city": clean_line(city, "city", AREA_LENGTH, required=False),
        "district": clean_line(district, "district", AREA_LENGTH, required=False),
        "email": clean_email(email),
        "person_name": clean_line(person_name, "person_name", NAME_LENGTH),
        "password": password,
        "language": language,
    }
    if find_firm_by_code(session, detail["credit_code"]) is not None:
        raise InputError("credit_code", "credit_code_taken")
    known = find_user(session, detail["email"])
    if known is not None:
        queue_mail(
            session,
            "register_known",
            to=known.email,
            language=known.language,
            at=at,
            link=services.link("/login"),
        )
        return
    token = add_token(session, "register", detail=detail, at=at, lifetime=LIFETIME)
    queue_mail(
        session, "register", to=detail["email"], language=language, at=at,
        firm=detail["name"], person=detail["person_name"], link=services.link(f"/confirm/{token}"),
    )  # fmt: skip
