"""A firm keeps what it tried out under names; answers are never touched."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from readiness.errors import ForbiddenError, InputError, NotFoundError
from readiness.questionnaire.answers import Answer, State
from readiness.services import keep_scenario as keeping
from readiness.services.keep_scenario import delete_scenario, keep_scenario
from readiness.services.open_scenario import open_scenario, scenarios_of
from readiness.services.try_scenario import open_trial, try_scenario
from readiness.store.events import list_events
from readiness.store.rows import AnswerRow, ScenarioRow
from tests.factories import NOON
from tests.services.assessment.lives import Town, another_firm, fill, ladder, save, submit

LATER = NOON + dt.timedelta(hours=1)
OTHER = {"DOUGH.1": ladder(2)}


def keep(
    town: Town, name: str = "New mixer", changes: dict[str, Answer] | None = None, **more: object
) -> ScenarioRow:
    sent = {"documented": (), "at": NOON, "by": town.owner, **more}
    chosen = OTHER if changes is None else changes
    return keep_scenario(town.services, town.session, town.key, chosen, name=name, **sent)  # type: ignore[arg-type]


def names(town: Town) -> list[str]:
    trial, held = open_trial(town.services, town.session, town.key, by=town.owner)
    return [one.name for one in scenarios_of(town.session, trial, held, by=town.owner)]


def test_kept_scenario_comes_back_with_the_result_that_it_had(town: Town) -> None:
    fill(town)
    rows = town.session.scalar(sa.select(sa.func.count()).select_from(AnswerRow))
    row = keep(town, documented=["DOUGH.1"])
    kept, trial, held = open_scenario(town.services, town.session, town.key, row.key, by=town.owner)
    tried = try_scenario(town.session, trial, held, kept.answers, documented=kept.documented)
    assert tried.scenario is not None
    assert kept.answers == OTHER
    assert kept.documented == {"DOUGH.1"}
    assert (kept.dropped, kept.moved, kept.by) == ((), (), town.owner.name)
    assert kept.index == tried.scenario.change.after.index != tried.scenario.change.before.index
    assert town.session.scalar(sa.select(sa.func.count()).select_from(AnswerRow)) == rows


def test_the_same_sent_twice_is_kept_once_and_another_under_its_name_is_refused(town: Town) -> None:
    fill(town)
    assert keep(town).key == keep(town).key
    with pytest.raises(InputError) as refused:
        keep(town, changes={"DOUGH.1": ladder(0)})
    assert (refused.value.field, refused.value.code) == ("name", "scenario_name_taken")
    assert names(town) == ["New mixer"]


def test_scenario_is_renamed_and_changed_in_place(town: Town) -> None:
    fill(town)
    row = keep(town)
    keep(town, "Second thoughts", {"DOUGH.1": ladder(0)}, scenario_key=row.key, at=LATER)
    kept, *_ = open_scenario(town.services, town.session, town.key, row.key, by=town.owner)
    assert (kept.name, kept.answers) == ("Second thoughts", {"DOUGH.1": ladder(0)})
    assert (kept.created_at, kept.changed_at) == (NOON, LATER)


def test_nothing_changed_and_no_name_are_refused(town: Town) -> None:
    fill(town)
    for sent, field, code in (({}, "scenario", "scenario_empty"), (OTHER, "name", "required")):
        with pytest.raises(InputError) as refused:
            keep(town, " " if sent else "Nothing", dict(sent))
        assert (refused.value.field, refused.value.code) == (field, code)


def test_no_more_are_kept_than_there_may_be(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(town)
    monkeypatch.setattr(keeping, "MOST", 2)
    keep(town, "one")
    keep(town, "two")
    with pytest.raises(InputError) as refused:
        keep(town, "three")
    assert refused.value.code == "scenarios_full"
    assert keep(town, "two").name == "two"


def test_too_much_text_is_refused(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(town)
    monkeypatch.setattr(keeping, "LARGEST", 50)
    with pytest.raises(InputError) as refused:
        keep(town)
    assert refused.value.code == "scenario_too_large"


def test_answer_changed_since_is_named_and_what_no_longer_fits_left_out(town: Town) -> None:
    fill(town)
    row = keep(town, changes={**OTHER, "OVEN.1": Answer(State.UNANSWERED)})
    save(town, {"DOUGH.1": ladder(1)}, base={"DOUGH.1": 3})
    kept, *_ = open_scenario(town.services, town.session, town.key, row.key, by=town.owner)
    assert kept.moved == ("DOUGH.1",)
    row.document = {
        **row.document,
        "codes": ["GONE.1", *row.document["codes"]],
        "answers": {"DOUGH.1": {"value": 99}},
    }
    town.session.flush()
    kept, trial, _ = open_scenario(town.services, town.session, town.key, row.key, by=town.owner)
    assert set(kept.dropped) == {"GONE.1", "DOUGH.1"}
    assert [question.code for question in trial.chosen] == ["OVEN.1"]


def test_deleted_scenario_is_gone_and_all_steps_are_in_the_log(town: Town) -> None:
    fill(town)
    row = keep(town)
    keep(town, "Other name", scenario_key=row.key)
    delete_scenario(town.session, town.key, row.key, by=town.owner, at=NOON)
    assert names(town) == []
    with pytest.raises(NotFoundError):
        delete_scenario(town.session, town.key, row.key, by=town.owner, at=NOON)
    steps = [event.action for event in list_events(town.session, limit=50) if "scenario" in event.action]
    assert sorted(steps) == ["change_scenario", "delete_scenario", "keep_scenario"]


def test_only_the_firm_sees_keeps_and_deletes(town: Town) -> None:
    fill(town)
    submit(town)
    row = keep(town)
    trial, held = open_trial(town.services, town.session, town.key, by=town.owner)
    assert scenarios_of(town.session, trial, held, by=town.officer) == []
    _, stranger, _ = another_firm(town)
    for by, error in ((town.officer, ForbiddenError), (stranger, NotFoundError)):
        with pytest.raises(error):
            keep(town, by=by)
        with pytest.raises(error):
            open_scenario(town.services, town.session, town.key, row.key, by=by)
        with pytest.raises(error):
            delete_scenario(town.session, town.key, row.key, by=by, at=NOON)
