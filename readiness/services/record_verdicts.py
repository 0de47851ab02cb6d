"""A consultant's verdicts on answers, one or many at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person
from readiness.assessment.states import AssessmentState, Step
from readiness.assessment.verification import CHANGED, check_direction, check_verdict
from readiness.errors import InputError, InputErrors
from readiness.questionnaire.answers import State, VerdictEntry, Verification
from readiness.questionnaire.expected import UnfitError
from readiness.questionnaire.values import read_value
from readiness.scoring.engine import scorecard
from readiness.scoring.scorecard import Basis, QuestionLine
from readiness.services.context import Services
from readiness.services.editing import Held, hold, subject, take, write_sheet
from readiness.services.score_assessment import compute_scorecard
from readiness.services.sendings import SaveReceipt, first_receipt, name_sending, pick_new
from readiness.store.events import record_event
from readiness.store.rows import VerdictRow
from readiness.store.types import check_text
from readiness.store.verification import add_verdicts, latest_verdicts

REASON_LENGTH = 2000


def record_verdicts(
    services: Services,
    session: Session,
    assessment_key: str,
    entries: Mapping[str, VerdictEntry],
    *,
    base: Mapping[str, int],
    client_id: str,
    by: Person,
    at: dt.datetime,
) -> SaveReceipt:
    """Append verdicts by question code; the first one opens the verification.

    InputErrors names each verdict that lacks its reason, value or grade, moves the wrong way, or has nothing below
    it. `base`, `client_id`, the receipt and ConflictError (standing, sent) work as they do for answers.
    """
    held = hold(services, session, assessment_key, Action.RECORD_VERDICTS, Step.VERIFY, by=by, at=at)
    read = _read(held, entries)
    sending = name_sending(client_id, read, base)
    if receipt := first_receipt(session, VerdictRow, held.assessment, sending, sorted(read)):
        return receipt
    standing = _standing(session, held)
    new = pick_new(read, standing_verdicts(held), standing, base)
    if new:
        _append(session, held, new, client_id=sending, by=by, at=at)
    revision = held.assessment.revision
    return SaveReceipt(revision, {code: revision if code in new else standing.get(code, 0) for code in read})


def standing_verdicts(held: Held) -> Mapping[str, VerdictEntry]:
    """Code → the verdict that stands now, without those whose answer was changed after a return."""
    return held.answers.verification.verdicts if held.answers.verification else {}


def _standing(session: Session, held: Held) -> dict[str, int]:
    """Code → revision of the standing verdict."""
    own = standing_verdicts(held)
    rows = latest_verdicts(session, held.assessment)
    return {code: row.revision for code, row in rows.items() if code in own}


def _append(
    session: Session,
    held: Held,
    new: Mapping[str, VerdictEntry],
    *,
    client_id: str,
    by: Person,
    at: dt.datetime,
) -> None:
    assessment = held.assessment
    opened = assessment.state != AssessmentState.IN_VERIFICATION
    take(assessment, Step.VERIFY)
    assessment.revision += 1
    add_verdicts(session, assessment, new.items(), by=by, at=at, client_id=client_id)
    verdicts = {**standing_verdicts(held), **new}
    write_sheet(session, held, replace(held.answers, verification=Verification(verdicts)))
    detail = {"opened": opened, "verdicts": {code: entry.verdict.value for code, entry in new.items()}}
    record_event(session, "record_verdicts", subject(assessment), by_id=by.id, at=at, detail=detail)


def _read(held: Held, entries: Mapping[str, VerdictEntry]) -> dict[str, VerdictEntry]:
    """The verdicts as they are stored; InputErrors with one error for each that cannot be taken."""
    lines = {line.code: line for line in compute_scorecard(held, Basis.DECLARED).questions}
    found: dict[str, VerdictEntry] = {}
    errors: list[InputError] = []
    for code, entry in entries.items():
        try:
            found[code] = _read_one(held, lines.get(code), code, entry)
        except InputError as error:
            errors.append(error)
    if errors:
        raise InputErrors(errors)
    return found


def _read_one(held: Held, line: QuestionLine | None, code: str, entry: VerdictEntry) -> VerdictEntry:
    if line is None:
        raise InputError(code, "question_unknown", question=code)
    if not line.applicable or line.state == State.UNANSWERED:
        raise InputError(code, "nothing_to_verify")
    if entry.value is not None:
        try:
            value = read_value(held.questionnaire.question[code], entry.value)
        except UnfitError as error:
            raise InputError(code, "answer_invalid", expected=error) from error
        entry = replace(entry, value=value)
    entry = replace(entry, reason=check_text(entry.reason.strip(), code, REASON_LENGTH))
    check_verdict(held.questionnaire, code, entry)
    if entry.verdict in CHANGED:
        audited = _audited(held, code, entry)
        hidden = audited == line.raw and held.questionnaire.question[code].score_at_least
        if not hidden:  # another question's score may lie above both values: then no direction can be seen
            check_direction(code, entry, declared=line.raw, audited=audited)
    return entry


def _audited(held: Held, code: str, entry: VerdictEntry) -> float:
    """The question's score before caps with this one verdict in place."""
    answers = replace(held.answers, verification=Verification({code: entry}))
    on = held.assessment.round.closes_on
    card = scorecard(held.questionnaire, answers, basis=Basis.VERIFIED, on=on, answers_digest="-")
    return next(line.raw for line in card.questions if line.code == code)
