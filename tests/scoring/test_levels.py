from __future__ import annotations

import datetime as dt

import pytest

from readiness.questionnaire.answers import Verdict, VerdictEntry, Verification
from readiness.questionnaire.model import CoreRule, Kind, Level, Questionnaire, Role
from readiness.scoring.scorecard import Basis, Scorecard
from tests.scoring.builders import (
    TRUSTING,
    card,
    confirmed,
    firm,
    percent,
    question,
    questionnaire,
    said,
    verified,
)

WEIGHTS = {"HE": 20.0, "IM": 40.0, "GR": 25.0, "IN": 15.0}


def four(**pillars: float) -> Scorecard:
    """A firm with these pillar scores, all verified on site, in a questionnaire without core questions."""
    asked = questionnaire(*(percent(f"{code}.1") for code in WEIGHTS), pillars=WEIGHTS, grades=TRUSTING)
    answers = {f"{code}.1": score for code, score in pillars.items()}
    audit = verified({f"{code}.1": confirmed() for code in pillars})
    return card(asked, firm(answers, verification=audit), basis=Basis.VERIFIED)


def even(score: float) -> Scorecard:
    return four(**dict.fromkeys(WEIGHTS, score))


@pytest.mark.parametrize(
    ("pillars", "arithmetic", "index", "by_points", "level"),
    [
        ((55, 62, 48, 50), 55.30, 54.98, 2, 2),
        ((80, 80, 20, 60), 62.00, 54.18, 2, 1),
        ((60, 60, 60, 60), 60.00, 60.00, 3, 3),
        ((30, 88, 55, 40), 60.95, 56.06, 3, 2),
    ],
)
def test_the_weakest_pillar_holds_the_level_back(
    pillars: tuple[float, ...], arithmetic: float, index: float, by_points: int, level: int
) -> None:
    found = four(**dict(zip(WEIGHTS, pillars, strict=True)))
    assert (found.arithmetic, found.index) == (
        pytest.approx(arithmetic, abs=0.005),
        pytest.approx(index, abs=0.005),
    )
    assert (found.level_by_points, found.level) == (by_points, level)
    assert found.balance_loss == pytest.approx(found.arithmetic - found.index, abs=1e-9)


@pytest.mark.parametrize(
    ("score", "level"),
    [
        (0, 0),
        (15.999, 0),
        (16, 1),
        (35.9999, 1),
        (36, 2),
        (55.999, 2),
        (56, 3),
        (76, 4),
        (91.9999, 4),
        (92, 5),
        (100, 5),
    ],
)
def test_firm_exactly_on_threshold_reaches_the_level(score: float, level: int) -> None:
    found = even(score)
    assert (found.level, found.level_by_points) == (level, level)


def test_a_pillar_at_0_counts_as_1() -> None:
    found = four(HE=0, IM=80, GR=80, IN=80)
    assert found.index == pytest.approx(80**0.8)
    assert found.pillars[0].score == 0
    assert found.level == 0


def test_pillar_gate_names_the_pillar_and_what_it_has() -> None:
    (gate,) = [gate for gate in four(HE=30, IM=88, GR=55, IN=60).blocking if gate.kind == "pillar"]
    assert (gate.subject, gate.level, gate.have, gate.need, gate.questions) == ("HE", 3, 30, 46, ("HE.1",))


def cores(*levels: int | None, others: int = 60) -> Questionnaire:
    return questionnaire(
        *(question(f"Q.{n}", role=Role.CORE) for n, _ in enumerate(levels)),
        *(percent(f"R.{n}", weight=10) for n in range(others)),
        grades=TRUSTING,
        dimensions={"Q": ("P", 0.001), "R": ("P", 1.0)},
    )


