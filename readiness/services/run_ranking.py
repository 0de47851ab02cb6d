"""Draw the ranking of a round and keep it: read, compute without a database, write. Runs in a worker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, require, require_everywhere
from readiness.errors import InputError
from readiness.questionnaire.answers import FirmAnswers
from readiness.questionnaire.documents import digest, to_document
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.drawn import DrawnLine, DrawnList, digest_of_inputs, drawn_list
from readiness.scoring.field import LEAST_FIRMS, field_of, ranking_rules
from readiness.scoring.scorecard import Basis
from readiness.scoring.sensitivity import alternatives, sources_off
from readiness.scoring.sheet import sheet_of
from readiness.services.build_ranking import official_scores
from readiness.services.context import Services
from readiness.services.editing import questionnaire_of, read_held
from readiness.services.seal import seal_of_run
from readiness.store.ranking_runs import add_run, load_sheets
from readiness.store.rounds import get_round
from readiness.store.rows import RankingRun, Round
from readiness.store.types import new_key

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Entrants:
    """The firms of one list as plain values: credit codes, assessments and answers in one order."""

    basis: Basis
    codes: tuple[str, ...]
    assessments: tuple[int, ...]
    answers: tuple[FirmAnswers, ...]


@dataclass(frozen=True)
class RankingOrder:
    """All that a run needs, good beyond the session."""

    round_id: int
    questionnaire: Questionnaire
    on: dt.date
    draws: int
    seed: int
    lists: tuple[Entrants, ...]


@dataclass(frozen=True)
class RankingMade:
    """One list drawn: which answers it has seen, its lines, and its sensitivities as plain values."""

    entrants: Entrants
    drawn: DrawnList
    input_digest: str
    sensitivity: Mapping[str, Any]


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
        _entrants(services, session, basis, [number for number, _ in firms.values()])
        for basis, firms in official_scores(services, session, round_, by=by).items()
        if len(firms) >= LEAST_FIRMS
    ]
    return RankingOrder(round_.id, asked, round_.closes_on, draws, seed, tuple(found))


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


def _entrants(services: Services, session: Session, basis: Basis, ids: Sequence[int]) -> Entrants:
    codes, numbers, answers = list[str](), list[int](), list[FirmAnswers]()
    for assessment in load_sheets(session, ids):
        held = read_held(services, assessment)
        codes.append(assessment.firm.credit_code)
        numbers.append(assessment.id)
        answers.append(seen(held.answers, basis))
    return Entrants(basis, tuple(codes), tuple(numbers), tuple(answers))


def seen(answers: FirmAnswers, basis: Basis) -> FirmAnswers:
    """What a list of this basis sees of a firm: the declared one no verdicts."""
    return answers if basis is Basis.VERIFIED else replace(answers, verification=None)


def draw_order(order: RankingOrder, progress: Progress | None = None) -> list[RankingMade]:
    """The lists, drawn one after the other, each with its sensitivities; touches no database."""
    made = []
    for number, entrants in enumerate(order.lists):
        if progress:
            progress(100 * number // len(order.lists))
        made.append(_made(order, entrants))
    return made


def _made(order: RankingOrder, entrants: Entrants) -> RankingMade:
    asked, basis = order.questionnaire, entrants.basis
    field = field_of(asked, sheet_of(asked, entrants.answers), entrants.codes, basis=basis, on=order.on)
    sensitivity = {
        "sources": [asdict(line) for line in sources_off(field, draws=order.draws, seed=order.seed)],
        "alternatives": [asdict(line) for line in alternatives(field)],
    }
    return RankingMade(
        entrants=entrants,
        drawn=drawn_list(field, basis=basis, draws=order.draws, seed=order.seed),
        input_digest=input_digest(asked, entrants),
        sensitivity=sensitivity,
    )


def input_digest(asked: Questionnaire, entrants: Entrants) -> str:
    """Tells which answers of which firms a list was drawn from."""
    pairs = zip(entrants.codes, entrants.answers, strict=True)
    return digest_of_inputs({code: digest(to_document(asked, answers)) for code, answers in pairs})


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
        input_digest=made.input_digest,
        result_digest=drawn.result_digest,
        engine=drawn.engine,
        sensitivity=dict(made.sensitivity),
        by_id=by_id,
        at=at,
    )
    run.seal = seal_of_run(run)
    assessment = dict(zip(made.entrants.codes, made.entrants.assessments, strict=True))
    return add_run(session, run, [_line(line, assessment[line.range.code]) for line in drawn.lines])


def _line(line: DrawnLine, assessment_id: int) -> dict[str, Any]:
    values = asdict(line.range)
    code, levels = values.pop("code"), values.pop("levels")
    return values | {
        "assessment_id": assessment_id,
        "credit_code": code,
        "levels": list(levels),
        "adjusted": line.adjusted,
        "adjusted_place": line.adjusted_place,
    }
