"""What a firm states: four states that are never merged, and one record per firm and assessment.

Plain values by kind (what YAML, the database and JSON hold):
ladder → int; single → option code; multiple → list of option codes; graded_multiple → {option: grade code};
yes_no → bool; number → float, or {process: float} (any process of the variant), or {part: float} for parts;
computed numbers carry no value, the profile has the figures.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

Value = bool | int | float | str | list[str] | dict[str, str] | dict[str, float] | None


class State(enum.StrEnum):
    """Blank is not zero, and not applicable is not blank."""

    ANSWERED = "answered"
    NOT_MEASURED = "not_measured"
    NOT_APPLICABLE = "not_applicable"
    UNANSWERED = "unanswered"


class Verdict(enum.StrEnum):
    """A consultant's word on one answer."""

    CONFIRMED = "confirmed"
    LOWERED = "lowered"
    RAISED = "raised"
    NOT_VERIFIABLE = "not_verifiable"


@dataclass(frozen=True)
class Answer:
    """One answer; `documents` names valid evidence (at least one lifts the grade to document)."""

    state: State = State.UNANSWERED
    value: Value = None
    reason: str = ""
    documents: tuple[str, ...] = ()
    na_refused: bool = False


@dataclass(frozen=True)
class VerdictEntry:
    """The audited side of one answer; `value` is None when confirmed or not verifiable."""

    verdict: Verdict
    grade: str
    value: Value = None
    reason: str = ""


@dataclass(frozen=True)
class Verification:
    """A consultant's check; official only once it has a signing date."""

    verdicts: Mapping[str, VerdictEntry]
    signed_on: dt.date | None = None


@dataclass(frozen=True)
class FirmAnswers:
    """Everything one firm states in one assessment: profile figures, process shares (0–1, summing to 1),
    statements, answers, and the verification if there is one."""

    profile: Mapping[str, object] = field(default_factory=dict)
    shares: Mapping[str, float] = field(default_factory=dict)
    statements: Mapping[str, bool] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    verification: Verification | None = None
