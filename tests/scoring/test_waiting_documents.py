"""What waits for documents, and how sure an index is."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from readiness.questionnaire.answers import Answer, FirmAnswers, Verdict, VerdictEntry, Verification
from readiness.questionnaire.codec import from_document
from readiness.scoring.engine import scorecard
from readiness.scoring.scenario import SUPPOSED
from readiness.scoring.scorecard import Basis, Scorecard
from readiness.scoring.sureness import sureness
from readiness.scoring.waiting import Waiting, waiting
from tests.questionnaire.bakers import baker, bakery

ON = dt.date(2026, 12, 31)


def stated() -> FirmAnswers:
    """A baker who proves nothing."""
    found = from_document(bakery(), baker(), place="baker")
    bare = {code: replace(answer, documents=()) for code, answer in found.answers.items()}
    return replace(found, answers=bare, verification=None)


def scored(answers: FirmAnswers, basis: Basis = Basis.DECLARED) -> Scorecard:
    return scorecard(bakery(), answers, basis=basis, on=ON)


def documented(answers: FirmAnswers, *codes: str) -> FirmAnswers:
    more = {code: replace(answers.answers.get(code, Answer()), documents=SUPPOSED) for code in codes}
    return replace(answers, answers={**answers.answers, **more})


def found_waiting(answers: FirmAnswers) -> Waiting:
    found = waiting(bakery(), answers, scored(answers), on=ON)
    assert found is not None
    return found


def test_each_answer_gains_what_the_engine_gives_it_with_a_document() -> None:
    answers = stated()
    before = scored(answers)
    for one in found_waiting(answers).answers:
        after = scored(documented(answers, one.code))
        assert one.points == pytest.approx(after.index - before.index, abs=1e-9)
        assert one.with_document == next(line for line in after.questions if line.code == one.code).counted


def test_all_documents_together_are_one_result_of_the_engine() -> None:
    answers = stated()
    found = found_waiting(answers)
    together = scored(documented(answers, *(one.code for one in found.answers)))
    assert found.documented.index == together.index
    assert found.documented.level == together.level


def test_largest_gain_stands_first() -> None:
    points = [one.points for one in found_waiting(stated()).answers]
    assert points == sorted(points, reverse=True)
    assert min(points) > 0


def test_nothing_waits_once_everything_is_documented() -> None:
    answers = stated()
    complete = documented(answers, *bakery().question)
    assert waiting(bakery(), complete, scored(complete), on=ON) is None


def test_answers_that_a_consultant_has_seen_do_not_wait() -> None:
    answers = stated()
    code = found_waiting(answers).answers[0].code
    grade = bakery().grades[-1].code
    audit = Verification({code: VerdictEntry(Verdict.CONFIRMED, grade)}, dt.date(2026, 6, 1))
    seen = replace(answers, verification=audit)
    found = waiting(bakery(), seen, scored(seen, Basis.VERIFIED), on=ON)
    assert found is None or code not in [one.code for one in found.answers]


def test_index_lies_inside_its_range_and_documents_make_it_narrower() -> None:
    answers = stated()
    bare = sureness(bakery(), answers, basis=Basis.DECLARED, on=ON)
    proven = documented(answers, *bakery().question)
    shown = sureness(bakery(), proven, basis=Basis.DECLARED, on=ON)
    if bakery().rules.ranking is None:
        assert bare is shown is None
        return
    assert bare is not None
    assert shown is not None
    assert bare.lowest <= scored(answers).index <= bare.highest
    assert shown.lowest <= scored(proven).index <= shown.highest
    assert shown.highest - shown.lowest <= bare.highest - bare.lowest


def test_firm_without_a_process_has_no_range() -> None:
    assert sureness(bakery(), FirmAnswers(), basis=Basis.DECLARED, on=ON) is None
