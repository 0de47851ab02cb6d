"""What if some answers were others: the result comes back and nothing is kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person
from readiness.errors import InputError
from readiness.questionnaire.answers import Answer, FirmAnswers
from readiness.questionnaire.model import Question, Questionnaire
from readiness.scoring.change import Side
from readiness.scoring.cohorts import back_off, path_of
from readiness.scoring.engine import scorecard
from readiness.scoring.peer_figures import Figure
from readiness.scoring.scenario import SUPPOSED, Scenario, quarter_of, scenario
from readiness.scoring.scorecard import Scorecard
from readiness.services.context import Services
from readiness.services.editing import Held, view_held
from readiness.services.get_result import bases_of
from readiness.services.peer_group import peer_group
from readiness.services.save_answers import merged, read_changes
from readiness.services.snapshot_peers import INDEX, key_of, path_in
from readiness.store.peers import find_snapshot
from readiness.store.rows import Firm


@dataclass(frozen=True)
class Trial:
    """The assessment as it stands, the questions whose answers can be supposed otherwise, and those chosen.

    `scenario` is None before anything was tried; `peers`: the index in the published peer group, None without one.
    """

    key: str
    firm: Firm
    today: Side
    questions: tuple[Question, ...]
    chosen: tuple[Question, ...]
    scenario: Scenario | None = None
    peers: Figure | None = None

    @cached_property
    def card(self) -> Scorecard:
        """The result as it stands."""
        if self.scenario is not None:
            return self.scenario.change.before
        side = self.today
        return scorecard(side.questionnaire, side.counted, basis=side.basis, on=side.on)

    @property
    def quarters(self) -> tuple[int | None, int | None]:
        """The quarter among the published peers before and after, 1 the best; None where too few are published."""
        if self.peers is None or self.scenario is None:
            return None, None
        found = self.scenario.change
        return quarter_of(found.before.index, self.peers), quarter_of(found.after.index, self.peers)


def open_trial(
    services: Services, session: Session, assessment_key: str, codes: Sequence[str] = (), *, by: Person
) -> tuple[Trial, Held]:
    """What can be chosen and what is; nothing is scored.

    InputError(code, 'question_unknown') or (code, 'question_not_supposed') for a code that cannot be chosen.
    """
    held = view_held(services, session, assessment_key, Action.TRY_SCENARIO, by=by)
    basis = bases_of(held, by=by)[-1]
    today = Side(held.questionnaire, held.answers, basis, held.assessment.round.closes_on)
    known = {question.code: question for question in _questions(held)}
    chosen = tuple(known[code] for code in _known(codes, known, held.questionnaire))
    return Trial(held.assessment.key, held.assessment.firm, today, tuple(known.values()), chosen), held


def try_scenario(
    session: Session,
    trial: Trial,
    held: Held,
    changes: Mapping[str, Answer],
    *,
    documented: Collection[str] = (),
) -> Trial:
    """Score the sheet with `changes`, and with documents for the answers in `documented`.

    InputErrors names each answer that is impossible; InputError('result', 'nothing_applies') while no question applies.
    """
    known = {question.code: question for question in trial.questions}
    touched = list(_known([*changes, *documented], known, trial.today.questionnaire))
    if not known:
        raise InputError("result", "nothing_applies")
    answers = trial.today.answers
    supposed = merged(answers, read_changes(trial.today.questionnaire, answers, changes))
    found = scenario(trial.today, {code: _supposed(supposed, code, documented) for code in touched})
    return replace(trial, scenario=found, peers=_published(session, held))


def _known(codes: Sequence[str], known: Mapping[str, Question], asked: Questionnaire) -> Sequence[str]:
    """The codes, each once; InputError for the first that cannot be supposed otherwise."""
    for code in codes:
        if code not in known:
            refused = "question_not_supposed" if code in asked.question else "question_unknown"
            raise InputError(code, refused, question=code)
    return list(dict.fromkeys(codes))


def _supposed(answers: FirmAnswers, code: str, documented: Collection[str]) -> Answer:
    answer = answers.answers.get(code, Answer())
    return replace(answer, documents=answer.documents or SUPPOSED) if code in documented else answer


def _questions(held: Held) -> Sequence[Question]:
    """What applies to one of the firm's processes and is not computed from its profile."""
    return [
        question
        for question in held.questionnaire.questions
        if not question.computed and any(code in question.weights for code in held.answers.shares)
    ]


def _published(session: Session, held: Held) -> Figure | None:
    """The index of the smallest published group that holds the firm."""
    round_, asked = held.assessment.round, held.questionnaire
    snapshot = None if round_.practice else find_snapshot(session, round_)
    if snapshot is None:
        return None
    codes = peer_group(asked, held.answers)._asdict()
    own = path_of([codes[name] for name in asked.rules.peers.groups])
    group = back_off(own, [path_in(key) for key in snapshot.document]) or ()
    found = snapshot.document.get(key_of(group))
    return Figure(*found["figures"][INDEX]) if found and INDEX in found["figures"] else None
