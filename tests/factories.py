"""Short ways to have a person, a firm, a round or an assessment in a test."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session
from stdnum.cn import uscc

from readiness.assessment.permissions import Person, Role
from readiness.config import Settings, shipped
from readiness.questionnaire.catalogue import Catalogue
from readiness.services.context import Services
from readiness.store.assessments import add_assessment
from readiness.store.firms import add_firm, add_member
from readiness.store.people import find_user, person_of
from readiness.store.rows import Assessment, Firm, Round, User
from readiness.store.verification import add_assignment

NOON = dt.datetime(2026, 3, 2, 4, 0, tzinfo=dt.UTC)
SECRET = "a-secret-for-tests-that-is-long-enough"
SHIPPED = Catalogue(shipped("questionnaires"))
_numbers = itertools.count(1)


def credit_code(number: int) -> str:
    """A valid unified social credit code of an invented firm."""
    body = f"91320500{number:09d}"
    return body + uscc.calc_check_digit(body)


def make_services(folder: Path, database_url: str = "") -> Services:
    """Services whose files, queue and mails live in `folder`."""
    environ = {
        "READINESS_ENVIRONMENT": "test",
        "READINESS_DATA": str(folder),
        "READINESS_SECRET_KEY": SECRET,
        "READINESS_BASE_URL": "https://readiness.example",
    }
    if database_url:
        environ["READINESS_DATABASE"] = database_url
    return replace(Services.from_settings(Settings.from_environment(environ)), catalogue=SHIPPED)


def make_login(session: Session, role: Role = Role.FIRM, *, city: str | None = None, email: str = "") -> User:
    """A user who can sign in."""
    number = next(_numbers)
    user = User(
        email=email or f"person{number}@firm.example",
        name=f"Person {number}",
        password="not-a-hash",
        role=role.value,
        city=city,
        language="en",
        created_at=NOON,
        confirmed_at=NOON,
        fs_uniquifier=f"word-{number}",
    )
    session.add(user)
    session.flush()
    return user


def as_person(session: Session, user: User) -> Person:
    """The user as services are asked by, with the memberships of now."""
    session.flush()
    session.expire(user, ["memberships"])
    found = find_user(session, user.email)
    assert found is not None
    return person_of(found)


def make_firm(session: Session, *, city: str = "Suzhou", owner: User | None = None) -> Firm:
    """A confirmed firm."""
    number = next(_numbers)
    code = credit_code(number)
    firm = add_firm(session, credit_code=code, name=f"Firm {number}", city=city, at=NOON, confirmed_at=NOON)
    if owner is not None:
        add_member(session, firm, owner, kind="owner")
    return firm


def open_until() -> dt.date:
    """The last day of a round that is still open on the day the test runs."""
    return max(dt.date(2026, 6, 30), dt.date.today() + dt.timedelta(days=180))


def make_round(session: Session, name: str = "2026", *, state: str = "open") -> Round:
    """A round from the first day of 2026 until some months after today: pages are tried on the day of the test."""
    round_ = Round(
        name=name,
        questionnaire="textile/2026.1",
        reference_year=2025,
        opens_on=dt.date(2026, 1, 1),
        closes_on=open_until(),
        state=state,
        created_at=NOON,
    )
    session.add(round_)
    session.flush()
    return round_


def make_assessment(
    session: Session, firm: Firm, round_: Round, *, consultant: User | None = None, by: Person | None = None
) -> Assessment:
    """A draft, assigned to the consultant if there is one."""
    row = add_assessment(session, firm, round_, document={}, at=NOON)
    if consultant is not None:
        assert by is not None
        add_assignment(session, row, consultant, by=by, at=NOON)
    return row
