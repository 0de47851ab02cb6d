"""What a result may come to while questions are open: a range, and what moves it."""

from __future__ import annotations

from dataclasses import replace

from readiness.questionnaire.answers import Answer, FirmAnswers
from readiness.questionnaire.model import Kind, Questionnaire, Role
from readiness.questionnaire.outlook_rules import OutlookRules
from readiness.scoring.outlook import Outlook, outlook
from tests.scoring.builders import (
    NOT_APPLICABLE,
    NOT_MEASURED,
    ON,
    card,
    confirmed,
    firm,
    percent,
    question,
    questionnaire,
    said,
    verified,
)

EXPECTED = OutlookRules(
    mean=50, firm=15, pillar=8, dimension=5, question=10, not_measured=0, draws=400, range_percent=90
)


def asked(rules: OutlookRules | None = EXPECTED) -> Questionnaire:
    """Two pillars of two dimensions, three questions each: ladders, but for one figure each."""
    codes = [f"{dimension}.{number}" for dimension in ("A", "B", "C", "D") for number in (1, 2, 3)]
    questions = [percent(code) if code.endswith("3") else question(code) for code in codes]
    duty = question("D.4", Kind.YES_NO, weight=0, role=Role.HOLD)
    where = {"A": ("P", 1.0), "B": ("P", 1.0), "C": ("Q", 1.0), "D": ("Q", 1.0)}
    found = questionnaire(*questions, duty, pillars={"P": 60, "Q": 40}, dimensions=where)
    return replace(found, outlook=rules)


def seen(answers: FirmAnswers, rules: OutlookRules = EXPECTED) -> Outlook:
    found = outlook(asked(rules), answers, on=ON)
    assert found is not None
    return found


def everything(level: int = 3) -> dict[str, Answer]:
    """Every question answered at the same height."""
    return {
        q.code: said(True if q.role is Role.HOLD else 20.0 * level if q.code.endswith("3") else level)
        for q in asked().questions
    }


def width(found: Outlook) -> float:
    return found.standing.highest - found.standing.lowest


def test_firm_that_has_said_nothing_gets_no_range() -> None:
    assert outlook(asked(), firm(), on=ON) is None


def test_what_every_firm_must_have_tells_nothing() -> None:
    assert outlook(asked(), firm({"D.4": True}), on=ON) is None


def test_questionnaire_that_expects_nothing_gives_no_range() -> None:
    assert outlook(asked(None), firm({"A.1": 3}), on=ON) is None


def test_firm_that_answered_everything_reads_its_result() -> None:
    answers = firm(everything())
    found, result = seen(answers).standing, card(asked(), answers)
    assert found.settled
    assert (found.lowest, found.lowest_level) == (round(result.index, 4), result.level)


def test_range_gets_narrow_as_answers_come_in() -> None:
    codes = list(everything())
    widths = [width(seen(firm({code: everything()[code] for code in codes[:count]}))) for count in (1, 4, 8)]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 2 * widths[-1]


def test_one_good_answer_raises_what_is_expected_of_the_others() -> None:
    poor, good = seen(firm({"A.1": 1})).documented, seen(firm({"A.1": 4})).documented
    assert poor.lowest < good.lowest
    assert poor.highest < good.highest


def test_answer_says_more_of_its_own_pillar_than_of_the_other() -> None:
    rules = replace(EXPECTED, firm=1)
    of_p = seen(firm({"A.1": 5, "A.2": 5, "A.3": 100.0}), rules).documented
    nothing = seen(firm({"A.1": said(2), "A.2": said(3), "A.3": 50.0}), rules).documented
    assert of_p.lowest > nothing.lowest


def test_documents_lift_the_range_where_caps_hold_it_down() -> None:
    found = seen(firm({"A.1": 5, "B.1": 5, "C.1": 5, "D.1": 5}))
    assert found.standing.highest <= 60
    assert found.documented.highest > 60
    assert found.documented.highest_level >= found.standing.highest_level


def test_documents_that_are_there_count_in_both_ranges() -> None:
    answers = {code: replace(answer, documents=("a.pdf",)) for code, answer in everything(4).items()}
    found = seen(firm(answers))
    assert found.standing == found.documented


def test_not_measured_is_an_answer_of_nothing_that_tells_nothing_of_the_others() -> None:
    assert outlook(asked(), firm({"A.3": NOT_MEASURED}), on=ON) is None
    with_it = seen(firm({"A.1": 3, "A.3": NOT_MEASURED})).standing
    without = seen(firm({"A.1": 3})).standing
    assert with_it.highest < without.highest


def test_figures_that_nobody_may_measure_lower_the_range() -> None:
    some = seen(firm({"A.1": 3}), replace(EXPECTED, not_measured=50)).standing
    assert some.lowest < seen(firm({"A.1": 3})).standing.lowest


def test_question_that_does_not_apply_is_not_foreseen() -> None:
    some = asked()
    lenient = replace(
        some,
        pillars=tuple(
            replace(
                pillar,
                dimensions=tuple(
                    replace(d, questions=tuple(replace(q, na_allowed=True) for q in d.questions))
                    for d in pillar.dimensions
                ),
            )
            for pillar in some.pillars
        ),
    )
    answers = {code: NOT_APPLICABLE if code == "A.2" else answer for code, answer in everything().items()}
    found = outlook(lenient, firm(answers), on=ON)
    assert found is not None
    assert found.standing.settled


def test_same_answers_give_the_same_range() -> None:
    assert seen(firm({"A.1": 0, "B.3": 70.0})) == seen(firm({"A.1": 0, "B.3": 70.0}))


def test_answer_at_the_lowest_step_may_hide_something_lower_still() -> None:
    """A firm with nothing but zeros is expected to have more zeros than one step above nothing would tell."""
    zeros = seen(firm({"A.1": 0, "A.2": 0, "B.1": 0, "C.1": 0, "C.2": 0, "D.1": 0})).standing
    ones = seen(firm({"A.1": 1, "A.2": 1, "B.1": 1, "C.1": 1, "C.2": 1, "D.1": 1})).standing
    assert zeros.highest < ones.lowest


def test_what_a_consultant_found_does_not_move_the_firms_own_range() -> None:
    own = firm({"A.1": 3})
    audited = firm({"A.1": 3}, verification=verified({"A.1": confirmed()}))
    assert seen(own) == seen(audited)
