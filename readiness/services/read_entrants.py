"""The firms of one list with what they state, as columns; read in portions, so that no answers pile up in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from sqlalchemy.orm import Session

from readiness.questionnaire.answers import FirmAnswers
from readiness.questionnaire.documents import digest, to_document
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.arrays import AnswerSheet, joined
from readiness.scoring.cohorts import Path
from readiness.scoring.drawn import digest_of_inputs
from readiness.scoring.scorecard import Basis
from readiness.scoring.sheet import sheet_of
from readiness.services.context import Services
from readiness.services.editing import read_held
from readiness.services.peer_group import peer_group, peer_path
from readiness.store.ranking_runs import load_sheets

PORTION = 500


@dataclass(frozen=True)
class Entrants:
    """The firms of one list: credit codes, assessments, answers, peer groups and digests of answers in one order."""

    basis: Basis
    codes: tuple[str, ...]
    assessments: tuple[int, ...]
    sheet: AnswerSheet
    paths: tuple[Path, ...]
    digests: Mapping[str, str]

    @property
    def input_digest(self) -> str:
        """Tells which answers of which firms a list was drawn from."""
        return digest_of_inputs(self.digests)


def read_entrants(
    services: Services,
    session: Session,
    asked: Questionnaire,
    basis: Basis,
    assessment_ids: Sequence[int],
) -> Entrants:
    """These assessments of rounds that ask `asked`, by number; StoredAnswersError for answers it cannot read."""
    codes, numbers, paths = list[str](), list[int](), list[Path]()
    sheets, digests = list[AnswerSheet](), dict[str, str]()
    rows = load_sheets(session, assessment_ids)
    while portion := list(islice(rows, PORTION)):
        answers = [seen(read_held(services, assessment).answers, basis) for assessment in portion]
        for assessment, stated in zip(portion, answers, strict=True):
            codes.append(assessment.firm.credit_code)
            numbers.append(assessment.id)
            paths.append(peer_path(asked, peer_group(asked, stated)))
            digests[codes[-1]] = digest(to_document(asked, stated))
        sheets.append(sheet_of(asked, answers))
    return Entrants(basis, tuple(codes), tuple(numbers), joined(asked, sheets), tuple(paths), digests)


def seen(answers: FirmAnswers, basis: Basis) -> FirmAnswers:
    """What a list of this basis sees of a firm: the declared one no verdicts."""
    return answers if basis is Basis.VERIFIED else replace(answers, verification=None)
