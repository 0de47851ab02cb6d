"""What a firm's costs are made of, as far as its profile says, and how much of them each question touches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from readiness.questionnaire.guidance import PriorityRules


@dataclass(frozen=True)
class CostShares:
    """Shares of a firm's costs (0–1): by kind, and by question the sum of the kinds that it touches, at most 1.

    `silent`: kinds of which the profile states no figure; all of them where it does not state the base.
    """

    kinds: Mapping[str, float] = field(default_factory=dict)
    questions: Mapping[str, float] = field(default_factory=dict)
    silent: tuple[str, ...] = ()


def cost_shares(rules: PriorityRules, profile: Mapping[str, object]) -> CostShares:
    """Yuan of each kind over the yuan of the base; figures that are not stated are left out."""
    base = _yuan(rules.cost_base, profile)
    kinds: dict[str, float] = {}
    questions: dict[str, float] = {}
    silent: list[str] = []
    for kind in rules.cost_kinds:
        yuan = _yuan(kind.yuan, profile)
        if yuan is None or not base:
            silent.append(kind.code)
            continue
        kinds[kind.code] = min(yuan / base, 1.0)
        for code in kind.questions:
            questions[code] = min(questions.get(code, 0.0) + kinds[kind.code], 1.0)
    return CostShares(kinds, questions, tuple(silent))


def _yuan(prices: Mapping[str, float], profile: Mapping[str, object]) -> float | None:
    """Σ price · figure of the figures that are stated; None without any."""
    stated = [
        price * float(figure)
        for code, price in prices.items()
        if isinstance(figure := profile.get(code), int | float) and not isinstance(figure, bool)
    ]
    return sum(stated) if stated else None
