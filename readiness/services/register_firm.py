"""Register a firm without an invitation: it waits for the mail's confirmation, then for the office's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy.orm import Session

from readiness.services.areas import clean_city
from readiness.services.clean_input import (
    AREA_LENGTH,
    FIRM_NAME_LENGTH,
    NAME_LENGTH,
    clean_credit_code,
    clean_email,
    clean_line,
    gather,
)
from readiness.services.context import Services
from readiness.services.queue_mail import queue_mail
from readiness.services.tell_owners import tell_owners
from readiness.store.firms import find_firm_by_code
from readiness.store.people import find_user
from readiness.store.rows import Firm
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

    A known mail address or firm gets another mail, and the visitor sees no difference: no firm or login exists before
    the link is used, so neither a second try nor somebody else's can tell. The owners of a known firm hear who knocked.
    InputErrors: credit_code_invalid, email_invalid, city_unknown, required, text_….
    """
    detail = _clean(
        services, credit_code=credit_code, name=name, name_en=name_en, city=city, district=district,
        person_name=person_name, email=email,
    )  # fmt: skip
    known = find_user(session, detail["email"])
    firm = find_firm_by_code(session, detail["credit_code"])
    if known is not None:
        link = services.link("/login")
        queue_mail(session, "register_known", to=known.email, language=known.language, at=at, link=link)
    elif firm is not None:
        _tell_known(services, session, firm, detail, language=language, at=at)
    else:
        send_registration(services, session, {**detail, "password": password, "language": language}, at=at)


def send_registration(
    services: Services, session: Session, detail: Mapping[str, str], *, at: dt.datetime
) -> None:
    """Keep what was typed behind a link that confirms it, and mail the link."""
    token = add_token(session, "register", at=at, lifetime=LIFETIME, detail=dict(detail))
    queue_mail(
        session, "register", to=detail["email"], language=detail["language"], at=at,
        firm=detail["name"], person=detail["person_name"], link=services.link(f"/confirm/{token}"),
    )  # fmt: skip


def _clean(services: Services, **typed: str) -> dict[str, str]:
    """What was typed, each as it is stored; all mistakes at once."""
    return gather(
        credit_code=lambda: clean_credit_code(typed["credit_code"]),
        name=lambda: clean_line(typed["name"], "name", FIRM_NAME_LENGTH),
        name_en=lambda: clean_line(typed["name_en"], "name_en", FIRM_NAME_LENGTH, required=False),
        city=lambda: clean_city(services, typed["city"]),
        district=lambda: clean_line(typed["district"], "district", AREA_LENGTH, required=False),
        person_name=lambda: clean_line(typed["person_name"], "person_name", NAME_LENGTH),
        email=lambda: clean_email(typed["email"]),
    )


def _tell_known(
    services: Services,
    session: Session,
    firm: Firm,
    detail: Mapping[str, str],
    *,
    language: str,
    at: dt.datetime,
) -> None:
    """The way on for who typed the code of a firm that is here: an invitation, which its owners are asked for."""
    queue_mail(
        session, "register_taken", to=detail["email"], language=language, at=at,
        person=detail["person_name"], firm=detail["name"], link=services.link("/invitation"),
    )  # fmt: skip
    tell_owners(services, session, firm, detail, at=at)
