"""Numbers of peer figures and of the questionnaire's own quality; they decide no score and stay outside the digest."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PeerRules:
    """Peer groups from the largest down, fewest firms for quartiles, and how many new ones make new figures."""

    groups: tuple[str, ...] = ("sub_sector", "size")
    quartiles_from: int = 8
    refresh_after: int = 5


@dataclass(frozen=True)
class QualityRules:
    """A sheet is conspicuous with more than `uniform_percent` of its ladders at one step, or saved within `minutes`;
    `classes`: parts into which scores are cut where importance is measured.

    With at least `findings_from` firms stand out: an alpha below `alpha_from`, an item–rest correlation below
    `item_rest_from`, more than `ends_percent` of the firms at 0 or at 100, a kappa below `kappa_from`, a bias of more
    than `bias_points` either way.
    """

    uniform_percent: float = 85.0
    minutes: float = 15.0
    classes: int = 10
    findings_from: int = 20
    alpha_from: float = 0.7
    item_rest_from: float = 0.2
    ends_percent: float = 50.0
    kappa_from: float = 0.4
    bias_points: float = 10.0
