"""What a firm reads under its result."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
import yaml

from readiness.document.sentences import (
    core_words,
    gate_phrase,
    gate_sentence,
    level_sentence,
    reason_sentence,
    result_sentences,
)
from readiness.document.words import Reader
from readiness.questionnaire.codec import from_document
from readiness.questionnaire.loader import load
from readiness.questionnaire.model import Level, Questionnaire
from readiness.scoring.engine import scorecard
from readiness.scoring.scorecard import Basis, Gate, Reason, Scorecard
from tests.document.bakery_reports import ON, ROOT, cards, translator
from tests.questionnaire.bakers import bakery

LANGUAGES = ("en", "zh_Hans", "vi")


@cache
def scenarios() -> tuple[Questionnaire, Scorecard]:
    """A questionnaire whose levels count gates, and the card of a firm that they hold one level lower."""
    asked = load(ROOT / "questionnaires" / "miit_sme" / "2024")
    document = yaml.safe_load(
        (ROOT / "tests" / "golden" / "miit" / "dyeing-mill.yaml").read_text(encoding="utf-8")
    )
    answers = from_document(asked, document, place="mill")
    return asked, scorecard(asked, answers, basis=Basis.DECLARED, on=ON)


def floor(have: float, need: float, *, met: bool = False) -> Gate:
    return Gate("pillar", 3, met, have, need, "CARE", ("PEOPLE.1", "PEOPLE.3"))


def test_firm_held_below_its_points_reads_which_pillar_holds_it() -> None:
    card = replace(cards()[Basis.DECLARED], level=2, level_by_points=3, gates=(floor(30, 46),))
    assert level_sentence(bakery(), card, "en", translator("en")) == (
        "Level 3 by points, held at 2 by pillar Care: 30.0, needs 46."
    )


def test_firm_reads_by_how_much_it_falls_short_and_what_lifts_it() -> None:
    sentence = gate_sentence(bakery(), floor(30, 46), "en", translator("en"))
    assert sentence == (
        "Level 3 asks for at least 46 in pillar Care; now 30.0, 16.0 short. To lift it: PEOPLE.1, PEOPLE.3."
    )


def test_firm_just_below_a_floor_never_reads_the_floor_itself() -> None:
    assert gate_phrase(bakery(), floor(69.97, 70), "en", translator("en")) == "pillar Care: 69.97, needs 70"
    assert "70.0 %" not in reason_sentence(
        bakery(), Reason("coverage", "", 89.99, 90), "en", translator("en")
    )


def test_firm_at_the_highest_level_reads_that_nothing_is_left() -> None:
    card = replace(cards()[Basis.DECLARED], level=3, level_by_points=3, gates=())
    assert "the highest" in level_sentence(bakery(), card, "en", translator("en"))


def test_firm_below_the_next_threshold_reads_where_it_begins() -> None:
    card = replace(cards()[Basis.DECLARED], level=1, level_by_points=1, index=51.16)
    assert (
        level_sentence(bakery(), card, "zh_Hans", translator("zh_Hans"))
        == "1 级，总指数 51.2；2 级从 60 开始。"
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["points", "pillar", "core", "evidence", "audit"])
@pytest.mark.parametrize("met", [True, False])
@pytest.mark.parametrize("questions", [(), ("DOUGH.1", "OVEN.1"), tuple(f"Q{n}" for n in range(9))])
def test_every_kind_of_gate_has_a_sentence_in_every_language(
    language: str, kind: str, met: bool, questions: tuple[str, ...]
) -> None:
    subject = {"pillar": "CRAFT", "core": "2"}.get(kind, "")
    gate = Gate(kind, 2, met, 40.0, 60.0, subject, questions)
    for write in (gate_sentence, gate_phrase):
        text = write(bakery(), gate, language, translator(language))
        assert text
        assert "%(" not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "reason",
    [
        Reason("coverage", "", 87.25, 90),
        Reason("dimension_coverage", "DOUGH", 60, 70),
        Reason("hold_open", "OVEN.3"),
        Reason("hold", "OVEN.3"),
        Reason("statement_hold", "CLEAN"),
        Reason("statement_unranked", "OPEN"),
    ],
)
def test_every_reason_has_a_sentence_in_every_language(language: str, reason: Reason) -> None:
    text = reason_sentence(bakery(), reason, language, translator(language))
    assert text
    assert "%(" not in text
    assert (
        reason.subject in text
        or bakery().texts.get(f"dimensions.{reason.subject}", language).value in text
        or (reason.subject in {"CLEAN", "OPEN"})
    )


def test_unfinished_firm_reads_draft_and_why() -> None:
    card = replace(
        cards()[Basis.DECLARED],
        reasons=(Reason("coverage", "", 50, 90), Reason("dimension_coverage", "OVEN", 0, 70)),
    )
    _, *why = result_sentences(bakery(), card, "en", translator("en"))
    assert why == [
        "Draft: 50.0 % of the weight that applies is answered, an official result needs 90 %.",
        "Draft: in Oven 0.0 % of the weight that applies is answered, it needs 70 %.",
    ]


def test_core_gate_names_the_question_level_of_its_rule() -> None:
    levels: list[Level] = list(bakery().levels)
    rule = levels[2].core[0]
    gate = Gate("core", 2, False, 40, rule.percent, str(rule.level))
    assert f"question level {rule.level} or above" in gate_sentence(bakery(), gate, "en", translator("en"))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "en",
            "Level 3 asks for 8 of the 16 scenarios at question level 3 or above; now 7. To lift it: SD.1, ",
        ),
        ("zh_Hans", "16 个应用场景中有 8 个达到题目等级 3 及以上"),
    ],
)
def test_firm_reads_how_many_scenarios_hold_it_in_the_words_of_its_questionnaire(
    language: str, sentence: str
) -> None:
    asked, card = scenarios()
    assert sentence in gate_sentence(asked, card.blocking[0], language, translator(language))


def test_result_held_by_scenarios_says_so_in_one_line() -> None:
    asked, card = scenarios()
    assert level_sentence(asked, card, "en", translator("en")) == (
        "Level 3 by points, held at 2 by scenarios at question level 3 or above: 7, needs 8."
    )


def test_level_table_names_the_group_that_a_level_counts() -> None:
    asked, _ = scenarios()
    reader = Reader(asked, "en", translator("en"))
    assert core_words(reader, asked.levels[4].core) == (
        "10 of the 16 scenarios at question level 4 or above; 6 of the 9 binding scenarios at question level 4 or above"
    )
