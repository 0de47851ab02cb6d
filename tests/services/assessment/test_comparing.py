"""Two rounds that were answered on two versions of the questionnaire, compared through the services, on real files."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from readiness.errors import NotFoundError
from readiness.questionnaire.matching import Match
from readiness.scoring.change import Cause
from readiness.scoring.scorecard import Basis
from readiness.services.compare_results import Comparison, compare_results
from readiness.services.open_assessment import open_assessment
from readiness.services.open_practice_round import open_practice_round
from readiness.services.open_round import open_round
from readiness.store.assessments import get_assessment, set_sheet
from readiness.store.database import Database
from tests.factories import NOON
from tests.questionnaire.second_version import CHANGED, DROPPED, NEW, REPLACED, publish_both
from tests.services.assessment.two_years import BETTER, TwoYears, make_two_years, services_of


@pytest.fixture(scope="module")
def questionnaires(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_both(tmp_path_factory.mktemp("versions"))


@pytest.fixture
def years(database: Database, questionnaires: Path, tmp_path: Path) -> Iterator[TwoYears]:
    with database.session(write=True) as session:
        yield make_two_years(services_of(questionnaires, tmp_path), session)


def compared(years: TwoYears, key: str, other: str = "", *, turned: bool = False) -> Comparison:
    return compare_results(years.services, years.session, key, other, by=years.owner, turned=turned)


def rounds(found: Comparison) -> list[str]:
    assert found.pair is not None
    return [one.view.round.name for one in found.pair]


def points(found: Comparison, wanted: Callable[[Any], bool]) -> float:
    assert found.change is not None
    return math.fsum(part.points for part in found.change.parts if wanted(part))


def test_changed_replaced_new_and_dropped_questions_are_parts_of_their_own(years: TwoYears) -> None:
    found = compared(years, years.newer).change
    assert found is not None
    unlike = {code: match for code, match in found.match.items() if match is not Match.SAME}
    assert unlike == {
        CHANGED: Match.CHANGED, REPLACED: Match.REPLACED, DROPPED: Match.DROPPED, NEW: Match.NEW,
    }  # fmt: skip
    told = {part.code: part for part in found.parts}
    assert set(told) == {BETTER, *unlike}
    assert {told[code].cause for code in unlike} == {Cause.WEIGHTS}
    assert {told[code].match for code in (REPLACED, DROPPED, NEW)} == {
        Match.REPLACED,
        Match.DROPPED,
        Match.NEW,
    }
    assert (told[BETTER].cause, told[BETTER].match) == (Cause.ANSWERS, Match.SAME)
    assert all(abs(told[code].points) > 0.001 for code in told)


def test_ways_in_which_the_versions_match_sum_to_the_difference_as_the_causes_do(years: TwoYears) -> None:
    found = compared(years, years.newer)
    assert found.change is not None
    difference = found.change.after.index - found.change.before.index
    assert math.fsum(found.change.matched.values()) == pytest.approx(difference, abs=1e-9)
    assert math.fsum(found.change.causes.values()) == pytest.approx(difference, abs=1e-9)
    assert points(found, lambda part: part.match is Match.NEW) == found.change.matched[Match.NEW]


def test_each_result_is_that_of_its_own_version(years: TwoYears) -> None:
    found = compared(years, years.newer)
    assert found.change is not None
    digests = [found.change.before.questionnaire_digest, found.change.after.questionnaire_digest]
    catalogue = years.services.catalogue
    assert digests == [catalogue.get("textile/2026.1").digest, catalogue.get("textile/2027.1").digest]


def test_reading_goes_from_the_older_round_to_the_newer_whichever_is_opened(years: TwoYears) -> None:
    for key in (years.older, years.newer):
        found = compared(years, key)
        assert rounds(found) == ["2025", "2026"]
        assert found.result.key == key


def test_turned_round_it_reads_back_with_the_other_sign(years: TwoYears) -> None:
    there, back = compared(years, years.older), compared(years, years.older, turned=True)
    assert rounds(back) == ["2026", "2025"]
    assert there.change is not None
    assert back.change is not None
    assert back.change.points == pytest.approx(-there.change.points, abs=1e-9)
    assert (back.change.match[NEW], back.change.match[DROPPED]) == (Match.DROPPED, Match.NEW)


def test_without_a_wish_the_round_before_is_taken_else_the_next_and_practice_last(years: TwoYears) -> None:
    practice = open_practice_round(years.services, years.session, at=NOON)
    assert practice is not None
    tried = open_assessment(
        years.services, years.session, years.firm.key, practice.key, by=years.owner, at=NOON
    ).key
    assert rounds(compared(years, years.newer)) == ["2025", "2026"]
    assert rounds(compared(years, years.older)) == ["2025", "2026"]
    listed = {row.key for row in compared(years, years.newer).others}
    assert listed == {years.older, tried}


def test_round_with_answers_that_cannot_be_read_any_more_is_named_and_others_still_compare(
    years: TwoYears,
) -> None:
    assessment = get_assessment(years.session, years.older, person=years.owner)
    answers = {**assessment.sheet.document["answers"], "HE1.2": {"value": "no_such_platform"}}
    set_sheet(years.session, assessment, {**assessment.sheet.document, "answers": answers})
    found = compared(years, years.newer)
    assert (found.pair, found.change) == (None, None)
    assert found.unreadable is not None
    assert (found.unreadable.round_name, found.unreadable.codes) == ("2025", ("HE1.2",))
    later = open_round(
        years.services, years.session, name="2027", reference_year=2026, opens_on=dt.date(2026, 2, 2),
        closes_on=dt.date(2027, 1, 1), by=years.officer, at=NOON,
    )  # fmt: skip
    key = open_assessment(
        years.services, years.session, years.firm.key, later.key, by=years.owner, at=NOON
    ).key
    assert rounds(compared(years, key, years.newer)) == ["2026", "2027"]


def test_firm_without_a_single_answer_is_compared_all_the_same(years: TwoYears) -> None:
    for key in (years.older, years.newer):
        assessment = get_assessment(years.session, key, person=years.owner)
        set_sheet(years.session, assessment, {**assessment.sheet.document, "answers": {}})
    found = compared(years, years.newer)
    assert found.change is not None
    assert math.isfinite(found.change.points)
    assert {card.basis for card in (found.change.before, found.change.after)} == {Basis.DECLARED}


def test_assessment_that_is_not_there_is_not_found(years: TwoYears) -> None:
    with pytest.raises(NotFoundError):
        compared(years, years.newer, "A" * 22)
