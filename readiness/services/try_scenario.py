"""What if some answers were others: the result comes back and nothing is kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person
from readiness.errors import InputError
from readiness.questionnaire.answers import Answer, FirmAnswers
from readiness.questionnaire.model import Question
from readiness.scoring.peer_view import Peers
from readiness.scoring.scenario import Scenario, quarter_of, scenario
from readiness.services.compare_results import applies, side_of
from readiness.services.context import Services
from readiness.services.editing import view_held
from readiness.services.get_peers import peers_of
from readiness.services.get_result import ResultView, result_of
from readiness.services.save_answers import merged, read_changes
from readiness.services.snapshot_peers import INDEX

SUPPOSED = ("supposed",)
"""Stands for a document that the firm does not have yet."""


@dataclass(frozen=True)
class Trial:
    """The result as it stands, the questions whose answers can be supposed otherwise (most points lost first), those
    chosen, and what came of it; None before anything was tried. `peers` are those of the result as it stands."""

    result: ResultView
    questions: tuple[Question, ...]
    chosen: tuple[Question, ...]
    scenario: Scenario | None
    peers: Peers | None

    @property
    def quarters(self) -> tuple[int | None, int | None]:
        """The quarter among the published peers before and after, 1 the best; None where too few are published."""
        figure = (
            next((line.figure for line in self.peers.scores if line.code == INDEX), None)
            if self.peers
            else None
        )
        if figure is None or self.scenario is None:
            return None, None
        cards = self.scenario.change.before, self.scenario.change.after
        return quarter_of(cards[0].index, figure), quarter_of(cards[1].index, figure)


def try_scenario(
    services: Services,
    session: Session,
    assessment_key: str,
    codes: Sequence[str] = (),
    changes: Mapping[str, Answer] | None = None,
    *,
    documented: Collection[str] = (),
    by: Person,
) -> Trial:
    """Score the sheet with `changes` and documents for the answers in `documented`.

    Without `changes` only what can be chosen. InputErrors names each answer that is impossible; InputError
    ('result', 'nothing_applies') while no question applies to the firm.
    """
    held = view_held(services, session, assessment_key, Action.VIEW_ANSWERS, by=by)
    view = result_of(services, session, held, by=by)
    questions = _questions(view)
    known = {question.code: question for question in questions}
    for code in [*codes, *(changes or {}), *documented]:
        if code not in known:
            raise InputError(code, "question_unknown", question=code)
    trial = Trial(view, questions, tuple(known[code] for code in dict.fromkeys(codes)), None, None)
    if changes is None:
        return trial
    today = side_of(view)
    if not applies(today, view):
        raise InputError("result", "nothing_applies")
    supposed = merged(view.answers, read_changes(view.questionnaire, view.answers, changes))
    touched = [*changes, *(code for code in documented if code not in changes)]
    return replace(
        trial,
        scenario=scenario(today, {code: _supposed(supposed, code, documented) for code in touched}),
        peers=peers_of(session, view),
    )


def _supposed(answers: FirmAnswers, code: str, documented: Collection[str]) -> Answer:
    answer = answers.answers.get(code, Answer())
    return replace(answer, documents=answer.documents or SUPPOSED) if code in documented else answer


def _questions(view: ResultView) -> tuple[Question, ...]:
    """What applies to one of the firm's processes and is not computed from its profile."""
    lost = {line.code: line.lost for line in view.main.questions}
    asked = [
        question
        for question in view.questionnaire.questions
        if not question.computed and any(code in question.weights for code in view.answers.shares)
    ]
    return tuple(sorted(asked, key=lambda question: -lost[question.code]))
