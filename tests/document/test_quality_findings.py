from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from readiness.document.quality_findings import quality_findings
from readiness.document.words import Reader
from readiness.questionnaire.loader import load
from readiness.scoring.agreement import Bias, Kappa
from readiness.scoring.quality import Agreement, DimensionQuality, Quality, QuestionQuality, Weight
from readiness.scoring.reliability import ItemStatistics, Reliability, Why

BAKERY = load(Path(__file__).resolve().parents[1] / "questionnaires" / "bakery" / "1")
READER = Reader(BAKERY, "en", lambda text, **values: text % values if values else text)
DIMENSION = BAKERY.dimensions[0].code
QUESTION = BAKERY.dimensions[0].questions[0].code
ITEM = ItemStatistics(QUESTION, 30, 50.0, 20.0, 5.0, 5.0, 0.5, 0.8)
AUDITED = Agreement(QUESTION, Kappa(0.8, 0.1, 30), 0.8, Bias(30, 2.0, 1.0, 0.0, 4.0))


def told(
    *,
    weighs: float = 1.0,
    alpha: float | None = 0.8,
    firms: int = 30,
    item: ItemStatistics = ITEM,
    audit: Agreement = AUDITED,
) -> str:
    weight = Weight(1.0, 1.0)
    dimension = DimensionQuality(
        Reliability(DIMENSION, firms, alpha, alpha, Why.NOTHING, (item,)),
        weight,
        (QuestionQuality(item, 0.0, 0.0, 0.0, Weight(weighs, 1.0)),),
    )
    found = Quality(firms, firms, (dimension,), None, (audit,), (), np.zeros(firms))
    return "\n".join(quality_findings(READER, found))


def test_numbers_within_the_bounds_are_no_finding() -> None:
    assert told() == ""
    assert told(alpha=0.7) == ""
    assert told(alpha=None, item=replace(ITEM, item_rest=None, floor=None, ceiling=None)) == ""


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"alpha": -0.31}, "alpha −0.31, below 0.70"),
        ({"item": replace(ITEM, item_rest=-0.1)}, "item–rest correlation −0.10, below 0.20"),
        ({"item": replace(ITEM, floor=61.2)}, "61.2 % of the firms stand at 0"),
        ({"item": replace(ITEM, ceiling=61.2)}, "61.2 % of the firms stand at 100"),
        ({"audit": replace(AUDITED, kappa=Kappa(0.31, 0.1, 30))}, "weighted kappa 0.31, below 0.40"),
        (
            {"audit": replace(AUDITED, bias=Bias(30, 12.5, 1.0, 0.0, 4.0))},
            "+12.5 points against what is audited",
        ),
        (
            {"audit": replace(AUDITED, bias=Bias(30, -12.5, 1.0, 0.0, 4.0))},
            "−12.5 points against what is audited",
        ),
    ],
)
def test_each_number_beyond_its_bound_is_one_sentence(changed: dict[str, object], words: str) -> None:
    found = told(**changed)  # type: ignore[arg-type]
    assert words in found
    assert found.count("\n") == 0


def test_few_firms_are_no_ground_for_a_finding() -> None:
    few = replace(ITEM, firms=19, item_rest=-0.5)
    audit = replace(AUDITED, kappa=Kappa(0.1, 0.1, 19))
    assert told(alpha=0.1, firms=19, item=few, audit=audit) == ""


def test_a_gate_that_weighs_nothing_is_meant_to_be_passed_by_all() -> None:
    assert told(weighs=0.0, item=replace(ITEM, ceiling=100.0)) == ""
