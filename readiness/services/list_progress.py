"""How far a round is, for the office."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, require
from readiness.assessment.states import AssessmentState
from readiness.services.context import Services
from readiness.store.progress import ProgressCount, count_progress
from readiness.store.rounds import get_round
from readiness.store.rows import Round

NOT_STARTED = "not_started"


@dataclass(frozen=True)
class Progress:
    """Counts of assessments. The columns are `stages`: 'not_started' (a draft nothing was saved in), then the states.

    `by_city` and `by_sub_sector` map a code ('' : not known yet) to its counts by stage.
    """

    round: Round
    stages: tuple[str, ...]
    total: int
    by_stage: Mapping[str, int]
    by_city: Mapping[str, Mapping[str, int]]
    by_sub_sector: Mapping[str, Mapping[str, int]]


def list_progress(services: Services, session: Session, round_key: str, *, by: Person) -> Progress:
    """Two queries, whatever the number of firms; an officer of a city sees that city."""
    require(by, Action.VIEW_PROGRESS)
    round_ = get_round(session, round_key, person=by)
    counts = count_progress(session, round_, person=by)
    stages: Counter[str] = Counter()
    cities: dict[str, Counter[str]] = {}
    trades: dict[str, Counter[str]] = {}
    for line in counts:
        stage = _stage(line)
        stages[stage] += line.firms
        cities.setdefault(line.city, Counter())[stage] += line.firms
        trades.setdefault(line.sub_sector, Counter())[stage] += line.firms
    return Progress(
        round=round_,
        stages=(NOT_STARTED, *(state.value for state in AssessmentState)),
        total=stages.total(),
        by_stage=stages,
        by_city=dict(sorted(cities.items())),
        by_sub_sector=dict(sorted(trades.items())),
    )


def _stage(line: ProgressCount) -> str:
    return NOT_STARTED if line.state == AssessmentState.DRAFT and not line.begun else line.state
