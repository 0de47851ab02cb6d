"""A small town with one bakery in a round: everybody who takes part in the life of an assessment."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person, Role
from readiness.config import Settings
from readiness.questionnaire.answers import Answer, State, Verdict, VerdictEntry
from readiness.questionnaire.catalogue import Catalogue
from readiness.questionnaire.documents import from_document
from readiness.questionnaire.model import Questionnaire
from readiness.services.assign_consultant import assign_consultant
from readiness.services.context import Services
from readiness.services.declare_assessment import declare_assessment
from readiness.services.get_dimension import get_dimension, get_parts
from readiness.services.open_assessment import open_assessment
from readiness.services.open_round import open_round
from readiness.services.record_verdicts import record_verdicts
from readiness.services.save_answers import save_answers
from readiness.services.save_profile import save_profile
from readiness.services.save_statements import save_statements
from readiness.services.sign_audit import sign_audit
from readiness.services.submit_assessment import submit_assessment
from readiness.store.firms import add_member
from readiness.store.rows import Firm, Round, User
from tests.factories import NOON, SECRET, as_person, make_firm, make_login
from tests.questionnaire.bakers import baker, bakery

QUESTIONNAIRES = Path(__file__).resolve().parents[2] / "questionnaires"
CATALOGUE = Catalogue(QUESTIONNAIRES)
CONSENT = {"scores": True}
TODAY = NOON.date()
_numbers = itertools.count(1)


def bakery_services(folder: Path) -> Services:
    """Services that ask the bakery questionnaire and keep files in `folder`."""
    environ = {
        "READINESS_ENVIRONMENT": "test",
        "READINESS_DATA": str(folder),
        "READINESS_SECRET_KEY": SECRET,
        "READINESS_QUESTIONNAIRES": str(QUESTIONNAIRES),
        "READINESS_QUESTIONNAIRE": "bakery/1",
    }
    return replace(Services.from_settings(Settings.from_environment(environ)), catalogue=CATALOGUE)


@dataclass
class Town:
    """One round, one firm with its owner, a consultant and an officer; `key` is the firm's draft."""

    services: Services
    session: Session
    questionnaire: Questionnaire
    round: Round
    firm: Firm
    owner: Person
    consultant: Person
    consultant_row: User
    officer: Person
    key: str

    def unique(self) -> str:
        """A client id that nobody used."""
        return f"save-{next(_numbers)}"


def make_town(services: Services, session: Session, *, closes_on: dt.date = dt.date(2026, 6, 30)) -> Town:
    """Everybody in place, nothing answered."""
    owner = make_login(session)
    firm = make_firm(session, owner=owner)
    consultant = make_login(session, Role.CONSULTANT)
    officer = as_person(session, make_login(session, Role.OFFICER))
    round_ = open_round(
        services, session, name="2026", reference_year=2025, opens_on=dt.date(2026, 1, 1),
        closes_on=closes_on, by=officer, at=NOON,
    )  # fmt: skip
    person = as_person(session, owner)
    opened = open_assessment(services, session, firm.key, round_.key, by=person, at=NOON)
    assign_consultant(services, session, opened.key, consultant.key, by=officer, at=NOON)
    return Town(
        services, session, bakery(), round_, firm, person, as_person(session, consultant), consultant, officer,
        opened.key,
    )  # fmt: skip


def make_editor(town: Town, dimensions: list[str] | None = None) -> Person:
    """A colleague who may edit, all dimensions or some."""
    user = make_login(town.session)
    add_member(town.session, town.firm, user, kind="editor", dimensions=dimensions)
    return as_person(town.session, user)


def another_firm(town: Town) -> tuple[Firm, Person, str]:
    """A second firm with its owner and the key of its draft."""
    user = make_login(town.session)
    firm = make_firm(town.session, owner=user)
    person = as_person(town.session, user)
    key = open_assessment(town.services, town.session, firm.key, town.round.key, by=person, at=NOON).key
    return firm, person, key


def save(
    town: Town,
    changes: Mapping[str, Answer],
    *,
    base: Mapping[str, int] | None = None,
    client_id: str = "",
    by: Person | None = None,
    key: str = "",
    at: dt.datetime = NOON,
) -> Any:
    """Save answers as the owner, on nothing seen before."""
    return save_answers(
        town.services, town.session, key or town.key, changes, base=base or {},
        client_id=client_id or town.unique(), by=by or town.owner, at=at,
    )  # fmt: skip


def ladder(value: int) -> Answer:
    """An answer to a ladder."""
    return Answer(State.ANSWERED, value)


def fill(town: Town, *, key: str = "", by: Person | None = None, **answers: Any) -> None:
    """Fill in everything as a good bakery would; `answers` replace values, dots as '__'."""
    key, by = key or town.key, by or town.owner
    document = baker()
    del document["verification"]
    document["answers"] |= {code.replace("__", "."): entry for code, entry in answers.items()}
    stated = from_document(town.questionnaire, document, place="test")
    parts = get_parts(town.services, town.session, key, by=by)
    base = {part: saved.revision for part, saved in parts.saved.items()}
    rest: dict[str, Any] = {"base": base, "by": by, "at": NOON}
    save_profile(
        town.services, town.session, key, profile=stated.profile,
        processes={code: share * 100 for code, share in stated.shares.items()}, client_id=town.unique(), **rest,
    )  # fmt: skip
    save_statements(town.services, town.session, key, stated.statements, client_id=town.unique(), **rest)
    seen = {
        question.code: question.revision
        for dimension in town.questionnaire.dimensions
        for question in get_dimension(town.services, town.session, key, dimension.code, by=by).questions
    }
    save(town, dict(stated.answers), base=seen, by=by, key=key)


def declare(
    town: Town, *, key: str = "", by: Person | None = None, consent: Mapping[str, bool] = CONSENT
) -> None:
    """The owner stands for the answers."""
    declare_assessment(
        town.services, town.session, key or town.key, name="Test Owner", consent=consent, by=by or town.owner,
        at=NOON,
    )  # fmt: skip


def submit(town: Town, *, key: str = "", by: Person | None = None) -> Any:
    """Declare and submit."""
    declare(town, key=key, by=by)
    return submit_assessment(town.services, town.session, key or town.key, by=by or town.owner, at=NOON)


def judge(town: Town, entries: Mapping[str, VerdictEntry], **more: Any) -> Any:
    """Record verdicts as the consultant."""
    found: dict[str, Any] = {
        "base": {},
        "client_id": town.unique(),
        "by": town.consultant,
        "at": NOON,
        **more,
    }
    return record_verdicts(town.services, town.session, town.key, entries, **found)


def confirmed() -> VerdictEntry:
    """The answer is as stated, seen on site."""
    return VerdictEntry(Verdict.CONFIRMED, "tasted")


def confirm_all(town: Town, **entries: VerdictEntry) -> None:
    """A verdict on each answered question; `entries` replace some, dots as '__'."""
    found = {}
    for dimension in town.questionnaire.dimensions:
        view = get_dimension(town.services, town.session, town.key, dimension.code, by=town.consultant)
        for question in view.questions:
            if question.line.applicable and question.line.state != State.UNANSWERED:
                found[question.code] = confirmed()
    judge(town, found | {code.replace("__", "."): entry for code, entry in entries.items()})


def sign(town: Town, *, independence: bool = True, signed_on: dt.date = TODAY, at: dt.datetime = NOON) -> Any:
    """Sign as the consultant."""
    return sign_audit(
        town.services, town.session, town.key, independence=independence, signed_on=signed_on,
        by=town.consultant, at=at,
    )  # fmt: skip
