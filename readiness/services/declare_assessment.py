"""A named person stands for the truth of the answers and says what may be shared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, require
from readiness.assessment.states import Step
from readiness.errors import InputError, InputErrors
from readiness.services.clean_input import NAME_LENGTH, clean_line
from readiness.services.context import Services
from readiness.services.editing import Held, hold, subject, take
from readiness.store.assessments import get_assessment
from readiness.store.events import record_event

CONSENT_VERSION = 1
ALWAYS = "scores"
OPTIONAL = ("figures", "evidence", "customers")


def declare_assessment(
    services: Services,
    session: Session,
    assessment_key: str,
    *,
    name: str,
    consent: Mapping[str, bool],
    by: Person,
    at: dt.datetime,
) -> None:
    """Store who declares and the consent by group of data: scores always, figures, evidence, customers if wanted.

    InputErrors, all at once: a required statement's code with 'statement_required', 'name', 'consent' with
    'consent_scores'.
    """
    held = hold(services, session, assessment_key, Action.DECLARE_ASSESSMENT, Step.DECLARE, by=by, at=at)
    errors = [InputError(code, "statement_required") for code in unmet_statements(held)]
    declared_by, agreed = "", dict[str, Any]()
    try:
        declared_by = clean_line(name, "name", NAME_LENGTH)
    except InputError as error:
        errors.append(error)
    try:
        agreed = read_consent(consent, by=by, at=at)
    except InputError as error:
        errors.append(error)
    if errors:
        raise InputErrors(errors)
    assessment = held.assessment
    take(assessment, Step.DECLARE)
    assessment.declared_by, assessment.declared_at, assessment.consent = declared_by, at, agreed
    record_event(
        session,
        "declare_assessment",
        subject(assessment),
        by_id=by.id,
        at=at,
        detail={"name": assessment.declared_by, "consent": assessment.consent},
    )


def unmet_statements(held: Held) -> list[str]:
    """Codes of the required statements that the firm has not confirmed."""
    return [
        statement.code
        for statement in held.questionnaire.statements
        if statement.effect == "required" and held.answers.statements.get(statement.code) is not True
    ]


def change_consent(
    services: Services,
    session: Session,
    assessment_key: str,
    consent: Mapping[str, bool],
    *,
    by: Person,
    at: dt.datetime,
) -> None:
    """Give or take back the optional groups in any state; what was shown before stays shown, nothing more is."""
    assessment = get_assessment(session, assessment_key, person=by, lock=True)
    if assessment.consent is None:
        raise InputError("consent", "declaration_missing")
    require(by, Action.DECLARE_ASSESSMENT, firm_id=assessment.firm_id)
    assessment.consent = read_consent(consent, by=by, at=at)
    detail = {"consent": assessment.consent}
    record_event(session, "change_consent", subject(assessment), by_id=by.id, at=at, detail=detail)


def read_consent(consent: Mapping[str, bool], *, by: Person, at: dt.datetime) -> dict[str, Any]:
    """The stored form of a consent; InputError when scores are left out."""
    if consent.get(ALWAYS) is not True:
        raise InputError("consent", "consent_scores")
    groups = {group: consent.get(group) is True for group in OPTIONAL}
    return {"version": CONSENT_VERSION, ALWAYS: True, **groups, "by": by.id, "at": at.isoformat()}
