"""The quality of a round: of the questionnaire, of the audits, and sheets that look careless."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, require
from readiness.assessment.states import SIGNED, WAITING
from readiness.errors import InputError, NotFoundError
from readiness.questionnaire.answers import FirmAnswers
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.quality import Quality, quality_of
from readiness.scoring.sheet import sheet_of
from readiness.services.context import Services
from readiness.services.editing import questionnaire_of, read_held
from readiness.store.quality import Saving, iterate_sheets, list_savings, list_signers, list_submitted
from readiness.store.rounds import find_round, get_round
from readiness.store.rows import Assessment, Firm, Round

COUNTED = (*WAITING, *SIGNED)


@dataclass(frozen=True)
class Conspicuous:
    """A sheet to look at: `uniform` percent of its ladders at one step, `minutes` from first to last save; None where
    that is nothing special, or where all came in one save."""

    firm: Firm
    assessment: Assessment
    uniform: float | None
    minutes: float | None


@dataclass(frozen=True)
class RoundQuality:
    """`consultants`: name by the code under which the agreement of an auditor stands; `submitted`: how many firms there
    are, where the quality is that of some of them."""

    round: Round
    questionnaire: Questionnaire
    submitted: int
    quality: Quality
    consultants: Mapping[str, str]
    conspicuous: tuple[Conspicuous, ...]


def get_quality(
    services: Services, session: Session, round_key: str, *, by: Person, most: int | None = None
) -> RoundQuality:
    """For the office, an officer of a city over that city's firms; only submitted answers count.

    With more than `most` firms it is that of every second, third … one: enough for a page.

    InputError('round', 'round_empty') while nobody has submitted.
    """
    require(by, Action.VIEW_QUALITY)
    return _quality(services, session, get_round(session, round_key, person=by), by=by, most=most)


def judge_round(services: Services, session: Session, name: str) -> RoundQuality:
    """The same of all firms of the round with this name or key, for whoever runs the service."""
    round_ = find_round(session, name)
    if round_ is None:
        raise NotFoundError(f"there is no round {name!r}; write its name, or the key in its addresses")
    return _quality(services, session, round_, by=None, most=None)


def _quality(
    services: Services, session: Session, round_: Round, *, by: Person | None, most: int | None
) -> RoundQuality:
    asked = questionnaire_of(services, round_)
    found: list[Assessment] = []
    answers: list[FirmAnswers] = []
    numbers = list_submitted(session, round_, COUNTED, person=by)
    for portion in iterate_sheets(session, _some(numbers, most)):
        found += portion
        answers += [read_held(services, assessment).answers for assessment in portion]
    if not found:
        raise InputError("round", "round_empty", round=round_.name)
    signers = list_signers(session, round_, SIGNED)
    names = [signers[a.id].key if a.id in signers else "" for a in found]
    quality = quality_of(asked, sheet_of(asked, answers), names, on=round_.closes_on)
    savings = list_savings(session, round_, COUNTED)
    rules = asked.rules.quality
    flags = [
        _conspicuous(
            assessment, float(uniform), savings.get(assessment.id), rules.uniform_percent, rules.minutes
        )
        for assessment, uniform in zip(found, quality.uniform, strict=True)
    ]
    return RoundQuality(
        round=round_,
        questionnaire=asked,
        submitted=len(numbers),
        quality=quality,
        consultants={user.key: user.name for user in signers.values()},
        conspicuous=tuple(flag for flag in flags if flag.uniform is not None or flag.minutes is not None),
    )


def _some(numbers: Sequence[int], most: int | None) -> Sequence[int]:
    """Every n-th, so that at most so many are left."""
    return numbers[:: -(-len(numbers) // most)] if most and numbers else numbers


def _conspicuous(
    assessment: Assessment, uniform: float, saving: Saving | None, most: float, least: float
) -> Conspicuous:
    minutes = (saving.last - saving.first).total_seconds() / 60 if saving and saving.saves > 1 else None
    return Conspicuous(
        firm=assessment.firm,
        assessment=assessment,
        uniform=uniform if uniform > most else None,
        minutes=minutes if minutes is not None and minutes < least else None,
    )
