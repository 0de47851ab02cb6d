"""Ask for a round's ranking to be drawn, see how far it is, and read what was drawn last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, require
from readiness.errors import InputError
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.draws import checked
from readiness.services.context import Services
from readiness.services.editing import questionnaire_of
from readiness.services.list_growth import GrowthPart, list_growth
from readiness.services.run_ranking import rankable
from readiness.store.events import record_event
from readiness.store.jobs import add_job, find_open_job
from readiness.store.ranking_runs import find_round_job, find_runs, list_lines, names_of
from readiness.store.rounds import get_round
from readiness.store.rows import RankingLine, RankingRun, Round
from readiness.store.types import INTEGER_LIMIT

KIND = "ranking"
GROWERS = 100
OPEN = ("queued", "running")


def request_ranking(
    services: Services,
    session: Session,
    round_key: str,
    *,
    draws: int,
    seed: int,
    by: Person,
    at: dt.datetime,
) -> str:
    """The key of the job that draws it, in the caller's transaction; a second click gives the first one's job."""
    checked(draws, seed)
    if seed > INTEGER_LIMIT:
        raise InputError("seed", "ranking_seed")
    round_ = rankable(services, session, round_key, by=by)
    payload = {"round_key": round_.key, "draws": draws, "seed": seed}
    job = find_open_job(session, KIND, payload, by_id=by.id)
    if job is None:
        job = add_job(session, KIND, payload, by_id=by.id, at=at)
        detail = {"draws": draws, "seed": seed}
        record_event(session, "run_ranking", f"round:{round_.key}", by_id=by.id, at=at, detail=detail)
    return job.key


@dataclass(frozen=True)
class Drawn:
    """The latest runs of a round by basis, and lines by assessment."""

    runs: Mapping[str, RankingRun]
    lines: Mapping[int, RankingLine]


def get_drawn(session: Session, round_: Round, assessment_ids: Collection[int], *, by: Person) -> Drawn:
    """What was drawn last, for the lines shown; nothing for an officer of one city, whose places are that city's."""
    require(by, Action.VIEW_RANKING)
    if by.city:
        return Drawn({}, {})
    runs = find_runs(session, round_)
    lines = [line for run in runs.values() for line in list_lines(session, run, assessment_ids)]
    return Drawn(runs, {line.assessment_id: line for line in lines})


@dataclass(frozen=True)
class SensitivityPage:
    """The sensitivities of the latest run of each basis, who has grown by basis, and names by credit code. `percent`:
    how far it is being drawn just now, None where it is not; `failed`: the last time it could not be drawn."""

    round: Round
    questionnaire: Questionnaire
    runs: Mapping[str, RankingRun]
    names: Mapping[str, str]
    growth: Mapping[str, GrowthPart]
    percent: int | None
    failed: bool


def get_sensitivity(services: Services, session: Session, round_key: str, *, by: Person) -> SensitivityPage:
    """For those who see the ranking of all cities; without a run the page says so."""
    require(by, Action.RUN_RANKING)
    round_ = get_round(session, round_key, person=by)
    if round_.practice:
        raise InputError("round", "round_practice")
    runs, job = find_runs(session, round_), find_round_job(session, KIND, round_)
    growth = list_growth(session, runs, by=by, limit=GROWERS)
    runs = {} if by.city else runs
    codes = {mover["code"] for run in runs.values() for mover in _movers(run.sensitivity)}
    codes |= {line.credit_code for part in growth.values() for _, line in part.growers}
    return SensitivityPage(
        round=round_,
        questionnaire=questionnaire_of(services, round_),
        runs=runs,
        names=names_of(session, codes),
        growth=growth,
        percent=job.progress if job and job.state in OPEN else None,
        failed=bool(job and job.state == "failed"),
    )


def _movers(sensitivity: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for line in sensitivity.get("alternatives", ()):
        yield from line["movers"]
