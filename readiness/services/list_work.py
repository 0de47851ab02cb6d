"""The assessments of a person's firms, and the rounds these can still enter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, require
from readiness.questionnaire.model import Questionnaire
from readiness.questionnaire.outlook_rules import scan_of
from readiness.services.context import Services
from readiness.services.editing import local_day, questionnaire_of
from readiness.services.measure_coverage import measure_coverage
from readiness.services.score_assessment import FILLED_IN
from readiness.services.scored_assessments import with_scorecards
from readiness.store.assessments import entered, list_assessments
from readiness.store.firms import list_firms
from readiness.store.rounds import list_rounds
from readiness.store.rows import Assessment, Firm, Round, ScorecardRow


@dataclass(frozen=True)
class WorkLine:
    """One assessment with its stored scorecards by basis and the percent of the weight that is answered. `scan`: the
    quick scan still has something to ask."""

    assessment: Assessment
    questionnaire: Questionnaire
    scorecards: Mapping[str, ScorecardRow]
    coverage: float | None
    scan: bool


@dataclass(frozen=True)
class WorkList:
    """A page of assessments, and the (firm, open round) pairs that can still be opened. `minutes`: of the quick scan
    that these begin with, by the id of the round; 0 without one."""

    lines: tuple[WorkLine, ...]
    to_open: tuple[tuple[Firm, Round], ...]
    minutes: Mapping[int, int]


def list_work(
    services: Services, session: Session, *, by: Person, at: dt.datetime, after: int = 0, limit: int = 50
) -> WorkList:
    """Newest rounds last; `after` is the id of the last assessment of the page before, `at` tells what is open."""
    require(by, Action.LIST_ASSESSMENTS)
    found = list_assessments(session, person=by, after=after, limit=limit, sheets=True)
    covered = measure_coverage(services, found)
    lines = tuple(
        WorkLine(
            assessment=line.assessment,
            questionnaire=(asked := questionnaire_of(services, line.assessment.round)),
            scorecards=line.scorecards,
            coverage=covered.get(line.assessment.id),
            scan=_scan_left(asked, line.assessment),
        )
        for line in with_scorecards(session, found)
    )
    to_open = _to_open(services, session, by=by, at=at)
    minutes = {
        round_.id: rules.minutes if (rules := questionnaire_of(services, round_).outlook) else 0
        for _, round_ in to_open
    }
    return WorkList(lines, to_open, minutes)


def _scan_left(asked: Questionnaire, work: Assessment) -> bool:
    """True while the assessment is filled in and a question of the quick scan was never answered."""
    given = work.sheet.document.get("answers", {})
    return work.state in FILLED_IN and any(code not in given for code in scan_of(asked.outlook))


def _to_open(
    services: Services, session: Session, *, by: Person, at: dt.datetime
) -> tuple[tuple[Firm, Round], ...]:
    day = local_day(services, at)
    rounds = [
        found
        for found in list_rounds(session, person=by, state="open")
        if found.practice or found.opens_on <= day <= found.closes_on
    ]
    firms = list_firms(session, person=by)
    taken = entered(session, firms, rounds)
    return tuple((f, r) for f in firms for r in rounds if (f.id, r.id) not in taken)
