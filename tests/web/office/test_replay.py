"""Replay makes scorecards, drawn rankings and peer figures of a whole cluster again."""

from __future__ import annotations

import math

import sqlalchemy as sa

from readiness.assessment.permissions import Role
from readiness.services.replay import replay
from readiness.services.run_ranking import run_ranking
from readiness.store.rows import RankingLine
from tests.web.office.conftest import AT, Office


def test_one_bit_of_a_drawn_ranking_is_missed_and_the_rest_is_in_order(office: Office) -> None:
    with office.database.session(write=True) as session:
        runs = run_ranking(
            office.services, session, office.closed, 20, 3, by=office.person(Role.OFFICER), at=AT
        )
        found = replay(office.services, session)
        assert (found.rankings, found.differences) == (len(runs), ())
        assert found.checked > found.rankings > 0
        assert found.peers == 2
        line = session.scalars(sa.select(RankingLine).limit(1)).one()
        line.score = math.nextafter(line.score, 200)
        session.flush()
        (difference,) = replay(office.services, session).differences
        assert "its lines are not those that were stored" in difference
        session.rollback()
