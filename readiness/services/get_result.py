"""The results of one assessment, side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, Role, agreed
from readiness.assessment.states import SIGNED, AssessmentState
from readiness.questionnaire.answers import FirmAnswers, VerdictEntry
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.scorecard import Basis, Scorecard
from readiness.services.context import Services
from readiness.services.editing import Held, view_held
from readiness.services.record_verdicts import standing_verdicts
from readiness.services.score_assessment import compute_scorecard
from readiness.store.rows import Firm, Round
from readiness.store.verification import find_audit


@dataclass(frozen=True)
class AuditHead:
    """Who signed an audit and when."""

    signed_on: dt.date
    signer: str
    statement: str


@dataclass(frozen=True)
class ResultView:
    """Scorecards by basis with what they belong to.

    `preliminary`: the answers can still change. The verified scorecard is there once the audit is signed; before
    that only consultants get it as a preview, once there are verdicts. `verdicts` follows the same rule. `day`: since
    when the main result counts, its signature or submission where it has one. `with_figures`: the person may also see
    answers and figures, which the office may only where the firm agreed.
    """

    key: str
    state: AssessmentState
    firm: Firm
    round: Round
    questionnaire: Questionnaire
    answers: FirmAnswers
    scorecards: Mapping[Basis, Scorecard]
    verdicts: Mapping[str, VerdictEntry]
    audit: AuditHead | None
    preliminary: bool
    day: dt.date | None
    with_figures: bool

    @property
    def main(self) -> Scorecard:
        """The verified result where there is one, else the declared."""
        return self.scorecards.get(Basis.VERIFIED) or self.scorecards[Basis.DECLARED]


def get_result(services: Services, session: Session, assessment_key: str, *, by: Person) -> ResultView:
    """The results, computed from the sheet that stands."""
    held = view_held(services, session, assessment_key, Action.VIEW_RESULT, by=by)
    return result_of(services, session, held, by=by)


def bases_of(held: Held, *, by: Person) -> list[Basis]:
    """The bases of which the person may see a result, the one that counts last."""
    shown = held.assessment.state in SIGNED or (by.role is Role.CONSULTANT and bool(standing_verdicts(held)))
    return [Basis.DECLARED, Basis.VERIFIED] if shown else [Basis.DECLARED]


def result_of(services: Services, session: Session, held: Held, *, by: Person) -> ResultView:
    """The view of an assessment in hand."""
    state = AssessmentState(held.assessment.state)
    verdicts = standing_verdicts(held)
    bases = bases_of(held, by=by)
    shown = Basis.VERIFIED in bases
    signature = find_audit(session, held.assessment) if state in SIGNED else None
    sent, zone = held.assessment.submitted_at, ZoneInfo(services.settings.timezone)
    preliminary = state in (AssessmentState.DRAFT, AssessmentState.RETURNED)
    submitted = sent.astimezone(zone).date() if sent and not preliminary else None
    return ResultView(
        key=held.assessment.key,
        state=state,
        firm=held.assessment.firm,
        round=held.assessment.round,
        questionnaire=held.questionnaire,
        answers=held.answers,
        scorecards={basis: compute_scorecard(held, basis) for basis in bases},
        verdicts=verdicts if shown else {},
        audit=AuditHead(signature.signed_on, signature.signer.name, signature.statement)
        if signature
        else None,
        preliminary=preliminary,
        day=signature.signed_on if signature else None if Basis.VERIFIED in bases else submitted,
        with_figures=agreed(by, Action.VIEW_ANSWERS, held.assessment.consent),
    )
