"""The one way in which answers and parts are appended: once per sending, never over somebody else's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person
from readiness.questionnaire.answers import Answer, FirmAnswers, State
from readiness.services.editing import Held
from readiness.services.sendings import SaveReceipt, first_receipt, name_sending, pick_new
from readiness.store.answers import add_answers, latest_answers
from readiness.store.rows import AnswerRow

PROFILE, PROCESSES, STATEMENTS = "@profile", "@processes", "@statements"


@dataclass(frozen=True)
class Appended:
    """The receipt and the codes that really changed; none when the same sending came before."""

    receipt: SaveReceipt
    changed: frozenset[str] = frozenset()


def append_changes(
    session: Session,
    held: Held,
    changes: Mapping[str, Answer],
    *,
    base: Mapping[str, int],
    client_id: str,
    by: Person,
    at: dt.datetime,
) -> Appended:
    """Append a row for each change that differs from what stands; raises the assessment's revision if any does.

    `base` names the revision of each code the sender has seen (0 or none: never saved). ConflictError carries
    (standing, sent) as Answers for each code that somebody else changed since; then nothing is written.
    """
    assessment = held.assessment
    sent = {code: _plain(answer) for code, answer in changes.items()}
    sending = name_sending(client_id, sent, base)
    if receipt := first_receipt(session, AnswerRow, assessment, sending, sorted(sent)):
        return Appended(receipt)
    rows = latest_answers(session, assessment, sorted(sent))
    standing = {code: Answer(State(row.state), row.value, row.reason) for code, row in rows.items()}
    revisions = {code: row.revision for code, row in rows.items()}
    new = pick_new(sent, standing, revisions, base, nothing=Answer())
    if new:
        assessment.revision += 1
        add_answers(session, assessment, new.items(), by=by, at=at, client_id=sending)
    after = {code: assessment.revision if code in new else revisions.get(code, 0) for code in sent}
    return Appended(SaveReceipt(assessment.revision, after), frozenset(new))


def keep_given_up(
    session: Session,
    held: Held,
    given_up: Mapping[str, Answer],
    *,
    client_id: str,
    by: Person,
    at: dt.datetime,
) -> bool:
    """Append each value that differs from what stands, and after it what stands once more: the history has both.

    False where nothing was to keep, or the same sending has kept it before.
    """
    assessment = held.assessment
    rows = latest_answers(session, assessment, sorted(given_up)) if given_up else {}
    standing = {
        code: Answer(State(rows[code].state), rows[code].value, rows[code].reason)
        if code in rows
        else Answer()
        for code in given_up
    }
    sent = {code: _plain(answer) for code, answer in given_up.items() if _plain(answer) != standing[code]}
    sending = name_sending(client_id, sent, {})
    if not sent or first_receipt(session, AnswerRow, assessment, sending, sorted(sent)):
        return False
    for changes, name in ((sent, sending), ({code: standing[code] for code in sent}, None)):
        assessment.revision += 1
        add_answers(session, assessment, changes.items(), by=by, at=at, client_id=name)
    return True


def _plain(answer: Answer) -> Answer:
    """What a row keeps of an answer; documents live with the evidence."""
    return Answer(answer.state, answer.value, answer.reason)


def without_verdicts(answers: FirmAnswers, codes: frozenset[str]) -> FirmAnswers:
    """The same without verdicts on these codes: what was verified is no longer what is stated."""
    found = answers.verification
    if found is None or not codes & found.verdicts.keys():
        return answers
    left = {code: entry for code, entry in found.verdicts.items() if code not in codes}
    return replace(answers, verification=replace(found, verdicts=left))


def renew_declaration(held: Held) -> None:
    """A declaration covers what stood when it was made: after a change it must be given again."""
    held.assessment.declared_by, held.assessment.declared_at = "", None
