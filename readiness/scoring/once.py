"""What is worked out once for a questionnaire and kept for the last few used."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from readiness.questionnaire.model import Questionnaire

Found = TypeVar("Found")


class _Same:
    """Hashes a questionnaire by identity: its values hold mappings, which cannot be hashed."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire

    def __hash__(self) -> int:
        return id(self.questionnaire)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.questionnaire is self.questionnaire


def once(work: Callable[[Questionnaire], Found]) -> Callable[[Questionnaire], Found]:
    """The same function, which works once for each questionnaire."""
    kept = lru_cache(maxsize=16)(lambda same: work(same.questionnaire))

    @wraps(work)
    def found(questionnaire: Questionnaire) -> Found:
        return kept(_Same(questionnaire))

    return found
