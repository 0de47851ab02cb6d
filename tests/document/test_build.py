"""The report model: the scorecard's numbers as words, and nothing that a renderer would have to work out."""

from __future__ import annotations

import datetime as dt
import pickle
import re
from dataclasses import replace

import pytest

from readiness.document.build import months_later
from readiness.document.losses import split
from readiness.document.page_words import PAGE_WORDS
from readiness.document.words import LONGEST_TEXT, safe_text
from readiness.scoring.grid import display
from readiness.scoring.scorecard import Basis, Standing
from tests.document.bakery_reports import ROOT, cards, model, words
from tests.questionnaire.bakers import baker, bakery


def test_report_shows_the_numbers_of_the_scorecard() -> None:
    card = cards()[Basis.VERIFIED]
    result = model().result
    assert float(result.index) == pytest.approx(card.index, abs=0.05)
    assert result.level == str(card.level)
    assert [row.score for row in result.pillars] == [display(line.score) for line in card.pillars]
    assert [row.shown for row in result.dimension_chart.rows] == [
        display(line.score or 0) for pillar in card.pillars for line in pillar.dimensions
    ]


def test_points_lost_add_up_to_what_is_missing_from_one_hundred() -> None:
    card = cards()[Basis.DECLARED]
    parts = [split(line) for line in card.questions]
    assert sum(gap + evidence for gap, evidence in parts) == pytest.approx(100 - card.index, abs=1e-9)
    assert all(gap >= 0 and evidence >= 0 for gap, evidence in parts)


def test_question_held_by_its_cap_alone_loses_to_evidence_alone() -> None:
    line = next(line for line in cards()[Basis.DECLARED].questions if line.raw == 100 and line.counted < 100)
    gap, evidence = split(line)
    assert gap == pytest.approx(0)
    assert evidence == pytest.approx(line.lost)


def test_largest_loss_comes_first() -> None:
    widths = [row.width for row in model().lost.rows]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] == 100


def test_verified_firm_sees_both_results_side_by_side() -> None:
    comparison = model().comparison
    assert comparison is not None
    assert comparison.rows[0].change.startswith("−")
    oven = next(row for row in comparison.questions if row.name.startswith("OVEN.1"))
    assert float(oven.verified) < float(oven.declared)


def test_firm_without_a_verification_has_no_comparison() -> None:
    assert model(bases=(Basis.DECLARED,)).comparison is None
    assert model(bases=(Basis.DECLARED,)).cover.basis == "Self-declared"


def test_verified_result_is_valid_for_the_months_of_the_questionnaire() -> None:
    assert model().cover.validity == "Valid until July 31, 2027"
    assert model(bases=(Basis.DECLARED,)).cover.validity == "Valid until April 30, 2027"


def test_draft_is_no_proof() -> None:
    document = baker()
    document["answers"] = {"DOUGH.1": {"value": 3}}
    found = model(document=document, bases=(Basis.DECLARED,))
    assert found.cover.standing == "Draft result"
    assert not found.cover.official
    assert "Not valid" in found.cover.validity


def test_own_figures_stand_beside_their_knots() -> None:
    rye = next(row for row in model().indicators if row.code == "DOUGH.3")
    assert float(rye.own) == pytest.approx(100 * 20 / 80.5, abs=0.01)
    assert rye.unsure
    loaf, steamed = [row for row in model().indicators if row.code == "DOUGH.2"]
    assert (loaf.own, steamed.own) == ("14.5", "2.5")


def test_model_can_be_sent_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(model())) == model()  # noqa: S301 - our own bytes


def test_every_standing_has_words() -> None:
    from readiness.document.sentences import standing_word

    asked = bakery()
    assert len({standing_word(asked, standing, str) for standing in Standing}) == len(Standing)


def test_method_of_somebody_else_gives_no_official_result() -> None:
    from readiness.document.sentences import standing_word

    lent = replace(bakery(), orientation=True)
    assert standing_word(lent, Standing.OFFICIAL, str) == "Complete, for orientation"


def test_report_needs_a_scorecard() -> None:
    with pytest.raises(ValueError, match="at least one scorecard"):
        model(bases=())


LISTS = ("blank.html", "checklist.html")
"""Documents of their own, without a result."""


def test_page_words_are_those_of_the_templates() -> None:
    folder = ROOT / "templates" / "report"
    texts = [f.read_text(encoding="utf-8") for f in folder.glob("*.html") if f.name not in LISTS]
    assert {word for text in texts for word in re.findall(r'_\("([^"]+)"\)', text)} == set(PAGE_WORDS)


def test_every_word_of_the_report_is_translated() -> None:
    for language in ("en", "zh_Hans", "vi"):
        found = model(language)
        assert set(found.words) == set(PAGE_WORDS)
    for entry in words("en"):
        places = set(re.findall(r"%\(\w+\)s", entry))
        for language in ("zh_Hans", "vi"):
            assert set(re.findall(r"%\(\w+\)s", words(language)[entry])) == places


def test_free_text_is_cut_and_can_be_broken() -> None:
    text = safe_text("x" * 5000)
    assert len(text.replace("\u200b", "")) == LONGEST_TEXT
    assert max(len(run) for run in text.split("\u200b")) <= 40
    assert safe_text("苏" * 100) == "苏" * 100
    assert safe_text("a\x00b\x1b") == "ab"


def test_month_ends_are_kept() -> None:
    assert months_later(dt.date(2028, 2, 29), 12) == dt.date(2029, 2, 28)
    assert months_later(dt.date(2026, 12, 31), 24) == dt.date(2028, 12, 31)


def test_pillar_below_a_floor_is_never_shown_on_it() -> None:
    card = cards()[Basis.DECLARED]
    low = replace(card, pillars=tuple(replace(pillar, score=44.96) for pillar in card.pillars))
    from readiness.document.build import result_page
    from readiness.document.words import Reader
    from tests.document.bakery_reports import translator
    from tests.questionnaire.bakers import bakery

    page = result_page(Reader(bakery(), "en", translator("en")), low)
    assert {row.score for row in page.pillars} == {"44.96"}
