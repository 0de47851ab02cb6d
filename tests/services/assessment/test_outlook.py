"""What a firm may foresee, from the quick scan on, and the one number of progress behind all pages."""

from __future__ import annotations

import pytest

from readiness.errors import ForbiddenError, NotFoundError
from readiness.services.check_assessment import check_assessment
from readiness.services.get_dimension import get_dimension
from readiness.services.get_firm import get_firm
from readiness.services.get_outlook import get_outlook
from readiness.services.get_scan import get_scan
from readiness.services.get_task_list import TaskState, get_task_list
from readiness.services.list_firms import list_firms
from readiness.services.list_work import list_work
from readiness.services.measure_coverage import measure_coverage
from readiness.services.save_profile import save_profile
from readiness.store.assessments import get_assessment
from tests.factories import NOON, as_person, make_login
from tests.services.assessment.lives import Town, another_firm, fill, ladder, make_editor, save, submit


def _bake(town: Town, **shares: float) -> None:
    save_profile(
        town.services, town.session, town.key, processes=shares or {"loaf": 100}, base={}, client_id=town.unique(),
        by=town.owner, at=NOON,
    )  # fmt: skip


def test_scan_asks_nothing_before_it_is_known_what_the_firm_makes(town: Town) -> None:
    view = get_scan(town.services, town.session, town.key, by=town.owner)
    assert (view.questions, view.principal, view.choosing) == ((), "", True)


def test_scan_names_the_process_with_most_output(town: Town) -> None:
    _bake(town, loaf=30, steamed=70)
    view = get_scan(town.services, town.session, town.key, by=town.owner)
    assert view.principal == "steamed"
    assert [question.code for question in view.questions] == ["DOUGH.1", "OVEN.1", "PEOPLE.1"]
    assert view.left == 3


def test_editor_of_some_dimensions_may_not_say_what_the_firm_makes(town: Town) -> None:
    editor = make_editor(town, ["OVEN"])
    assert not get_scan(town.services, town.session, town.key, by=editor).choosing
    _bake(town)
    view = get_scan(town.services, town.session, town.key, by=editor)
    assert [question.code for question in view.questions] == ["OVEN.1"]
    assert view.others == 2


def test_task_list_says_how_far_the_scan_is(town: Town) -> None:
    def state() -> TaskState | None:
        return get_task_list(town.services, town.session, town.key, by=town.owner).scan

    assert state() is TaskState.NOT_STARTED
    _bake(town)
    save(town, {"DOUGH.1": ladder(2)})
    assert state() is TaskState.STARTED


def test_range_follows_the_answers(town: Town) -> None:
    _bake(town)
    assert get_outlook(town.services, town.session, town.key, by=town.owner).outlook is None
    save(town, {"DOUGH.1": ladder(1)})
    poor = get_outlook(town.services, town.session, town.key, by=town.owner).outlook
    save(town, {"DOUGH.1": ladder(4)}, base={"DOUGH.1": 2})
    good = get_outlook(town.services, town.session, town.key, by=town.owner).outlook
    assert poor is not None
    assert good is not None
    assert poor.standing.highest < good.standing.highest


def test_range_is_the_firms_own(town: Town) -> None:
    fill(town)
    _firm, stranger, _key = another_firm(town)
    with pytest.raises(NotFoundError):
        get_outlook(town.services, town.session, town.key, by=stranger)
    for staff in (town.consultant, town.officer):
        with pytest.raises(ForbiddenError):
            get_outlook(town.services, town.session, town.key, by=staff)
        assert get_task_list(town.services, town.session, town.key, by=staff).outlook is None
        with pytest.raises(ForbiddenError):
            get_scan(town.services, town.session, town.key, by=staff)
    assert get_dimension(town.services, town.session, town.key, "OVEN", by=town.consultant).outlook is None


def test_nothing_is_foreseen_once_the_assessment_is_handed_in(town: Town) -> None:
    fill(town)
    assert get_task_list(town.services, town.session, town.key, by=town.owner).outlook is not None
    submit(town)
    assert get_task_list(town.services, town.session, town.key, by=town.owner).outlook is None
    assert get_outlook(town.services, town.session, town.key, by=town.owner).outlook is None


def test_every_page_and_list_reads_the_same_progress(town: Town) -> None:
    _bake(town, loaf=60, layer=40)
    save(town, {"DOUGH.1": ladder(2)})
    services, session, own = town.services, town.session, {"by": town.owner}
    [line] = list_firms(services, session, town.round.key, by=town.officer).lines
    [work] = [w for w in list_work(services, session, at=NOON, **own).lines if w.assessment.key == town.key]
    shown = {
        get_task_list(services, session, town.key, **own).coverage,
        get_task_list(services, session, town.key, by=town.officer).coverage,
        get_dimension(services, session, town.key, "OVEN", **own).coverage,
        get_scan(services, session, town.key, **own).coverage,
        get_outlook(services, session, town.key, **own).coverage,
        check_assessment(services, session, town.key, **own).coverage,
        get_firm(services, session, town.round.key, town.firm.key, by=town.officer).coverage,
        line.coverage,
        work.coverage,
    }
    assert len(shown) == 1
    assert 0 < (shown.pop() or 0) < 100


def test_progress_of_nobody_is_guessed_where_answers_cannot_be_read(town: Town) -> None:
    _bake(town)
    row = get_assessment(town.session, town.key, person=town.owner)
    assert row.id in measure_coverage(town.services, [row])
    row.sheet.document = {"answers": {"NO.SUCH": {"value": 1}}}
    assert measure_coverage(town.services, [row]) == {}


def test_assessment_nobody_has_begun_has_no_progress(town: Town) -> None:
    row = get_assessment(town.session, town.key, person=town.owner)
    assert measure_coverage(town.services, [row]) == {}
    newcomer = as_person(town.session, make_login(town.session))
    assert list_work(town.services, town.session, by=newcomer, at=NOON).lines == ()
