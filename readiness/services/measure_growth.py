"""Measure how the firms of a list have grown since the round before; pure arithmetic on what was read."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from readiness.questionnaire.model import Questionnaire
from readiness.scoring.drawn import digest_of_inputs
from readiness.scoring.field import Field, effective_weights
from readiness.scoring.growth import Growth, growth_list, measured_alike
from readiness.scoring.scorecard import FULL
from readiness.services.read_earlier import Earlier
from readiness.services.read_entrants import Entrants


@dataclass(frozen=True)
class GrowthMade:
    """`lines`: every firm that stands in both rounds, most gained first; `told` as it is kept: against which round, on
    how many questions and how much of the weight, and digests of answers and lines."""

    lines: tuple[Growth, ...]
    told: Mapping[str, Any]


def measure_growth(
    asked: Questionnaire,
    entrants: Entrants,
    earlier: Earlier,
    field: Field,
    *,
    on: dt.date,
    draws: int,
    seed: int,
) -> GrowthMade | None:
    """None where nobody stands in both; `field` holds the entrants with all questions, `on` is their closing day."""
    before = earlier.lists[entrants.basis]
    place = {code: row for row, code in enumerate(entrants.codes)}
    rows = np.array([place[code] for code in before.codes], dtype=np.int64)
    fields = measured_alike(
        asked,
        (before.sheet, entrants.sheet.take(rows)),
        before.codes,
        earlier.common,
        basis=entrants.basis,
        on=(earlier.on, on),
    )
    if fields is None:
        return None
    lines = growth_list(*fields, draws=draws, seed=seed)
    return GrowthMade(
        lines,
        {
            "round_key": earlier.round_key,
            "round_name": earlier.round_name,
            "questionnaire": earlier.questionnaire,
            "questions": len(earlier.common),
            "of_questions": len(asked.questions),
            "weight_percent": _weight(asked, field, earlier),
            "range_percent": field.rules.range_percent,
            "input_digest": digest_of_inputs({line.code: before.digests[line.code] for line in lines}),
            "result_digest": digest_of_growth(lines),
        },
    )


def _weight(asked: Questionnaire, field: Field, earlier: Earlier) -> float:
    """Percent of the weight, on average over the firms, that stands on the common questions."""
    weights = effective_weights(field)
    common = [row for row, question in enumerate(asked.questions) if question.code in earlier.common]
    whole = weights.sum(axis=0)
    share = np.divide(weights[common].sum(axis=0), whole, out=np.zeros_like(whole), where=whole > 0)
    return float(FULL * share.mean())


def digest_of_growth(lines: Sequence[Growth]) -> str:
    """SHA-256 of all lines but their places, which follow."""
    kept = sorted(
        [line.code, line.before, line.after, line.gained, line.low, line.high, line.chance] for line in lines
    )
    return hashlib.sha256(json.dumps(kept).encode()).hexdigest()
