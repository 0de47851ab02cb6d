"""Fill an empty development database: synthetic firms, two yearly rounds, verdicts, one login for each role."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from readiness.assessment.permissions import OWNER, Person, Role
from readiness.assessment.states import AssessmentState
from readiness.questionnaire.answers import Answer, FirmAnswers, State, Verdict, VerdictEntry, Verification
from readiness.questionnaire.documents import to_document
from readiness.questionnaire.model import Kind, Questionnaire
from readiness.scoring.scorecard import Basis
from readiness.services.append_changes import PROCESSES, PROFILE, STATEMENTS
from readiness.services.context import Services
from readiness.services.demo_firms import DemoFirm, draw_answers, draw_firms, recipe
from readiness.services.editing import Held
from readiness.services.issue_result import issue_result
from readiness.services.make_user import make_user
from readiness.services.open_practice_round import open_practice_round
from readiness.services.passwords import hash_password
from readiness.services.refresh_peers import refresh_peers
from readiness.services.score_assessment import score_assessment
from readiness.store.answers import add_answers, add_part
from readiness.store.assessments import add_assessment, set_sheet
from readiness.store.firms import add_firm, add_member
from readiness.store.people import person_of
from readiness.store.rows import Assessment, Assignment, Audit, Firm, Round, User
from readiness.store.verification import add_verdicts

A_YEAR, HALF_A_YEAR = dt.timedelta(days=365), dt.timedelta(days=180)


@dataclass(frozen=True)
class DemoLogin:
    """An account of the demo; `totp_secret` feeds the second factor of those who need one."""

    role: Role
    email: str
    name: str
    password: str
    totp_secret: str = ""


def demo_logins() -> list[DemoLogin]:
    """The accounts of the demo, which exists in development only."""
    found = recipe()["logins"]
    shared = {"password": found["password"]}
    return [DemoLogin(**{**shared, **entry, "role": Role(entry["role"])}) for entry in found["people"]]


def is_empty(session: Session) -> bool:
    """True while no firm is there."""
    return session.query(Firm.id).first() is None


def seed_demo(services: Services, session: Session, *, firms: int, seed: int, at: dt.datetime) -> None:
    """The same seed gives the same firms and answers; rows go in without mails, all in the caller's transaction."""
    name = services.settings.questionnaire
    questionnaire = services.catalogue.get(name)
    rng = np.random.default_rng(seed)
    users = [_login(session, login, at) for login in demo_logins()]
    consultant = next(user for user in users if user.role == Role.CONSULTANT)
    rounds = _rounds(session, questionnaire, name, at)
    open_practice_round(services, session, at=at)
    owners = [user for user in users if user.role == Role.FIRM]
    for number, drawn in enumerate(draw_firms(questionnaire, firms, rng)):
        firm = add_firm(
            session, credit_code=drawn.credit_code, name=drawn.name, name_en=drawn.name_en, city=drawn.city,
            district=drawn.district, at=at, confirmed_at=at,
        )  # fmt: skip
        firm.sub_sector = drawn.sub_sector
        firm.size = questionnaire.size_of(drawn.figures)
        own = number < len(owners)
        if own:
            add_member(session, firm, owners[number], kind=OWNER)
        writer = owners[number] if own else consultant
        seed_firm = _Seed(services, session, questionnaire, consultant, writer, rng, at)
        for year, round_ in enumerate(rounds):
            seed_firm.assess(firm, drawn, round_, year=year, open_draft=own and year == len(rounds) - 1)
    session.flush()
    _give_work(session, rounds[-1], consultant, at)
    refresh_peers(services, session, at=at)


def _give_work(session: Session, round_: Round, consultant: User, at: dt.datetime) -> None:
    """Some submitted assessments that wait for the demo's consultant."""
    waiting = session.query(Assessment).filter_by(round_id=round_.id, state=AssessmentState.SUBMITTED.value)
    for assessment in waiting.order_by(Assessment.id).limit(recipe()["waiting"]):
        session.add(
            Assignment(assessment_id=assessment.id, consultant_id=consultant.id, by_id=consultant.id, at=at)
        )
    session.flush()


def _login(session: Session, login: DemoLogin, at: dt.datetime) -> User:
    user = make_user(
        session, email=login.email, name=login.name, password=hash_password(login.password), role=login.role,
        language="zh_Hans", at=at, confirmed_at=at,
    )  # fmt: skip
    if login.totp_secret:
        user.tf_primary_method, user.tf_totp_secret = "authenticator", login.totp_secret
    return user


