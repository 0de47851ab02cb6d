"""The files beside an answer with all that is known of them, those of other answers, and what files are worth here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, Role, agreed, dimension_allowed
from readiness.assessment.states import Step
from readiness.errors import NotFoundError
from readiness.questionnaire.answers import Answer
from readiness.questionnaire.model import Question, Questionnaire
from readiness.services.check_file import KIND_OF
from readiness.services.context import Services
from readiness.services.count_evidence import judged_on
from readiness.services.describe_evidence import About, about_of
from readiness.services.editing import Held, local_day, view_held
from readiness.services.get_task_list import possible_steps
from readiness.services.weigh_evidence import Weighed, weigh_evidence
from readiness.store.evidence import list_evidence
from readiness.store.rows import Evidence, Firm


@dataclass(frozen=True)
class FileLine:
    """A file beside an answer. `counts`: valid on the day that decides; `lapsed`: past its last good day today.

    `codes` are all answers it supports; `preview` says that there is a small picture; `editable`: this person may
    change what is said about it.
    """

    key: str
    code: str
    name: str
    size: int
    media_type: str
    sha256: str
    by: str
    at: dt.datetime
    about: About
    counts: bool
    lapsed: bool
    preview: bool
    codes: tuple[str, ...]
    editable: bool

    @property
    def kind(self) -> str:
        """PDF, JPEG and so on."""
        return KIND_OF.get(self.media_type, "")


@dataclass(frozen=True)
class EvidencePage:
    """`others` are files of other answers that are not here yet; `named`: documents of imported answers without a file;
    `weighed` is for the firm alone. `judged_on`: the day that decides which files count, `submitted` if it is past."""

    key: str
    firm: Firm
    questionnaire: Questionnaire
    question: Question
    files: tuple[FileLine, ...]
    others: tuple[FileLine, ...]
    named: tuple[str, ...]
    weighed: Weighed | None
    editable: bool
    judged_on: dt.date
    submitted: bool

    def file(self, key: str) -> FileLine:
        """The file with this key beside the answer, or NotFoundError."""
        for line in self.files:
            if line.key == key:
                return line
        raise NotFoundError(f"no evidence {key!r} here")


def get_evidence_page(
    services: Services, session: Session, assessment_key: str, code: str, *, by: Person, at: dt.datetime
) -> EvidencePage:
    """For everybody who may see evidence of the assessment; NotFoundError for a question it does not ask."""
    held = view_held(services, session, assessment_key, Action.VIEW_EVIDENCE, by=by)
    question = held.questionnaire.question.get(code)
    if question is None:
        raise NotFoundError(f"no question {code!r}")
    rows = list_evidence(session, held.assessment)
    here = {row.file_id: row for row in rows if row.code == code}
    elsewhere = {row.file_id: row for row in reversed(rows) if row.file_id not in here}
    lines = {line.key: line for line in _lines(services, held, rows, by=by, at=at)}
    known = {row.name for row in here.values()}
    documents = held.answers.answers.get(code, Answer()).documents
    day, submitted = judged_on(services, held.assessment, at=at)
    return EvidencePage(
        key=held.assessment.key,
        firm=held.assessment.firm,
        questionnaire=held.questionnaire,
        question=question,
        files=tuple(lines[row.key] for row in here.values()),
        others=tuple(lines[row.key] for row in reversed(elsewhere.values())),
        named=tuple(name for name in documents if name not in known),
        weighed=weigh_evidence(held, code) if by.role is Role.FIRM else None,
        editable=_editable(held, question.dimension, by=by),
        judged_on=day,
        submitted=submitted,
    )


def list_files(
    services: Services, session: Session, assessment_key: str, *, by: Person, at: dt.datetime
) -> dict[str, list[FileLine]]:
    """Question → the files beside its answer; nothing for the office without the firm's consent."""
    held = view_held(services, session, assessment_key, Action.VIEW_ANSWERS, by=by)
    found: dict[str, list[FileLine]] = {}
    if agreed(by, Action.VIEW_EVIDENCE, held.assessment.consent):
        for line in _lines(services, held, list_evidence(session, held.assessment), by=by, at=at):
            found.setdefault(line.code, []).append(line)
    return found


def _lines(
    services: Services, held: Held, rows: Sequence[Evidence], *, by: Person, at: dt.datetime
) -> Iterator[FileLine]:
    today, (day, _) = local_day(services, at), judged_on(services, held.assessment, at=at)
    uses: dict[int, list[str]] = {}
    for row in rows:
        uses.setdefault(row.file_id, []).append(row.code)
    asked = held.questionnaire.question
    for row in rows:
        codes = uses[row.file_id]
        yield FileLine(
            key=row.key,
            code=row.code,
            name=row.file.name,
            size=row.file.size,
            media_type=row.file.media_type,
            sha256=row.file.sha256,
            by=row.file.by.name,
            at=row.file.at,
            about=about_of(row.file),
            counts=row.file.valid_on(day),
            lapsed=not row.file.valid_on(today),
            preview=bool(row.file.preview),
            codes=tuple(codes),
            editable=all(_editable(held, asked[code].dimension, by=by) for code in codes if code in asked),
        )


def _editable(held: Held, dimension: str, *, by: Person) -> bool:
    return (
        by.role is Role.FIRM
        and Step.SAVE in possible_steps(held, by=by)
        and dimension_allowed(by, held.assessment.firm_id, dimension)
    )
