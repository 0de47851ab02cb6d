"""Make stored rankings again and name what differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from readiness.errors import ReadinessError
from readiness.questionnaire.model import Questionnaire
from readiness.questionnaire.ranking_rules import RankingRules
from readiness.scoring.drawn import GROUP_LEAST, DrawnLine, DrawnList, digest_of_lines, drawn_list
from readiness.scoring.engine import ENGINE
from readiness.scoring.field import field_of
from readiness.scoring.group_ranges import GroupRange
from readiness.scoring.rank_ranges import RankRange
from readiness.scoring.scorecard import Basis
from readiness.services.context import Services
from readiness.services.editing import questionnaire_of
from readiness.services.read_entrants import Entrants, read_entrants
from readiness.services.remake_growth import remake_growth
from readiness.services.seal import seal_of_run
from readiness.services.snapshot_peers import path_in
from readiness.store.ranking_runs import iterate_runs, list_lines
from readiness.store.rows import RankingLine, RankingRun, Round


@dataclass(frozen=True)
class Remade:
    """How many stored runs were made `again`, how many are `outrun` by answers that changed, and a line for each
    difference: which run, in what. A run that is not what was stored is neither."""

    again: int
    outrun: int
    differences: tuple[str, ...]


def remake_rankings(services: Services, session: Session) -> Remade:
    """All stored runs. Answers may change in the life of a round: a run that has seen other answers than those of today
    cannot be made again, and nothing is said of it but that what is stored is whole."""
    outrun, again, differences = 0, 0, list[str]()
    for run, round_ in iterate_runs(session):
        name = f"ranking:{run.key} {run.basis}"
        try:
            lines = list_lines(session, run)
            if broken := _broken(run, lines):
                differences.append(f"{name}: {broken}")
                continue
            asked = _asked(services, run, round_)
            numbers = [line.assessment_id for line in lines]
            entrants = read_entrants(services, session, asked, Basis(run.basis), numbers)
            if entrants.input_digest != run.input_digest:
                outrun += 1
                continue
            again += 1
            found = _remake(services, session, run, round_, asked, entrants)
            differences += [f"{name}: {line}" for line in found]
        except ReadinessError as error:
            differences.append(f"{name}: cannot be made again: {error}")
    return Remade(again, outrun, tuple(differences))


def _broken(run: RankingRun, lines: Sequence[RankingLine]) -> str:
    if seal_of_run(run) != run.seal:
        return "the row is not what was stored"
    if len(lines) != run.firms or digest_of_lines([drawn_line(line) for line in lines]) != run.result_digest:
        return "its lines are not those that were stored"
    return ""


def _remake(
    services: Services,
    session: Session,
    run: RankingRun,
    round_: Round,
    asked: Questionnaire,
    entrants: Entrants,
) -> Iterator[str]:
    """In what the same answers give another result."""
    for what, before, after in (
        ("engine", run.engine, ENGINE),
        ("questionnaire_digest", run.questionnaire_digest, asked.digest),
        ("result_digest", run.result_digest, _again(run, round_, asked, entrants).result_digest),
    ):
        if before != after:
            yield f"{what} was {before}, is {after}"
    yield from remake_growth(services, session, run, round_, asked, entrants)


def _again(run: RankingRun, round_: Round, asked: Questionnaire, entrants: Entrants) -> DrawnList:
    basis, least = entrants.basis, run.settings.get(GROUP_LEAST)
    return drawn_list(
        field_of(asked, entrants.sheet, entrants.codes, basis=basis, on=round_.closes_on),
        basis=basis,
        draws=run.draws,
        seed=run.seed,
        paths=() if least is None else entrants.paths,
        least=least,
    )


def _asked(services: Services, run: RankingRun, round_: Round) -> Questionnaire:
    """The round's questionnaire with the run's own settings."""
    asked = questionnaire_of(services, round_)
    own = {name: value for name, value in run.settings.items() if name != GROUP_LEAST}
    return replace(asked, rules=replace(asked.rules, ranking=RankingRules(**own)))


def drawn_line(line: RankingLine) -> DrawnLine:
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
        tuple(GroupRange(path_in(key), **group) for key, group in _by_size(line.groups or {})),
    )


def _by_size(groups: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The largest group first, as they were drawn."""
    return sorted(groups.items(), key=lambda item: len(path_in(item[0])))
