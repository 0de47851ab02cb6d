"""Knots as a curve from a figure to a score."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from readiness.questionnaire.model import Variant
from readiness.scoring.scorecard import Floats


@dataclass(frozen=True, eq=False)
class Curve:
    """Knots in rising order of `sign` · value, `sign` −1 where lower is better; `points` rise with them."""

    places: Floats
    points: Floats
    sign: float
    bands: bool
    edge_closes: bool = False

    @cached_property
    def knots(self) -> tuple[list[float], list[float]]:
        """Points and places as plain numbers."""
        return self.points.tolist(), self.places.tolist()

    def scores_of(self, values: Floats) -> Floats:
        """Linear between knots, flat outside; with bands the points of the best knot reached. NaN scores 0.

        A value on a knot has reached it, unless the knot's edge closes the band below.
        """
        given = np.isfinite(values)
        toward = self.sign * values
        side: Literal["left", "right"] = "left" if self.edge_closes else "right"
        if self.bands:
            scores = self.points[np.maximum(np.searchsorted(self.places, toward, side=side) - 1, 0)]
        else:
            scores = np.interp(toward, self.places, self.points)
        return np.where(given, scores, 0.0)


def curve_of(variant: Variant) -> Curve:
    """The curve of a variant's knots."""
    sign = -1.0 if variant.lower_is_better else 1.0
    places, points = np.array(variant.knots, dtype=np.float64).T.copy()
    return Curve(sign * places, points, sign, variant.bands, variant.edge_closes)
