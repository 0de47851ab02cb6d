"""Attach a file to an answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person
from readiness.assessment.states import Step
from readiness.errors import InputError
from readiness.questionnaire.answers import Answer
from readiness.services.append_changes import renew_declaration, without_verdicts
from readiness.services.check_file import check_file
from readiness.services.context import Services
from readiness.services.editing import Held, hold, require_dimensions, write_sheet
from readiness.store.evidence import list_evidence
from readiness.store.files import new_path
from readiness.store.rows import Evidence

MOST = 10


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
    """Keep the file under a random name and raise the answer's grade; at most ten files an answer.

    InputError('file', …) as `check_file` says, or 'file_count'. The file counts once the row is committed.
    """
    held = hold(services, session, assessment_key, Action.ADD_EVIDENCE, Step.SAVE, by=by)
    require_dimensions(held, {code}, by=by)
    if len(list_evidence(session, held.assessment, [code])) >= MOST:
        raise InputError("file", "file_count", most=MOST)
    checked = check_file(name, content)
    path = new_path("evidence")
    services.files.put(path, checked.content)
    row = Evidence(
        assessment_id=held.assessment.id,
        code=code,
        name=checked.name,
        size=len(checked.content),
        media_type=checked.media_type,
        sha256=checked.sha256,
        path=path,
        by_id=by.id,
        at=at,
    )
    session.add(row)
    documents = held.answers.answers.get(code, Answer()).documents
    store_documents(session, held, code, (*documents, checked.name))
    return row


def store_documents(session: Session, held: Held, code: str, documents: tuple[str, ...]) -> None:
    """Write the names of an answer's evidence into the sheet; what was declared or verified before is renewed."""
    answer = replace(held.answers.answers.get(code, Answer()), documents=documents)
    answers = replace(held.answers, answers={**held.answers.answers, code: answer})
    held.assessment.revision += 1
    renew_declaration(held)
    write_sheet(session, held, without_verdicts(answers, frozenset({code})))
