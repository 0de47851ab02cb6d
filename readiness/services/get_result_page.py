"""All that the page of one result shows: the result, how sure it is, its peers, what waits, the round before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, disclosed
from readiness.errors import ConfigurationError, NotFoundError, StoredAnswersError
from readiness.questionnaire.answers import FirmAnswers
from readiness.scoring.outlook import Outlook
from readiness.scoring.peer_view import Peers
from readiness.scoring.scorecard import Basis, Scorecard, Standing
from readiness.scoring.sureness import Sureness, sureness
from readiness.scoring.waiting import Waiting, waiting
from readiness.services.context import Services
from readiness.services.editing import UNSENT, Held, read_held, view_held
from readiness.services.get_peers import peers_of
from readiness.services.get_result import ResultView, result_of
from readiness.services.score_assessment import compute_outlook
from readiness.store.assessments import find_earlier


@dataclass(frozen=True)
class EarlierResult:
    """The result that counts of the firm's round before, by the same questionnaire of whatever version."""

    key: str
    round_name: str
    card: Scorecard
    pillars: Mapping[str, float]


@dataclass(frozen=True)
class ResultPageView:
    """`sureness`: None for a draft, whose open questions make more difference than errors do; `outlook`: only for the
    firm's people while they answer; `earlier`: None in a first round."""

    view: ResultView
    peers: Peers
    sureness: Sureness | None
    outlook: Outlook | None
    waiting: Waiting | None
    earlier: EarlierResult | None


def get_result_page(
    services: Services, session: Session, assessment_key: str, *, by: Person
) -> ResultPageView:
    """For those who may see the result."""
    held = view_held(services, session, assessment_key, Action.VIEW_RESULT, by=by)
    view = result_of(services, session, held, by=by)
    return ResultPageView(
        view=view,
        peers=peers_of(session, view),
        sureness=sureness_of(view),
        outlook=compute_outlook(held, by=by),
        waiting=waiting(view.questionnaire, stated(view), view.main, on=view.round.closes_on),
        earlier=_earlier(services, session, held, by=by),
    )


def stated(view: ResultView) -> FirmAnswers:
    """What the result that counts was scored from."""
    return view.answers if view.main.basis is Basis.VERIFIED else replace(view.answers, verification=None)


def sureness_of(view: ResultView) -> Sureness | None:
    """How sure the index of the result that counts is; None for a draft."""
    if view.main.standing is Standing.DRAFT:
        return None
    return sureness(view.questionnaire, stated(view), basis=view.main.basis, on=view.round.closes_on)


def _earlier(services: Services, session: Session, held: Held, *, by: Person) -> EarlierResult | None:
    """None also where it was not submitted, cannot be read any more, or is not the person's to see."""
    row = find_earlier(session, held.assessment, person=by)
    if row is None:
        return None
    submitted = row.submitted_at is not None and row.state not in UNSENT
    if not submitted or not disclosed(by, Action.VIEW_RESULT, submitted=submitted):
        return None
    try:
        before = read_held(services, row)
    except (StoredAnswersError, NotFoundError, ConfigurationError):
        return None
    if before.questionnaire.code != held.questionnaire.code:
        return None
    card = result_of(services, session, before, by=by).main
    return EarlierResult(
        key=row.key,
        round_name=row.round.name,
        card=card,
        pillars={line.code: line.score for line in card.pillars},
    )
