"""Keeps what is made from a questionnaire, which never changes while a process runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from readiness.questionnaire.model import Questionnaire

Thing = TypeVar("Thing")


class Kept(Generic[Thing]):
    """One thing for each key; made anew for another questionnaire. Two threads may both make the first one."""

    def __init__(self) -> None:
        self._things: dict[tuple[str, ...], tuple[Questionnaire, Thing]] = {}

    def get(self, key: tuple[str, ...], asked: Questionnaire, make: Callable[[], Thing]) -> Thing:
        """The thing for the key; `make` must be able to refuse keys that nobody should fill memory with."""
        held = self._things.get(key)
        if held is not None and held[0] is asked:
            return held[1]
        made = make()
        self._things[key] = (asked, made)
        return made
