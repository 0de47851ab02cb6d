"""How much of assessments is answered, by weight: the one number of progress that every page and list shows."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.errors import AnswerError
from readiness.questionnaire.answers import FirmAnswers
from readiness.questionnaire.documents import from_document
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.engine import score_summary
from readiness.scoring.scorecard import Basis
from readiness.scoring.sheet import sheet_of
from readiness.services.context import Services
from readiness.services.editing import questionnaire_of, subject
from readiness.store.rows import Assessment, Round


def measure_coverage(services: Services, works: Sequence[Assessment]) -> dict[int, float]:
    """Assessment id → percent of the applicable weight that is answered, as their pages compute it; rounds and sheets
    must be loaded. Nothing for those nobody has begun, and for those whose answers cannot be read any more."""
    found: dict[int, float] = {}
    begun = [work for work in works if work.revision > 0]
    for round_ in {work.round_id: work.round for work in begun}.values():
        own = [work for work in begun if work.round_id == round_.id]
        found |= _of_round(questionnaire_of(services, round_), round_, own)
    return found


def _of_round(asked: Questionnaire, round_: Round, works: Sequence[Assessment]) -> dict[int, float]:
    """One scoring for all of them."""
    read = {work.id: answers for work in works if (answers := _answers(asked, work)) is not None}
    if not read:
        return {}
    sheet = sheet_of(asked, list(read.values()))
    coverage = score_summary(asked, sheet, basis=Basis.DECLARED, on=round_.closes_on).coverage
    return dict(zip(read, coverage.tolist(), strict=True))


def _answers(asked: Questionnaire, work: Assessment) -> FirmAnswers | None:
    try:
        return from_document(asked, work.sheet.document, place=subject(work))
    except AnswerError:
        return None
