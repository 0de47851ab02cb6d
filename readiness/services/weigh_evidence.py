"""What files beside an answer are worth: the result with them and without, by the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from readiness.questionnaire.answers import Answer
from readiness.scoring.scenario import SUPPOSED
from readiness.scoring.scorecard import Basis, QuestionLine, Scorecard
from readiness.services.editing import Held
from readiness.services.score_assessment import compute_scorecard


@dataclass(frozen=True)
class Weighed:
    """One answer without valid files and with at least one. `counts`: there is one now. `caps`: the most that an answer
    can count without and with; `lines`: the answer in both results."""

    counts: bool
    caps: tuple[float, float]
    without: Scorecard
    with_files: Scorecard
    lines: tuple[QuestionLine, QuestionLine]

    @property
    def gain(self) -> float:
        """Points of the index that the files lift, or would."""
        return self.with_files.index - self.without.index

    @property
    def levels(self) -> tuple[int, int]:
        """The level without and with."""
        return self.without.level, self.with_files.level


def weigh_evidence(held: Held, code: str) -> Weighed:
    """The self-declared result both ways; whatever else stands in the sheet stays as it is."""
    answer = held.answers.answers.get(code, Answer())
    counts = bool(answer.documents)
    documents = (), (answer.documents or SUPPOSED)
    cards = [_scored(held, code, replace(answer, documents=names)) for names in documents]
    lines = [next(line for line in card.questions if line.code == code) for card in cards]
    caps: Mapping[str, float] = {grade.code: grade.cap for grade in held.questionnaire.grades}
    return Weighed(
        counts=counts,
        caps=(caps[lines[0].grade], caps[lines[1].grade]),
        without=cards[0],
        with_files=cards[1],
        lines=(lines[0], lines[1]),
    )


def _scored(held: Held, code: str, answer: Answer) -> Scorecard:
    answers = replace(held.answers, answers={**held.answers.answers, code: answer})
    return compute_scorecard(replace(held, answers=answers), Basis.DECLARED)
