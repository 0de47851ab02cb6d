"""Make stored rankings again and name what differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy.orm import Session

from readiness.errors import ReadinessError
from readiness.questionnaire.model import Questionnaire
from readiness.questionnaire.ranking_rules import RankingRules
from readiness.scoring.drawn import DrawnLine, DrawnList, digest_of_lines, draw_list
from readiness.scoring.engine import ENGINE
from readiness.scoring.rank_ranges import RankRange
from readiness.scoring.scorecard import Basis
from readiness.scoring.sheet import sheet_of
from readiness.services.context import Services
from readiness.services.editing import questionnaire_of, read_held
from readiness.services.run_ranking import Entrants, input_digest, seen
from readiness.services.seal import seal_of_run
from readiness.store.ranking_runs import iterate_runs, list_lines, load_sheets
from readiness.store.rows import RankingLine, RankingRun, Round


def remake_rankings(services: Services, session: Session) -> tuple[int, list[str]]:
    """How many stored runs were made again, and a line for each difference: which run, in what."""
    checked, differences = 0, list[str]()
    for run, round_ in iterate_runs(session):
        checked += 1
        name = f"ranking:{run.key} {run.basis}"
        try:
            differences += [f"{name}: {line}" for line in remake(services, session, run, round_)]
        except ReadinessError as error:
            differences.append(f"{name}: cannot be made again: {error}")
    return checked, differences


def remake(services: Services, session: Session, run: RankingRun, round_: Round) -> Iterator[str]:
    """What differs: the row or its lines are not those that were stored, or the same answers give another result.

    Answers may change in the life of a round. A run that has seen other answers than those of today cannot be made
    again, and nothing is said of it but that what is stored is whole.
    """
    lines = list_lines(session, run)
    if seal_of_run(run) != run.seal:
        yield "the row is not what was stored"
        return
    if len(lines) != run.firms or digest_of_lines([_drawn(line) for line in lines]) != run.result_digest:
        yield "its lines are not those that were stored"
    asked, entrants = _entrants(services, session, run, round_, lines)
    if input_digest(asked, entrants) != run.input_digest:
        return
    for what, before, after in (
        ("engine", run.engine, ENGINE),
        ("questionnaire_digest", run.questionnaire_digest, asked.digest),
        ("result_digest", run.result_digest, _again(run, round_, asked, entrants).result_digest),
    ):
        if before != after:
            yield f"{what} was {before}, is {after}"


def _again(run: RankingRun, round_: Round, asked: Questionnaire, entrants: Entrants) -> DrawnList:
    return draw_list(
        asked,
        sheet_of(asked, entrants.answers),
        entrants.codes,
        basis=entrants.basis,
        on=round_.closes_on,
        draws=run.draws,
        seed=run.seed,
    )


def _entrants(
    services: Services, session: Session, run: RankingRun, round_: Round, lines: list[RankingLine]
) -> tuple[Questionnaire, Entrants]:
    """The questionnaire with the run's own settings, and the firms of its lines with their answers."""
    asked = questionnaire_of(services, round_)
    asked = replace(asked, rules=replace(asked.rules, ranking=RankingRules(**run.settings)))
    basis, found = Basis(run.basis), list(load_sheets(session, [line.assessment_id for line in lines]))
    return asked, Entrants(
        basis=basis,
        codes=tuple(assessment.firm.credit_code for assessment in found),
        assessments=tuple(assessment.id for assessment in found),
        answers=tuple(seen(read_held(services, assessment).answers, basis) for assessment in found),
    )


def _drawn(line: RankingLine) -> DrawnLine:
    """A stored line as it was drawn."""
    return DrawnLine(
        RankRange(
            code=line.credit_code,
            score=line.score,
            place=line.place,
            median=line.median,
            low=line.low,
            high=line.high,
            top=line.top,
            levels=tuple(line.levels),
            tier=line.tier,
        ),
        line.adjusted,
        line.adjusted_place,
    )
