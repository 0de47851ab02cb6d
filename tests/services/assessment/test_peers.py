"""What a firm reads of its peers, and what it never can."""

from __future__ import annotations

import datetime as dt
import math

import pytest

from readiness.assessment.permissions import Person
from readiness.questionnaire.model import Kind
from readiness.scoring.peer_view import Peers
from readiness.scoring.peers import percentile_rank, quantiles
from readiness.services.declare_assessment import change_consent
from readiness.services.get_peers import get_peers
from readiness.services.make_plan import make_plan
from readiness.services.open_assessment import open_assessment
from readiness.services.replay import replay
from readiness.services.snapshot_peers import snapshot_peers
from readiness.services.submit_assessment import submit_assessment
from readiness.services.withdraw_assessment import withdraw_assessment
from readiness.store.assessments import get_assessment
from readiness.store.peers import find_snapshot, list_members
from readiness.store.ranking import get_scorecards
from tests.factories import NOON
from tests.services.assessment.lives import Town, another_firm, declare, fill, submit


def _bakeries(town: Town, count: int, *, figures: bool = False) -> list[tuple[str, Person]]:
    """So many more bakeries with complete, submitted answers."""
    found = []
    for _ in range(count):
        _, person, key = another_firm(town)
        fill(town, key=key, by=person)
        declare(town, key=key, by=person, consent={"scores": True, "figures": figures})
        submit_assessment(town.services, town.session, key, by=person, at=NOON)
        found.append((key, person))
    return found


def _publish(town: Town, days: int = 0) -> bool:
    return bool(snapshot_peers(town.services, town.session, town.round, at=NOON + dt.timedelta(days=days)))


def _seen(town: Town, firm: tuple[str, Person]) -> Peers:
    return get_peers(town.services, town.session, firm[0], by=firm[1])


def test_a_firm_without_enough_peers_reads_no_figure(town: Town) -> None:
    least = town.questionnaire.rules.peer_group_from
    firms = _bakeries(town, least - 1)
    assert not _publish(town)
    seen = _seen(town, firms[0])
    assert (seen.firms, seen.at, seen.percentile) == (0, None, None)
    assert all(line.figure is None for line in seen.scores)
    assert all(line.figure is None for line in seen.quantities)


def test_a_firm_reads_medians_of_its_group_and_quartiles_only_where_enough_give_them(town: Town) -> None:
    firms = _bakeries(town, 5)
    assert _publish(town)
    seen = _seen(town, firms[0])
    assert seen.firms == 5
    assert not seen.backed_off
    index = seen.scores[0]
    assert index.figure is not None
    assert index.figure.median == pytest.approx(index.own)
    assert (index.figure.lower, index.figure.upper, seen.percentile) == (None, None, None)


def test_percentile_and_quartiles_are_those_of_the_results_that_count(town: Town) -> None:
    firms = _bakeries(town, 8)
    for place, (key, person) in enumerate(firms[1:]):
        card = get_scorecards(town.session, get_assessment(town.session, key, person=person))["declared"]
        card.index = 40.0 + place // 2
    town.session.flush()
    assert _publish(town)
    indices = [member.index for member in list_members(town.session, town.round)]
    seen = _seen(town, firms[0])
    figure = seen.scores[0].figure
    assert figure is not None
    assert [figure.lower, figure.median, figure.upper] == quantiles(indices, [0.25, 0.5, 0.75])
    assert seen.percentile == percentile_rank(indices, seen.scores[0].own or 0)[0]


def test_plan_looks_ahead_to_the_best_quarter_of_the_peers_and_has_none_where_they_are_too_few(
    town: Town,
) -> None:
    firms = _bakeries(town, 8)
    key, person = firms[0]
    alone = make_plan(town.services, town.session, key, by=person)
    assert {line.peers for line in alone.priorities} == {None}
    assert _publish(town)
    seen = _seen(town, firms[0])
    upper = {line.code: line.figure.upper for line in seen.scores if line.figure}
    held = make_plan(town.services, town.session, key, by=person)
    for line in held.priorities:
        question = held.result.questionnaire.question[line.gain.question]
        assert line.peers is not None
        if question.kind is not Kind.NUMBER:
            assert line.peers == upper[question.dimension]


def test_figures_stand_still_until_enough_firms_are_new(town: Town) -> None:
    firms = _bakeries(town, 5)
    assert _publish(town)
    _bakeries(town, town.questionnaire.rules.peers.refresh_after - 1)
    assert not _publish(town, days=1)
    assert _seen(town, firms[0]).firms == 5
    _bakeries(town, 1)
    assert _publish(town, days=2)
    seen = _seen(town, firms[0])
    assert (seen.firms, seen.at) == (10, NOON + dt.timedelta(days=2))
    snapshot = find_snapshot(town.session, town.round)
    assert snapshot is not None
    assert snapshot.number == 2


