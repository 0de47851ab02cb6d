"""Measure the growth of a stored ranking again and name what differs."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from readiness.questionnaire.model import Questionnaire
from readiness.scoring.field import field_of
from readiness.scoring.growth import Growth
from readiness.services.context import Services
from readiness.services.editing import questionnaire_of
from readiness.services.measure_growth import digest_of_growth, measure_growth
from readiness.services.read_earlier import earlier_of
from readiness.services.read_entrants import Entrants
from readiness.store.growth import list_earlier, list_growth
from readiness.store.rounds import find_round
from readiness.store.rows import RankingRun, Round
from readiness.store.rows_ranking import GrowthLine


def remake_growth(
    services: Services,
    session: Session,
    run: RankingRun,
    round_: Round,
    asked: Questionnaire,
    entrants: Entrants,
) -> Iterator[str]:
    """What differs: its lines are not those that were stored, or the same answers give others; of answers of the round
    before that have changed since nothing is said."""
    told = run.sensitivity.get("growth", {})
    stored = [_grown(line) for line in list_growth(session, run)]
    if (digest_of_growth(stored) if stored else None) != told.get("result_digest"):
        yield "its lines of growth are not those that were stored"
        return
    other = find_round(session, told["round_key"]) if told else None
    if other is None:
        return
    numbers = {entrants.basis: list_earlier(session, run, other)}
    earlier = earlier_of(services, session, other, questionnaire_of(services, other), asked, numbers)
    field = field_of(asked, entrants.sheet, entrants.codes, basis=entrants.basis, on=round_.closes_on)
    again = measure_growth(
        asked, entrants, earlier, field, on=round_.closes_on, draws=run.draws, seed=run.seed
    )
    if again and again.told["input_digest"] != told["input_digest"]:
        return
    if again is None or again.told["result_digest"] != told["result_digest"]:
        yield "its growth is another when it is made again"


def _grown(line: GrowthLine) -> Growth:
    """A stored line as it was measured; places are not kept."""
    names = ("before", "after", "gained", "low", "high", "chance")
    return Growth(0, line.credit_code, *(getattr(line, name) for name in names))
