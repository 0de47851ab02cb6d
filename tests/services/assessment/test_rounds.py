"""The days of a round count, a practice round ranks nobody, and rounds are everybody's."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from readiness.assessment.permissions import Role
from readiness.errors import ConfigurationError, ForbiddenError, InputError
from readiness.services.build_ranking import build_ranking
from readiness.services.close_round import close_round
from readiness.services.get_dimension import get_parts
from readiness.services.list_work import list_work
from readiness.services.open_assessment import open_assessment
from readiness.services.open_practice_round import open_practice_round
from readiness.services.open_round import open_round
from readiness.services.return_assessment import return_assessment
from readiness.services.save_profile import save_profile
from readiness.services.submit_assessment import submit_assessment
from readiness.store.rows import Event, Round, ScorecardRow
from tests.factories import NOON, as_person, make_login
from tests.services.assessment.lives import Town, confirm_all, declare, fill, ladder, save, sign, submit

LAST_EVENING = dt.datetime(2026, 6, 30, 15, 59, tzinfo=dt.UTC)  # 23:59 in Shanghai
DAY_AFTER = dt.datetime(2026, 6, 30, 16, 0, tzinfo=dt.UTC)


def another_round(town: Town, **changes: Any) -> Round:
    values: dict[str, Any] = {
        "name": "Other", "reference_year": 2026, "opens_on": dt.date(2026, 9, 1),
        "closes_on": dt.date(2026, 12, 31), "by": town.officer, "at": NOON,
    }  # fmt: skip
    return open_round(town.services, town.session, **(values | changes))


def test_firm_submits_until_the_last_minute_of_the_last_day_where_the_service_is(town: Town) -> None:
    fill(town)
    declare(town)
    with pytest.raises(InputError, match="round_over"):
        submit_assessment(town.services, town.session, town.key, by=town.owner, at=DAY_AFTER)
    submit_assessment(town.services, town.session, town.key, by=town.owner, at=LAST_EVENING)


def test_firm_saves_nothing_after_the_last_day(town: Town) -> None:
    with pytest.raises(InputError, match="round_over") as caught:
        save(town, {"DOUGH.1": ladder(3)}, at=DAY_AFTER)
    assert caught.value.values["day"] == dt.date(2026, 6, 30)


def test_firm_enters_a_round_from_its_first_day_on(town: Town) -> None:
    later = another_round(town)
    with pytest.raises(InputError, match="round_to_come"):
        open_assessment(town.services, town.session, town.firm.key, later.key, by=town.owner, at=NOON)
    assert not list_work(town.services, town.session, by=town.owner, at=NOON).to_open
    first = dt.datetime(2026, 8, 31, 16, 0, tzinfo=dt.UTC)
    offered = list_work(town.services, town.session, by=town.owner, at=first).to_open
    assert [(firm.key, round_.key) for firm, round_ in offered] == [(town.firm.key, later.key)]
    open_assessment(town.services, town.session, town.firm.key, later.key, by=town.owner, at=first)


def test_practice_round_has_no_days_and_ranks_nobody(town: Town) -> None:
    practice = another_round(town, practice=True)
    opened = open_assessment(town.services, town.session, town.firm.key, practice.key, by=town.owner, at=NOON)
    save(town, {"DOUGH.1": ladder(3)}, key=opened.key, at=NOON)
    with pytest.raises(InputError, match="round_practice"):
        build_ranking(town.services, town.session, practice.key, by=town.officer)


def practice_rounds(town: Town) -> list[str]:
    found = town.session.scalars(sa.select(Round).where(Round.practice).order_by(Round.id))
    return [round_.name for round_ in found]


def test_service_opens_its_practice_round_once_even_after_the_office_has_closed_it(town: Town) -> None:
    opened = open_practice_round(town.services, town.session, at=NOON)
    assert opened is not None
    close_round(town.services, town.session, opened.key, by=town.officer, at=NOON)
    assert open_practice_round(town.services, town.session, at=NOON) is None
    assert practice_rounds(town) == ["练习批次"]


def test_practice_round_of_a_new_questionnaire_carries_its_version(town: Town) -> None:
    opened = open_practice_round(town.services, town.session, at=NOON)
    assert opened is not None
    opened.questionnaire = "bakery/0"
    open_practice_round(town.services, town.session, at=NOON)
    assert practice_rounds(town) == ["练习批次", "练习批次 1"]


def test_firm_enters_the_practice_round_years_later(town: Town) -> None:
    opened = open_practice_round(town.services, town.session, at=NOON)
    assert opened is not None
    later = NOON + dt.timedelta(days=3 * 365)
    offered = list_work(town.services, town.session, by=town.owner, at=later).to_open
    assert [round_.key for _, round_ in offered] == [opened.key]


def test_entered_rounds_are_not_offered_again_on_later_pages(town: Town) -> None:
    work = list_work(town.services, town.session, by=town.owner, at=NOON, after=10**6)
    assert (work.lines, work.to_open) == ((), ())


def test_officer_of_one_city_neither_opens_nor_closes_a_round(town: Town) -> None:
    local = as_person(town.session, make_login(town.session, Role.OFFICER, city="Suzhou"))
    with pytest.raises(ForbiddenError):
        another_round(town, by=local)
    with pytest.raises(ForbiddenError):
        close_round(town.services, town.session, town.round.key, by=local, at=NOON)


@pytest.mark.parametrize(
    ("day", "refusal"),
    [(dt.date(1999, 1, 1), "day_before_submission"), (NOON.date() + dt.timedelta(days=1), "day_to_come")],
)
def test_audit_is_signed_between_the_submission_and_today(town: Town, day: dt.date, refusal: str) -> None:
    fill(town)
    submit(town)
    confirm_all(town)
    with pytest.raises(InputError, match=refusal):
        sign(town, signed_on=day)
    sign(town)


def change_figures(town: Town, key: str, **changes: Any) -> None:
    """Another profile or other shares of processes than stand now."""
    parts = get_parts(town.services, town.session, key, by=town.owner)
    figures = dict(parts.answers.profile)
    shares = {code: share * 100 for code, share in parts.answers.shares.items()}
    values: dict[str, Any] = {"profile": figures, "processes": shares} | changes
    save_profile(
        town.services, town.session, key, client_id=town.unique(), by=town.owner, at=NOON,
        base={part: saved.revision for part, saved in parts.saved.items()}, **values,
    )  # fmt: skip


def test_verdict_goes_with_the_process_whose_answer_it_was_on(town: Town) -> None:
    fill(town)
    submit(town)
    confirm_all(town)
    return_assessment(town.services, town.session, town.key, reason="shares", by=town.consultant, at=NOON)
    stated = get_parts(town.services, town.session, town.key, by=town.owner).answers
    assert stated.verification is not None
    before = set(stated.verification.verdicts)
    change_figures(town, town.key, processes={"steamed": 100})
    after = get_parts(town.services, town.session, town.key, by=town.owner).answers.verification
    assert after is not None
    assert "DOUGH.2" in before - set(after.verdicts), "asked for loaves before, for steamed bread only now"
    assert "DOUGH.1" in after.verdicts, "asked as before"
    detail = town.session.scalars(sa.select(Event.detail).where(Event.action == "drop_verdicts")).one()
    assert "DOUGH.2" in detail["verdicts"]


def test_later_round_does_not_move_a_firm_to_another_peer_group_of_a_finished_one(town: Town) -> None:
    fill(town)
    submit(town)
    cards = town.session.scalars(sa.select(ScorecardRow)).all()
    reached = {(card.sub_sector, card.size) for card in cards}
    assert reached == {(town.firm.sub_sector, town.firm.size)}
    for practice in (True, False):
        other = another_round(town, name=f"{practice}", opens_on=dt.date(2026, 1, 1), practice=practice)
        opened = open_assessment(
            town.services, town.session, town.firm.key, other.key, by=town.owner, at=NOON
        )
        figures = {"employees": 4, "flour_t": 80, "rye_t": 20}
        change_figures(town, opened.key, profile=figures, processes={"layer": 100})
        assert ((town.firm.sub_sector, town.firm.size) in reached) is practice
    cards = town.session.scalars(sa.select(ScorecardRow)).all()
    assert {(card.sub_sector, card.size) for card in cards} == reached


def test_questionnaire_changed_under_an_open_round_is_refused_in_production(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    town.round.digest = "0" * 64
    fill(town)
    assert "no longer what round '2026' was opened with" in caplog.text
    settings = replace(town.services.settings, environment="production")
    town.services = replace(town.services, settings=settings)
    with pytest.raises(ConfigurationError, match="put its files back"):
        submit(town)
