"""Draw the ranking of a round and keep it: read, compute without a database, write. Runs in a worker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, require, require_everywhere
from readiness.errors import InputError
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.drawn import DrawnLine, DrawnList, drawn_list
from readiness.scoring.field import LEAST_FIRMS, field_of, ranking_rules
from readiness.scoring.group_ranges import GroupRange
from readiness.scoring.growth import Growth
from readiness.scoring.sensitivity import alternatives, sources_off
from readiness.services.context import Services
from readiness.services.editing import questionnaire_of
from readiness.services.measure_growth import measure_growth
from readiness.services.ranking_order import official_scores
from readiness.services.read_earlier import Earlier, read_earlier
from readiness.services.read_entrants import Entrants, read_entrants
from readiness.services.seal import seal_of_run
from readiness.services.snapshot_peers import key_of
from readiness.store.growth import add_growth
from readiness.store.ranking_runs import add_run
from readiness.store.rounds import get_round
from readiness.store.rows import RankingRun, Round
from readiness.store.types import new_key

Progress = Callable[[int], None]


@dataclass(frozen=True)
class RankingOrder:
    """All that a run needs, good beyond the session."""

    round_id: int
    questionnaire: Questionnaire
    on: dt.date
    draws: int
    seed: int
    lists: tuple[Entrants, ...]
    earlier: Earlier | None


@dataclass(frozen=True)
class RankingMade:
    """One list drawn: who entered, its lines, its sensitivities as plain values, and growth since the round before."""

    entrants: Entrants
    drawn: DrawnList
    sensitivity: Mapping[str, Any]
    growth: tuple[Growth, ...]


def run_ranking(
    services: Services,
    session: Session,
    round_key: str,
    draws: int,
    seed: int,
    *,
    by: Person,
    at: dt.datetime,
    progress: Progress | None = None,
) -> list[RankingRun]:
    """All three steps in the caller's transaction; a worker does them apart, so that no lock is held meanwhile."""
    order = read_order(services, session, round_key, draws, seed, by=by)
    return keep_runs(session, order, draw_order(order, progress), by_id=by.id, at=at)


def read_order(
    services: Services, session: Session, round_key: str, draws: int, seed: int, *, by: Person
) -> RankingOrder:
    """The round's official firms with their answers; InputError for a list that nobody can rank."""
    round_ = rankable(services, session, round_key, by=by)
    asked = questionnaire_of(services, round_)
    found = [
        read_entrants(services, session, asked, basis, [number for number, _ in firms.values()])
        for basis, firms in official_scores(services, session, round_, by=by).items()
        if len(firms) >= LEAST_FIRMS
    ]
    earlier = read_earlier(services, session, round_, asked, found, by=by)
    return RankingOrder(round_.id, asked, round_.closes_on, draws, seed, tuple(found), earlier)


def rankable(services: Services, session: Session, round_key: str, *, by: Person) -> Round:
    """The round, for those who may have all of it ranked; InputError where it cannot be."""
    require(by, Action.RUN_RANKING)
    require_everywhere(by)
    round_ = get_round(session, round_key, person=by)
    if round_.practice:
        raise InputError("round", "round_practice")
    ranking_rules(questionnaire_of(services, round_))
    most = max(map(len, official_scores(services, session, round_, by=by).values()), default=0)
    if most < LEAST_FIRMS:
        raise InputError("firms", "ranking_of_too_few", firms=most, least=LEAST_FIRMS)
    return round_


def draw_order(order: RankingOrder, progress: Progress | None = None) -> list[RankingMade]:
    """The lists, drawn one after the other, each with its sensitivities; touches no database."""
    length = 100 / max(1, len(order.lists))
    return [
        _made(order, entrants, _between(progress, number * length, (number + 1) * length))
        for number, entrants in enumerate(order.lists)
    ]


def _made(order: RankingOrder, entrants: Entrants, progress: Progress) -> RankingMade:
    basis, draws, seed = entrants.basis, order.draws, order.seed
    field = field_of(order.questionnaire, entrants.sheet, entrants.codes, basis=basis, on=order.on)
    first, then = _between(progress, 0, 20), _between(progress, 20, 90)
    drawn = drawn_list(field, basis=basis, draws=draws, seed=seed, paths=entrants.paths, progress=first)
    sources = sources_off(field, draws=draws, seed=seed, progress=then)
    sensitivity: dict[str, Any] = {
        "sources": [asdict(line) for line in sources],
        "alternatives": [asdict(line) for line in alternatives(field)],
    }
    growth = order.earlier and measure_growth(
        order.questionnaire, entrants, order.earlier, field, on=order.on, draws=draws, seed=seed
    )
    if not growth:
        return RankingMade(entrants, drawn, sensitivity, ())
    return RankingMade(entrants, drawn, sensitivity | {"growth": dict(growth.told)}, growth.lines)


def _between(progress: Progress | None, start: float, end: float) -> Progress:
    """Tells the percent of a part as percent of the whole, of which it runs from `start` to `end`."""

    def tell(percent: int) -> None:
        if progress:
            progress(int(start + (end - start) * percent / 100))

    return tell


def keep_runs(
    session: Session, order: RankingOrder, made: Sequence[RankingMade], *, by_id: int | None, at: dt.datetime
) -> list[RankingRun]:
    """Store each list; those of the round that were drawn before stay."""
    return [_keep(session, order.round_id, one, by_id=by_id, at=at) for one in made]


def _keep(
    session: Session, round_id: int, made: RankingMade, *, by_id: int | None, at: dt.datetime
) -> RankingRun:
    drawn = made.drawn
    run = RankingRun(
        key=new_key(),
        round_id=round_id,
        basis=drawn.basis.value,
        draws=drawn.draws,
        seed=drawn.seed,
        firms=len(drawn.lines),
        settings=dict(drawn.settings),
        questionnaire_digest=drawn.questionnaire_digest,
        input_digest=made.entrants.input_digest,
        result_digest=drawn.result_digest,
        engine=drawn.engine,
        sensitivity=dict(made.sensitivity),
        by_id=by_id,
        at=at,
    )
    run.seal = seal_of_run(run)
    assessment = dict(zip(made.entrants.codes, made.entrants.assessments, strict=True))
    add_run(session, run, [_line(line, assessment[line.range.code]) for line in drawn.lines])
    add_growth(session, run, [_grown(line, assessment[line.code]) for line in made.growth])
    return run


def _line(line: DrawnLine, assessment_id: int) -> dict[str, Any]:
    values = asdict(line.range)
    code, levels = values.pop("code"), values.pop("levels")
    return values | {
        "assessment_id": assessment_id,
        "credit_code": code,
        "levels": list(levels),
        "adjusted": line.adjusted,
        "adjusted_place": line.adjusted_place,
        "groups": {key_of(group.group): _group(group) for group in line.groups},
    }


def _group(line: GroupRange) -> dict[str, Any]:
    return {name: value for name, value in vars(line).items() if name != "group"}


def _grown(line: Growth, assessment_id: int) -> dict[str, Any]:
    values = {name: value for name, value in vars(line).items() if name not in ("code", "place")}
    return values | {"assessment_id": assessment_id, "credit_code": line.code}
