"""The assessments of a person's firms, and the rounds these can still enter."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, require
from readiness.services.context import Services
from readiness.services.editing import local_day
from readiness.services.scored_assessments import ScoredAssessment, with_scorecards
from readiness.store.assessments import entered, list_assessments
from readiness.store.firms import list_firms
from readiness.store.rounds import list_rounds
from readiness.store.rows import Firm, Round


@dataclass(frozen=True)
class WorkList:
    """A page of assessments, and the (firm, open round) pairs that can still be opened."""

    lines: tuple[ScoredAssessment, ...]
    to_open: tuple[tuple[Firm, Round], ...]


def list_work(
    services: Services, session: Session, *, by: Person, at: dt.datetime, after: int = 0, limit: int = 50
) -> WorkList:
    """Newest rounds last; `after` is the id of the last assessment of the page before, `at` tells what is open."""
    require(by, Action.LIST_ASSESSMENTS)
    found = list_assessments(session, person=by, after=after, limit=limit)
    return WorkList(with_scorecards(session, found), _to_open(services, session, by=by, at=at))


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
