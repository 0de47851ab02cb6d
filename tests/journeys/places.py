"""Things of the demo that a journey needs the key of, some of them made for it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.app import build_services
from readiness.assessment.permissions import Person, Role
from readiness.config import Settings
from readiness.questionnaire.answers import Answer, State
from readiness.services.add_action import OwnAction, add_action
from readiness.services.assign_consultant import assign_consultant
from readiness.services.context import Services
from readiness.services.invite_firm import invite_firm
from readiness.services.seed_demo import demo_logins
from readiness.store.database import Database
from readiness.store.people import find_user, person_of
from readiness.store.rows import Assessment, Firm, IssuedResult, Round, User

NEWEST = dt.datetime.now(dt.UTC).year


@dataclass(frozen=True)
class Places:
    """Keys in addresses: own draft and result of the demo's first firm, a submitted assessment of the consultant's."""

    draft: str
    result: str
    receipt: str
    other: str
    assigned: str
    signed: str
    round: str
    old_round: str
    firm: str
    own_firm: str
    person: str
    code: str
    action: str


def login_of(session: Session, role: Role) -> User:
    """The demo's first account of a role."""
    email = next(login.email for login in demo_logins() if login.role is role)
    found = find_user(session, email)
    assert found is not None
    return found


def prepare(settings: Settings) -> Places:
    """Give the consultant a submitted assessment, invite a firm's owner, and look up the keys."""
    database = Database(settings.database_url)
    services, at = build_services(settings), dt.datetime.now(dt.UTC)
    with database.transaction() as session:
        officer: Person = person_of(login_of(session, Role.OFFICER))
        consultant = login_of(session, Role.CONSULTANT)
        rounds = {row.reference_year + 1: row for row in session.query(Round).filter_by(practice=False)}
        firms = session.query(Firm).order_by(Firm.id).all()
        given = _newest(session, "submitted")
        assign_consultant(services, session, given.key, consultant.key, by=officer, at=at)
        invited = invite_firm(services, session, firms[-1].key, by=officer, at=at)
        result = _of(session, firms[0], rounds[NEWEST - 1])
        issued = session.query(IssuedResult).filter_by(assessment_id=result.id).order_by(IssuedResult.id)
        found = Places(
            draft=_of(session, firms[0], rounds[NEWEST]).key,
            result=result.key,
            receipt=issued.first().key,
            other=_of(session, firms[1], rounds[NEWEST]).key,
            assigned=given.key,
            signed=_newest(session, "verified").key,
            round=rounds[NEWEST].key,
            old_round=rounds[NEWEST - 1].key,
            firm=firms[-1].key,
            own_firm=firms[0].key,
            person=consultant.key,
            code=invited.code,
            action=_action(services, session, firms[0], at=at),
        )
    database.close()
    return found


def _action(services: Services, session: Session, firm: Firm, *, at: dt.datetime) -> str:
    """An action of the firm's own for a question with steps."""
    asked = services.catalogue.get(services.settings.questionnaire)
    ladder = next(question for question in asked.questions if question.levels)
    target = Answer(State.ANSWERED, ladder.levels)
    own = OwnAction(
        ladder.code, "Own action of the tour", target, "", at.date() - dt.timedelta(days=1), 5000.0
    )
    by = person_of(login_of(session, Role.FIRM))
    return add_action(services, session, firm.key, own, client_id="tour", by=by, at=at).key


def _newest(session: Session, state: str) -> Assessment:
    return session.query(Assessment).filter_by(state=state).order_by(Assessment.id.desc()).first()


def _of(session: Session, firm: Firm, round_: Round) -> Assessment:
    return session.query(Assessment).filter_by(firm_id=firm.id, round_id=round_.id).one()