def test_figures_do_not_follow_a_single_firm_that_withdraws(town: Town) -> None:
    firms = _bakeries(town, 5)
    assert _publish(town)
    withdraw_assessment(town.services, town.session, firms[1][0], by=firms[1][1], at=NOON)
    assert not _publish(town, days=1)
    assert _seen(town, firms[0]).firms == 5


def test_stated_numbers_are_compared_only_where_firms_agreed_to_share_figures(town: Town) -> None:
    silent = _bakeries(town, 5)
    assert _publish(town)
    alone = {line.quantity.code: line for line in _seen(town, silent[0]).quantities}
    assert all(line.figure is None for line in alone.values())
    assert [found.code for found in alone["DOUGH.3"].benchmarks] == ["rye_share"]
    open_ones = _bakeries(town, 5, figures=True)
    assert _publish(town, days=1)
    lines = [line for line in _seen(town, open_ones[0]).quantities if line.own is not None]
    assert lines
    assert all(line.figure is not None and line.figure.count == 5 for line in lines)
    assert not any(line.benchmarks for line in lines)


def test_a_draft_does_not_count_before_it_is_submitted(town: Town) -> None:
    _bakeries(town, 4)
    fill(town)
    assert not snapshot_peers(town.services, town.session, town.round, at=NOON)
    submit(town)
    assert _publish(town)


def test_replay_makes_the_figures_again_and_names_one_bit(town: Town) -> None:
    _bakeries(town, 8)
    assert _publish(town)
    found = replay(town.services, town.session)
    assert (found.peers, found.differences) == (1, ())
    member = list_members(town.session, town.round)[0]
    code = next(code for code in member.figures if code != "index")
    member.figures = {**member.figures, code: math.nextafter(member.figures[code], 200)}
    town.session.flush()
    (line,) = replay(town.services, town.session).differences
    assert "the records it counts are not those that were stored" in line
    snapshot = find_snapshot(town.session, town.round)
    assert snapshot is not None
    group, told = next(iter(snapshot.document.items()))
    snapshot.document = {**snapshot.document, group: {**told, "firms": told["firms"] ^ 1}}
    snapshot.firms += 1
    town.session.flush()
    lines = replay(town.services, town.session).differences
    assert any("are not those of the firms they count" in line for line in lines)
    assert any("firms was 9, is 8" in line for line in lines)


def test_a_firm_that_can_still_change_its_answers_reads_no_percentile(town: Town) -> None:
    firms = _bakeries(town, 8)
    assert _publish(town)
    fill(town)
    draft = get_peers(town.services, town.session, town.key, by=town.owner)
    assert (draft.firms, draft.preliminary, draft.percentile) == (8, True, None)
    assert _seen(town, firms[0]).percentile is not None


def test_office_reads_a_firms_own_figures_only_with_its_consent(town: Town) -> None:
    silent, open_one = _bakeries(town, 1)[0], _bakeries(town, 1, figures=True)[0]
    assert get_peers(town.services, town.session, silent[0], by=town.officer).quantities == ()
    assert get_peers(town.services, town.session, open_one[0], by=town.officer).quantities
    assert _seen(town, silent).quantities


def test_result_submitted_anew_reads_no_percentile_before_it_is_counted(town: Town) -> None:
    firms = _bakeries(town, 8)
    assert _publish(town)
    (key, person), services = firms[0], town.services
    assert _seen(town, firms[0]).percentile is not None
    withdraw_assessment(services, town.session, key, by=person, at=NOON)
    assessment = get_assessment(town.session, key, person=person)
    open_assessment(services, town.session, assessment.firm.key, town.round.key, by=person, at=NOON)
    fill(town, key=key, by=person, DOUGH__1={"value": 1})
    submit(town, key=key, by=person)
    again = _seen(town, firms[0])
    assert (again.firms, again.counted, again.percentile) == (8, False, None)


def test_consent_taken_back_takes_the_numbers_of_its_cohort_out_of_the_next_figures(town: Town) -> None:
    firms = _bakeries(town, 5, figures=True)
    assert _publish(town)
    change_consent(town.services, town.session, firms[0][0], {"scores": True}, by=firms[0][1], at=NOON)
    more = _bakeries(town, 5, figures=True)
    assert _publish(town, days=1)
    lines = [line for line in _seen(town, more[0]).quantities if line.own is not None]
    assert lines
    assert [line.figure.count for line in lines if line.figure] == [5] * len(lines)
    assert _seen(town, more[0]).scores[0].figure.count == 10  # type: ignore[union-attr]
