"""Receipts of what a firm submitted and of what was signed about it, each with its locked copy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, require
from readiness.assessment.states import STANDS
from readiness.errors import AnswerError, NotFoundError, StoredAnswersError
from readiness.questionnaire.answers import FirmAnswers
from readiness.questionnaire.documents import canonical, from_document
from readiness.questionnaire.model import Questionnaire
from readiness.services.context import Services
from readiness.services.editing import questionnaire_of, subject
from readiness.store.assessments import get_assessment
from readiness.store.issued import get_issued, list_issued
from readiness.store.rows import Assessment, Firm, IssuedResult, Round


@dataclass(frozen=True)
class Receipt:
    """One issued result. `stands`: it is the firm's result now; else a later one is, or none until the next
    submission. `declared_by` is '' where the name was erased."""

    key: str
    number: str
    digest: str
    basis: str
    at: dt.datetime
    declared_by: str
    sent_by: str
    index: float
    level: int
    standing: str
    stands: bool


@dataclass(frozen=True)
class Receipts:
    """All receipts of an assessment, newest first."""

    key: str
    firm: Firm
    round: Round
    questionnaire: Questionnaire
    receipts: tuple[Receipt, ...]

    def get(self, key: str) -> Receipt:
        """One of them; NotFoundError for any other."""
        found = next((receipt for receipt in self.receipts if receipt.key == key), None)
        if found is None:
            raise NotFoundError(f"no receipt {key!r} of {self.key!r}")
        return found


@dataclass(frozen=True)
class LockedFile:
    """A file as it lay beside an answer; days as ISO dates, '' where none was given."""

    question: str
    name: str
    size: int
    sha256: str
    attached_on: str = ""
    issued_on: str = ""
    valid_until: str = ""

    def day(self, name: str) -> dt.date | None:
        """One of the three days."""
        text = getattr(self, name)
        return dt.date.fromisoformat(text) if text else None


@dataclass(frozen=True)
class LockedCopy:
    """What was stated, as it stood. `text` is the document whose SHA-256 is the receipt's digest."""

    key: str
    receipt: Receipt
    firm: Mapping[str, str]
    round_name: str
    questionnaire: Questionnaire
    answers: FirmAnswers
    files: tuple[LockedFile, ...]
    text: str


def list_receipts(services: Services, session: Session, assessment_key: str, *, by: Person) -> Receipts:
    """For everybody of the firm."""
    assessment = get_assessment(session, assessment_key, person=by)
    require(by, Action.VIEW_RECEIPT, firm_id=assessment.firm_id)
    rows = list_issued(session, assessment)
    return Receipts(
        key=assessment.key,
        firm=assessment.firm,
        round=assessment.round,
        questionnaire=questionnaire_of(services, assessment.round),
        receipts=tuple(_receipt(row, stands(assessment, row, newest=rows[0].id)) for row in rows),
    )


def get_locked_copy(
    services: Services, session: Session, assessment_key: str, receipt_key: str, *, by: Person
) -> LockedCopy:
    """The copy as it was locked; StoredAnswersError where the questionnaire cannot read it any more."""
    row = get_issued(session, receipt_key, person=by, assessment_key=assessment_key)
    assessment = row.assessment
    require(by, Action.VIEW_RECEIPT, firm_id=assessment.firm_id)
    if row.erased_at is not None:
        raise NotFoundError(f"the copy of {receipt_key!r} was erased")
    questionnaire, document = questionnaire_of(services, assessment.round), row.document
    try:
        answers = from_document(questionnaire, document["stated"], place=subject(assessment))
    except AnswerError as error:
        raise StoredAnswersError(error.problems) from error
    newest = list_issued(session, assessment)[0].id
    return LockedCopy(
        key=assessment.key,
        receipt=_receipt(row, stands(assessment, row, newest=newest)),
        firm=document["firm"],
        round_name=document["round"]["name"],
        questionnaire=questionnaire,
        answers=answers,
        files=tuple(LockedFile(**file) for file in document["evidence"]),
        text=canonical(document),
    )


def stands(assessment: Assessment, row: IssuedResult, *, newest: int) -> bool:
    """True for the newest issued result of an assessment that is not back with the firm."""
    return row.id == newest and assessment.state in STANDS


def _receipt(row: IssuedResult, standing_now: bool) -> Receipt:
    known: dict[str, Any] = {
        name: getattr(row, name)
        for name in ("key", "number", "digest", "basis", "at", "declared_by", "index", "level", "standing")
    }
    return Receipt(**known, sent_by=row.by.name, stands=standing_now)