def core_card(*levels: int | None, rest: float) -> Scorecard:
    """A firm with these ladder levels in its core questions and `rest` in everything else, all verified on site."""
    asked = cores(*levels)
    answers = {f"Q.{n}": said(level) for n, level in enumerate(levels) if level is not None}
    answers |= {f"R.{n}": said(rest) for n in range(60)}
    audit = verified({code: confirmed() for code in answers})
    return card(asked, firm(answers, verification=audit), basis=Basis.VERIFIED)


@pytest.mark.parametrize(
    ("levels", "rest", "level"),
    [
        ((1, 0), 20, 1),  # 50 % of the core questions at level 1
        ((1, 0, 0), 20, 0),
        ((2, 2, 2, 0, 0), 40, 2),  # 60 % at level 2
        ((2, 2, 1, 1, 1), 40, 1),
        ((4, 4, 4, 0), 80, 4),  # 75 % at level 4
        ((4,) * 9 + (0,), 95, 4),  # level 5 needs half of them at 5 too
        ((5,) * 5 + (4,) * 4 + (0,), 95, 5),  # 90 % at level 4 and 50 % at level 5
        ((5,) * 8 + (4, 0), 95, 5),
        ((5,) * 8 + (3, 0), 95, 4),
    ],
)
def test_enough_core_questions_must_stand_at_the_level(
    levels: tuple[int, ...], rest: float, level: int
) -> None:
    assert core_card(*levels, rest=rest).level == level


def test_unanswered_core_question_stands_at_level_0() -> None:
    assert core_card(1, None, None, rest=20).level == 0


def test_level_counts_only_when_all_lower_ones_hold() -> None:
    found = core_card(1, 1, 0, 0, 0, rest=95)
    assert (found.level, found.level_by_points) == (0, 5)


def test_core_gate_lists_the_questions_below_the_level() -> None:
    gates = [g for g in core_card(2, 2, 1, 1, 1, rest=40).blocking if g.kind == "core"]
    assert [(g.have, g.need, g.subject, sorted(g.questions)) for g in gates] == [
        (40, 60, "2", ["Q.2", "Q.3", "Q.4"])
    ]


def evidence_card(documents: int, zero_without: bool = False) -> Scorecard:
    asked = questionnaire(question("Q.1", role=Role.CORE), question("Q.2", role=Role.CORE, weight=0.001))
    second = said(0 if zero_without else 4, documents=documents)
    return card(asked, firm({"Q.1": said(4, documents=1), "Q.2": second}))


def test_level_3_needs_a_document_for_every_core_answer_that_counts() -> None:
    assert evidence_card(1).level == 3
    found = evidence_card(0)
    assert found.level == 2
    assert [(g.kind, g.questions) for g in found.blocking] == [("evidence", ("Q.2",))]


def test_core_answer_that_counts_nothing_needs_no_document() -> None:
    asked = questionnaire(
        *(question(f"Q.{n}", role=Role.CORE, weight=0.001 if n == 3 else 1) for n in range(1, 4))
    )
    answers = {"Q.1": said(4, documents=1), "Q.2": said(4, documents=1), "Q.3": said(0)}
    assert card(asked, firm(answers)).level == 3


def audited(audit: Verification | None, on: dt.date = dt.date(2026, 12, 31)) -> Scorecard:
    asked = questionnaire(question("Q.1", role=Role.CORE), question("Q.2", role=Role.CORE))
    return card(asked, firm({"Q.1": 4, "Q.2": 4}, verification=audit), basis=Basis.VERIFIED, on=on)


BOTH = {"Q.1": confirmed("site"), "Q.2": confirmed("desk")}


def test_level_4_needs_a_signed_audit_on_site_of_every_core_answer() -> None:
    assert audited(verified(BOTH)).level == 4
    assert audited(verified(BOTH, signed_on=None)).level == 3
    assert audited(verified(dict.fromkeys(BOTH, confirmed("desk")))).level == 3
    assert audited(verified({"Q.1": confirmed("site")})).level < 4


