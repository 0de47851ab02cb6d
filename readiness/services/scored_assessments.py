"""Assessments as lists show them: each with what it scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.store.ranking import list_scorecards
from readiness.store.rows import Assessment, ScorecardRow


@dataclass(frozen=True)
class ScoredAssessment:
    """One assessment (firm and round loaded) with its stored scorecards by basis."""

    assessment: Assessment
    scorecards: Mapping[str, ScorecardRow]


def with_scorecards(session: Session, found: Sequence[Assessment]) -> tuple[ScoredAssessment, ...]:
    """The assessments of one page in their order; one query for all scorecards, none for an empty page."""
    cards = list_scorecards(session, found) if found else {}
    return tuple(
        ScoredAssessment(row, {basis: card for (owner, basis), card in cards.items() if owner == row.id})
        for row in found
    )
