"""Which questions come, go or are asked otherwise with other processes, told before anything is saved."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from readiness.errors import ReadinessError
from readiness.questionnaire.answers import State
from readiness.questionnaire.asked import basis_of
from readiness.scoring.scorecard import Basis, Scorecard
from readiness.services.editing import Held
from readiness.services.score_assessment import compute_scorecard


@dataclass(frozen=True)
class TouchedQuestion:
    """A question that is touched: its weight in percent of the index (of the time when it is asked), and whether an
    answer is kept for it."""

    code: str
    weight: float
    answered: bool


@dataclass(frozen=True)
class QuestionsChange:
    """What other processes do to the questions; `altered` are asked before and after, on other scales or with other
    options."""

    appearing: tuple[TouchedQuestion, ...]
    vanishing: tuple[TouchedQuestion, ...]
    altered: tuple[TouchedQuestion, ...]

    @property
    def mark(self) -> str:
        """Names exactly this change, so that what is agreed to is what was shown; '' where no question changes."""
        codes = [[one.code for one in group] for group in (self.appearing, self.vanishing, self.altered)]
        return hashlib.sha256(json.dumps(codes).encode()).hexdigest()[:32] if any(codes) else ""


class QuestionsChangeError(ReadinessError):
    """Other processes change the questions, and nobody has agreed to just that yet; nothing is saved."""

    def __init__(self, change: QuestionsChange) -> None:
        self.change = change
        super().__init__("other processes change which questions are asked")


def foresee_processes(held: Held, shares: Mapping[str, float]) -> QuestionsChange:
    """The questions that differ between the shares that stand and these (fractions of 1).

    Firms that have not declared a process yet lose nothing: for them the change is empty.
    """
    before, after = held, replace(held, answers=replace(held.answers, shares=shares))
    touched: list[tuple[str, bool, bool]] = []
    for question in held.questionnaire.questions if held.answers.shares else ():
        old = basis_of(held.questionnaire, question, before.answers)
        new = basis_of(held.questionnaire, question, after.answers)
        if old != new and (old[0] or new[0]):
            touched.append((question.code, bool(old[0]), bool(new[0])))
    if not touched:
        return QuestionsChange((), (), ())
    weights = {True: _weights(before), False: _weights(after)}

    def those(was: bool, will: bool) -> tuple[TouchedQuestion, ...]:
        return tuple(
            TouchedQuestion(code, weights[was and not will][code], _answered(held, code))
            for code, *asked in touched
            if asked == [was, will]
        )

    return QuestionsChange(those(False, True), those(True, False), those(True, True))


def _weights(held: Held) -> dict[str, float]:
    card: Scorecard = compute_scorecard(held, Basis.DECLARED)
    return {line.code: 100 * line.effective for line in card.questions}


def _answered(held: Held, code: str) -> bool:
    found = held.answers.answers.get(code)
    return found is not None and found.state is not State.UNANSWERED
