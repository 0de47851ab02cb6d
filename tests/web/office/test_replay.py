"""Replay makes scorecards, drawn rankings and peer figures of a whole cluster again."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from readiness.assessment.permissions import Role
from readiness.services.replay import replay
from readiness.services.run_ranking import run_ranking
from readiness.store.rows import RankingLine, RankingRun
from tests.web.office.conftest import AT, Office


def test_one_bit_of_a_drawn_ranking_is_named_and_the_rest_is_in_order(office: Office) -> None:
    with office.database.session(write=True) as session:
        runs = run_ranking(
            office.services, session, office.closed, 20, 3, by=office.person(Role.OFFICER), at=AT
        )
        found = replay(office.services, session)
        assert (found.rankings, found.differences) == (len(runs), ())
        assert found.checked > found.rankings > 0
        assert (found.peers, found.outrun) == (2, 0)
        line = session.scalars(sa.select(RankingLine).limit(1)).one()
        line.score = math.nextafter(line.score, 200)
        session.flush()
        (difference,) = replay(office.services, session).differences
        assert "its lines are not those that were stored" in difference
        session.rollback()


def test_one_bit_of_any_field_of_a_run_or_of_a_place_in_it_is_named(office: Office) -> None:
    with office.database.session(write=True) as session:
        run_ranking(office.services, session, office.closed, 20, 3, by=office.person(Role.OFFICER), at=AT)
        run = session.scalars(sa.select(RankingRun).limit(1)).one()
        line = session.scalars(sa.select(RankingLine).where(RankingLine.run_id == run.id).limit(1)).one()
        flips: list[tuple[RankingRun | RankingLine, str, Callable[[Any], Any]]] = [
            (run, "seed", lambda seed: seed ^ 1),
            (run, "draws", lambda draws: draws ^ 1),
            (
                run,
                "settings",
                lambda settings: {**settings, "weights": math.nextafter(settings["weights"], 99)},
            ),
            (run, "questionnaire_digest", lambda text: f"{int(text, 16) ^ 1:064x}"),
            (run, "input_digest", lambda text: f"{int(text, 16) ^ 1:064x}"),
            (run, "result_digest", lambda text: f"{int(text, 16) ^ 1:064x}"),
            (run, "seal", lambda text: f"{int(text, 16) ^ 1:064x}"),
            (line, "place", lambda place: place ^ 64),
            (line, "top", lambda share: math.nextafter(share, 101)),
        ]
        for row, field, flip in flips:
            before = getattr(row, field)
            setattr(row, field, flip(before))
            session.flush()
            (difference,) = replay(office.services, session).differences
            assert f"ranking:{run.key}" in difference, field
            setattr(row, field, before)
            session.flush()
        assert replay(office.services, session).differences == ()
        session.rollback()
