"""The one way in which answers and parts are appended: once per sending, never over somebody else's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person
from readiness.errors import ConflictError, InputError
from readiness.questionnaire.answers import Answer, FirmAnswers, State
from readiness.services.editing import Held
from readiness.store.answers import add_answers, answer_history, find_saved, latest_answers
from readiness.store.rows import AnswerRow

PROFILE, PROCESSES, STATEMENTS = "@profile", "@processes", "@statements"
CLIENT_ID_LENGTH = 100


@dataclass(frozen=True)
class SaveReceipt:
    """What is safe now: the assessment's revision and, for each code sent, the revision to base the next save on."""

    revision: int
    revisions: Mapping[str, int]


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
    if not client_id or len(client_id) > CLIENT_ID_LENGTH:
        raise InputError("client_id", "client_id_invalid")
    assessment = held.assessment
    earlier = {row.code: row for row in find_saved(session, assessment, client_id)}
    if earlier:
        return Appended(_again(session, held, changes, earlier))
    standing = latest_answers(session, assessment, sorted(changes))
    new = {code: answer for code, answer in changes.items() if _plain(answer) != _stated(standing.get(code))}
    conflicts: dict[str, tuple[object, object]] = {
        code: (_stated(standing.get(code)), answer)
        for code, answer in new.items()
        if base.get(code, 0) != _revision(standing.get(code))
    }
    if conflicts:
        raise ConflictError(conflicts)
    if new:
        assessment.revision += 1
        add_answers(session, assessment, new.items(), by=by, at=at, client_id=client_id)
    revisions = {
        code: assessment.revision if code in new else _revision(standing.get(code)) for code in changes
    }
    return Appended(SaveReceipt(assessment.revision, revisions), frozenset(new))


def _again(
    session: Session, held: Held, changes: Mapping[str, Answer], earlier: Mapping[str, AnswerRow]
) -> SaveReceipt:
    """The receipt of the first sending; InputError when the same id now carries something else."""
    for code, row in earlier.items():
        if code not in changes or _plain(changes[code]) != _stated(row):
            raise InputError("client_id", "client_id_reused")
    revision = next(iter(earlier.values())).revision
    revisions = {}
    for code in changes:
        rows = answer_history(session, held.assessment, code)
        revisions[code] = next((row.revision for row in rows if row.revision <= revision), 0)
    return SaveReceipt(revision, revisions)


def _plain(answer: Answer) -> Answer:
    """What a row keeps of an answer; documents live with the evidence."""
    return Answer(answer.state, answer.value, answer.reason)


def _stated(row: AnswerRow | None) -> Answer:
    return Answer() if row is None else Answer(State(row.state), row.value, row.reason)


def _revision(row: AnswerRow | None) -> int:
    return 0 if row is None else row.revision


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
