"""What trade a firm belongs to, by its processes."""

from __future__ import annotations

from collections.abc import Mapping

from readiness.questionnaire.model import Questionnaire


def sub_sector_of(questionnaire: Questionnaire, shares: Mapping[str, float]) -> str:
    """The sub-sector of the principal process; '' without shares."""
    principal = questionnaire.principal(shares)
    return questionnaire.process[principal].sub_sector if principal else ""
