"""Why, what changed and what if on real assessments: who may ask, which results are set against each other."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping

import pytest

from readiness.assessment.permissions import Person
from readiness.errors import ForbiddenError, InputError, NotFoundError
from readiness.questionnaire.answers import Answer, State, Verdict, VerdictEntry
from readiness.scoring.change import Cause
from readiness.scoring.scorecard import Basis
from readiness.services.assign_consultant import assign_consultant
from readiness.services.compare_results import Comparison, compare_results
from readiness.services.get_result import get_result
from readiness.services.get_why import get_why
from readiness.services.open_assessment import open_assessment
from readiness.services.open_round import open_round
from readiness.services.try_scenario import Trial, open_trial, try_scenario
from readiness.store.answers import latest_answers
from readiness.store.assessments import get_assessment
from tests.factories import NOON
from tests.services.assessment.lives import Town, another_firm, confirm_all, fill, ladder, sign, submit

LOW = "DOUGH.1"


def fill_low(town: Town) -> None:
    """Everything as a good bakery would, but one ladder near its foot."""
    fill(town, DOUGH__1={"value": 1})


def compared(town: Town, other: str = "", *, key: str = "", by: Person | None = None) -> Comparison:
    return compare_results(town.services, town.session, key or town.key, other, by=by or town.owner)


def tried(
    town: Town, changes: Mapping[str, Answer], *, documented: tuple[str, ...] = (), by: Person | None = None
) -> Trial:
    trial, held = open_trial(town.services, town.session, town.key, by=by or town.owner)
    return try_scenario(town.session, trial, held, changes, documented=documented)


def next_round(town: Town) -> str:
    """The same firm a year on; the key of its new draft."""
    found = open_round(
        town.services, town.session, name="2027", reference_year=2026, opens_on=dt.date(2026, 1, 2),
        closes_on=dt.date(2026, 12, 31), by=town.officer, at=NOON,
    )  # fmt: skip
    return open_assessment(town.services, town.session, town.firm.key, found.key, by=town.owner, at=NOON).key


def test_explanation_is_that_of_the_result_that_counts(town: Town) -> None:
    fill(town)
    found = get_why(town.services, town.session, town.key, by=town.owner)
    assert found.explanation is not None
    assert found.explanation.card == found.result.main
    contributions = math.fsum(line.line.contribution for line in found.explanation.lines)
    assert contributions == pytest.approx(found.result.main.index, abs=1e-9)


def test_firm_without_processes_has_nothing_to_explain(town: Town) -> None:
    assert get_why(town.services, town.session, town.key, by=town.owner).explanation is None


def test_office_sees_no_explanation_before_submission(town: Town) -> None:
    fill(town)
    for ask in (get_why, compare_results):
        with pytest.raises(ForbiddenError):
            ask(town.services, town.session, town.key, by=town.officer)


def test_two_rounds_of_a_firm_are_compared_exactly(town: Town) -> None:
    fill_low(town)
    later = next_round(town)
    fill(town, key=later, DOUGH__1={"value": 4})
    found = compared(town, key=later)
    assert found.other is not None
    assert found.other.key == town.key
    assert found.change is not None
    assert {part.code for part in found.change.parts} == {LOW}
    assert found.change.points == pytest.approx(found.change.causes[Cause.ANSWERS], abs=1e-9)
    assert found.change.points > 0


def test_signed_verification_is_compared_with_what_was_declared(town: Town) -> None:
    fill_low(town)
    submit(town)
    confirm_all(town, DOUGH__1=VerdictEntry(Verdict.LOWERED, "tasted", 0, "not so"))
    assert compared(town).change is None
    sign(town)
    found = compared(town)
    assert found.both
    assert found.change is not None
    assert (found.change.before.basis, found.change.after.basis) == (Basis.DECLARED, Basis.VERIFIED)
    assert {cause for cause, points in found.change.causes.items() if points} == {Cause.VERIFICATION}


def test_a_single_result_has_nothing_to_be_compared_with(town: Town) -> None:
    fill(town)
    found = compared(town)
    assert (found.change, found.other, found.others) == (None, None, ())


def test_another_firms_assessment_is_not_there_to_compare_with(town: Town) -> None:
    fill(town)
    _, _, strange = another_firm(town)
    with pytest.raises(NotFoundError):
        compared(town, strange)


def test_consultant_of_two_firms_cannot_set_one_against_the_other(town: Town) -> None:
    fill(town)
    _, _, strange = another_firm(town)
    assign_consultant(town.services, town.session, strange, town.consultant_row.key, by=town.officer, at=NOON)
    with pytest.raises(NotFoundError):
        compared(town, strange, by=town.consultant)


def test_a_scenario_gives_the_result_and_keeps_nothing(town: Town) -> None:
    fill_low(town)
    assessment = get_assessment(town.session, town.key, person=town.owner)
    before, rows = assessment.revision, len(latest_answers(town.session, assessment))
    found = tried(town, {LOW: ladder(3)}, documented=(LOW,)).scenario
    assert found is not None
    assert found.change.points > 0
    assert found.change.after.questions != found.change.before.questions
    town.session.flush()
    town.session.refresh(assessment)
    assert (assessment.revision, len(latest_answers(town.session, assessment))) == (before, rows)
    assert get_result(town.services, town.session, town.key, by=town.owner).main == found.change.before


def test_a_document_alone_is_evidence(town: Town) -> None:
    fill(town)
    view = get_result(town.services, town.session, town.key, by=town.owner)
    capped = next(q.code for q in view.main.questions if q.raw > q.capped and q.applicable)
    found = tried(town, {}, documented=(capped,)).scenario
    assert found is not None
    assert {cause for cause, points in found.change.causes.items() if points} == {Cause.EVIDENCE}


def test_impossible_answers_are_refused_by_name(town: Town) -> None:
    fill_low(town)
    with pytest.raises(InputError) as refused:
        tried(town, {LOW: ladder(99)})
    assert (refused.value.field, refused.value.code) == (LOW, "answer_invalid")
    with pytest.raises(InputError) as unknown:
        tried(town, {"NO.1": ladder(1)})
    assert unknown.value.code == "question_unknown"


def test_without_processes_nothing_can_be_supposed(town: Town) -> None:
    found, _ = open_trial(town.services, town.session, town.key, by=town.owner)
    assert (found.questions, found.scenario) == ((), None)
    with pytest.raises(InputError) as refused:
        tried(town, {})
    assert refused.value.code == "nothing_applies"


def test_scenario_of_a_practising_firm_names_no_quarter_among_peers(town: Town) -> None:
    fill_low(town)
    assert tried(town, {LOW: Answer(State.ANSWERED, 3)}).quarters == (None, None)