def _rounds(session: Session, questionnaire: Questionnaire, name: str, at: dt.datetime) -> list[Round]:
    """Last year's round, closed, and this year's, open since the day of seeding at the latest."""
    found = []
    for back, state in ((1, "closed"), (0, "open")):
        year, day = at.year - back, at.date() - back * A_YEAR
        round_ = Round(
            name=f"{year}", questionnaire=name, digest=questionnaire.digest, reference_year=year - 1,
            opens_on=min(dt.date(year, 3, 1), day), closes_on=max(dt.date(year, 12, 31), day + HALF_A_YEAR),
            state=state, created_at=at,
        )  # fmt: skip
        session.add(round_)
        found.append(round_)
    session.flush()
    return found


def _after(assessment: Assessment, days: int) -> dt.date:
    """So many days after the round opened."""
    return assessment.round.opens_on + dt.timedelta(days=days)


@dataclass
class _Seed:
    """What every assessment of the demo is put in with."""

    services: Services
    session: Session
    questionnaire: Questionnaire
    consultant: User
    writer: User
    rng: np.random.Generator
    at: dt.datetime

    def assess(self, firm: Firm, drawn: DemoFirm, round_: Round, *, year: int, open_draft: bool) -> None:
        """One firm in one round: a draft, a submitted or a verified assessment."""
        found = recipe()
        complete = not open_draft and self.rng.random() < found["complete"]
        answers = draw_answers(self.questionnaire, drawn, self.rng, year=year, complete=complete)
        assessment = add_assessment(self.session, firm, round_, document={}, at=self.at)
        assessment.revision = 1
        self._append(assessment, answers)
        held = Held(assessment, self.questionnaire, answers)
        set_sheet(self.session, assessment, to_document(self.questionnaire, answers))
        if not complete:
            return
        assessment.state = AssessmentState.SUBMITTED.value
        assessment.audit_seed = self.rng.bytes(16).hex()
        assessment.consent = {"scores": True, "figures": bool(self.rng.random() < 0.6), "evidence": True}
        assessment.declared_by = found["declared_by"]
        assessment.declared_at = assessment.submitted_at = min(
            self.at, dt.datetime.combine(_after(assessment, 60), self.at.timetz())
        )
        card = score_assessment(self.session, held, Basis.DECLARED, at=self.at)
        issue_result(self.session, held, card, by=person_of(self.writer), at=assessment.submitted_at)
        if self.rng.random() < found["verified"]:
            self._verify(held, float(found["over_claim"]))

    def _append(self, assessment: Assessment, answers: FirmAnswers) -> None:
        by = person_of(self.writer)
        parts: Sequence[tuple[str, Any]] = (
            (PROFILE, dict(answers.profile)),
            (PROCESSES, {code: share * 100 for code, share in answers.shares.items()}),
            (STATEMENTS, dict(answers.statements)),
        )
        for code, value in parts:
            add_part(self.session, assessment, code, value, by=by, at=self.at)
        add_answers(self.session, assessment, answers.answers.items(), by=by, at=self.at)

    def _verify(self, held: Held, chance: float) -> None:
        verdicts = {
            code: self._verdict(code, answer, chance)
            for code, answer in held.answers.answers.items()
            if answer.state is State.ANSWERED
        }
        by: Person = person_of(self.consultant)
        assessment, signed_on = held.assessment, min(_after(held.assessment, 90), self.at.date())
        who = {"assessment_id": assessment.id, "by_id": by.id, "at": self.at}
        self.session.add(Assignment(consultant_id=self.consultant.id, **who))
        add_verdicts(self.session, assessment, verdicts.items(), by=by, at=self.at)
        audit = Audit(
            assessment_id=assessment.id, signed_on=signed_on, signed_by=by.id, independence=True, at=self.at
        )
        self.session.add(audit)
        assessment.state = AssessmentState.VERIFIED.value
        answers = replace(held.answers, verification=Verification(verdicts, signed_on))
        set_sheet(self.session, assessment, to_document(held.questionnaire, answers))
        held = replace(held, answers=answers)
        card = score_assessment(self.session, held, Basis.VERIFIED, at=self.at)
        issue_result(self.session, held, card, by=by, at=dt.datetime.combine(signed_on, self.at.timetz()))

    def _verdict(self, code: str, answer: Answer, chance: float) -> VerdictEntry:
        """Mostly confirmed; now and then a ladder stands one step lower than declared."""
        grade = self.questionnaire.grades[-1 if self.rng.random() < 0.6 else -2].code
        ladder = self.questionnaire.question[code].kind is Kind.LADDER
        if ladder and isinstance(answer.value, int) and answer.value > 0 and self.rng.random() < chance:
            return VerdictEntry(Verdict.LOWERED, grade, answer.value - 1, recipe()["lowered_reason"])
        return VerdictEntry(Verdict.CONFIRMED, grade)
