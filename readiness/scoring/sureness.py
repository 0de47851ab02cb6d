"""How sure an index is: where it lies when every answer is off by as much as answers of its evidence usually are."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

import numpy as np

from readiness.questionnaire.answers import FirmAnswers
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.drawn_scores import errors_of
from readiness.scoring.draws import Sources
from readiness.scoring.field import field_of
from readiness.scoring.noise import place_at
from readiness.scoring.scorecard import FULL, Basis
from readiness.scoring.sheet import sheet_of

ANYBODY = "-"


@dataclass(frozen=True)
class Sureness:
    """The index lies between `lowest` and `highest`, whole points rounded outwards, in `percent` of 100 cases."""

    lowest: float
    highest: float
    percent: float


def sureness(
    questionnaire: Questionnaire, answers: FirmAnswers, *, basis: Basis, on: dt.date
) -> Sureness | None:
    """By the errors that rankings draw with (method, step 6 a): an answer's own and that common to all of a firm.

    None where the questionnaire states no such errors, or nothing applies to the firm.
    """
    rules = questionnaire.rules.ranking
    if rules is None or not answers.shares:
        return None
    sheet = sheet_of(questionnaire, [answers])
    field = field_of(questionnaire, sheet, [ANYBODY], basis=basis, on=on, least=1, knots=False)
    errors, rule = errors_of(field, Sources()), int(field.own_rule)
    index = float(field.index[0])
    middle = index + float(errors.index_shift[rule, 0])
    reach = float(place_at(np.array((FULL + rules.range_percent) / 2 / FULL))) * float(
        errors.index_spread[rule, 0]
    )
    return Sureness(
        lowest=max(0.0, math.floor(min(index, middle - reach))),
        highest=min(FULL, math.ceil(max(index, middle + reach))),
        percent=rules.range_percent,
    )
