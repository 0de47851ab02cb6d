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
    `classes`: parts into which scores are cut where importance is measured."""

    uniform_percent: float = 85.0
    minutes: float = 15.0
    classes: int = 10