def test_audit_gate_names_the_core_answers_not_verified() -> None:
    half = audited(
        verified({"Q.1": confirmed("site"), "Q.2": VerdictEntry(Verdict.NOT_VERIFIABLE, "declared")})
    )
    assert [g.questions for g in half.gates if g.kind == "audit"] == [("Q.2",), ("Q.2",)]
    assert [g.questions for g in audited(None).gates if g.kind == "audit"] == [(), ()]


def test_declared_basis_knows_no_audit() -> None:
    asked = questionnaire(question("Q.1", role=Role.CORE))
    found = card(asked, firm({"Q.1": said(5, documents=1)}, verification=verified({"Q.1": confirmed()})))
    assert (found.index, found.level) == (pytest.approx(80), 3)


@pytest.mark.parametrize(
    ("signed_on", "on", "level"),
    [
        ("2024-12-31", "2026-12-31", 4),
        ("2024-12-30", "2026-12-31", 3),
        ("2024-02-29", "2026-02-28", 4),
        ("2024-02-29", "2026-03-01", 3),
        ("2027-01-15", "2026-12-31", 4),
    ],
)
def test_audit_is_good_for_24_calendar_months_last_day_included(signed_on: str, on: str, level: int) -> None:
    audit = verified(BOTH, signed_on=dt.date.fromisoformat(signed_on))
    assert audited(audit, dt.date.fromisoformat(on)).level == level


def test_question_level_is_that_of_the_counted_score_on_the_grid() -> None:
    asked = questionnaire(question("Q.1", Kind.YES_NO, role=Role.CORE))
    found = card(asked, firm({"Q.1": True}))
    assert [g.met for g in found.gates if g.kind == "core"] == [True, True, True, False, False, False]


GATES = tuple(
    question(f"Q.{n}", role=Role.CORE, weight=0, levels=4, groups=("b",) * (n <= 3)) for n in range(1, 6)
)
COUNTS = (CoreRule(2, count=3), CoreRule(2, count=2, of="b"))
COUNTED = (Level(0, 0, 0, (), "declared"), Level(1, 20, 0, COUNTS, "declared"))


def counting(*levels: int) -> Scorecard:
    """A firm with 100 points and these five gates that weigh nothing, of which the first three are of group b."""
    asked = questionnaire(
        percent("P.1"),
        *GATES,
        dimensions={"P": ("P", 1), "Q": ("P", 0)},
        levels=COUNTED,
        grades=TRUSTING,
        question_step=25,
    )
    answers = {f"Q.{n}": level for n, level in enumerate(levels, start=1)}
    return card(asked, firm({"P.1": 100} | answers))


@pytest.mark.parametrize(
    ("gates", "level", "blocking"),
    [
        ((2, 2, 0, 2, 0), 1, []),
        ((2, 2, 0, 1, 4), 1, []),
        ((2, 2, 1, 1, 0), 0, ["2"]),
        ((2, 1, 1, 4, 4), 0, ["2 b"]),
        ((1, 1, 1, 4, 1), 0, ["2", "2 b"]),
    ],
)
def test_level_asks_for_a_number_of_core_questions_and_of_a_group(
    gates: tuple[int, ...], level: int, blocking: list[str]
) -> None:
    found = counting(*gates)
    assert (found.level, [gate.subject for gate in found.blocking]) == (level, blocking)


def test_core_question_that_weighs_nothing_moves_the_level_and_not_the_index() -> None:
    low, high = counting(0, 0, 0, 0, 0), counting(4, 4, 4, 4, 4)
    assert (low.index, high.index) == (100, 100)
    assert (low.level, high.level) == (0, 1)
    gate = low.blocking[1]
    assert (gate.have, gate.need, gate.questions) == (0, 2, ("Q.1", "Q.2", "Q.3"))
    assert low.pillars[0].dimensions[1].score is None


def test_level_without_a_floor_has_no_pillar_gate() -> None:
    assert {gate.kind for gate in counting(4, 4, 4, 4, 4).gates} == {"points", "core"}
