"""Attach a file to an answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person
from readiness.assessment.states import Step
from readiness.errors import InputError
from readiness.questionnaire.answers import Answer
from readiness.services.append_changes import renew_declaration, without_verdicts
from readiness.services.check_file import CheckedFile, check_file
from readiness.services.context import Services
from readiness.services.editing import Held, hold, require_dimensions, view_held, write_sheet
from readiness.store.evidence import list_evidence
from readiness.store.files import new_path
from readiness.store.rows import Evidence

MOST = 10


@dataclass(frozen=True)
class KeptFile:
    """A file that was checked and put into the file store under `path`; it counts once it is attached."""

    checked: CheckedFile
    path: str


def require_evidence(
    services: Services, session: Session, assessment_key: str, code: str, *, by: Person
) -> None:
    """Return if this person can attach one more file to the answer; asked before the file is looked at."""
    held = view_held(services, session, assessment_key, Action.ADD_EVIDENCE, by=by)
    require_dimensions(held, {code}, by=by)
    _require_room(session, held, code)


def keep_file(services: Services, name: str, content: bytes) -> KeptFile:
    """Check the file and put it under a random name, without the database: a large picture takes its time.

    InputError('file', …) as `check_file` says.
    """
    kept = KeptFile(check_file(name, content), new_path("evidence"))
    services.files.put(kept.path, kept.checked.content)
    return kept


def attach_file(
    services: Services,
    session: Session,
    assessment_key: str,
    code: str,
    kept: KeptFile,
    *,
    by: Person,
    at: dt.datetime,
) -> Evidence:
    """Name the file beside its answer, whose grade it raises; at most ten files an answer.

    InputError('file', 'file_count'). The file counts once the row is committed.
    """
    held = hold(services, session, assessment_key, Action.ADD_EVIDENCE, Step.SAVE, by=by, at=at)
    require_dimensions(held, {code}, by=by)
    _require_room(session, held, code)
    row = Evidence(
        assessment_id=held.assessment.id,
        code=code,
        name=kept.checked.name,
        size=len(kept.checked.content),
        media_type=kept.checked.media_type,
        sha256=kept.checked.sha256,
        path=kept.path,
        by_id=by.id,
        at=at,
    )
    session.add(row)
    documents = held.answers.answers.get(code, Answer()).documents
    store_documents(session, held, code, (*documents, kept.checked.name))
    return row


def add_evidence(
    services: Services,
    session: Session,
    assessment_key: str,
    code: str,
    *,
    name: str,
    content: bytes,
    by: Person,
    at: dt.datetime,
) -> Evidence:
    """All three steps for one who does not mind a lock meanwhile: allowed, checked and kept, attached."""
    require_evidence(services, session, assessment_key, code, by=by)
    return attach_file(
        services, session, assessment_key, code, keep_file(services, name, content), by=by, at=at
    )


def _require_room(session: Session, held: Held, code: str) -> None:
    if len(list_evidence(session, held.assessment, [code])) >= MOST:
        raise InputError("file", "file_count", most=MOST)


def store_documents(session: Session, held: Held, code: str, documents: tuple[str, ...]) -> None:
    """Write the names of an answer's evidence into the sheet; what was declared or verified before is renewed."""
    answer = replace(held.answers.answers.get(code, Answer()), documents=documents)
    answers = replace(held.answers, answers={**held.answers.answers, code: answer})
    held.assessment.revision += 1
    renew_declaration(held)
    write_sheet(session, held, without_verdicts(answers, frozenset({code})))
