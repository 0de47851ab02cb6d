"""What changed between two results of one firm: two rounds, or declared and verified in one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, disclosed
from readiness.errors import NotFoundError
from readiness.scoring.change import Change, Side, change
from readiness.scoring.scorecard import Basis
from readiness.services.context import Services
from readiness.services.editing import UNSENT, view_held
from readiness.services.get_result import ResultView, result_of
from readiness.store.assessments import list_assessments
from readiness.store.rows import Assessment


@dataclass(frozen=True)
class Comparison:
    """`other` is the earlier result, None where both are of this assessment; `change` is None while there is nothing to
    compare. `others`: the firm's assessments that it can be set against; `both`: declared and verified can be."""

    result: ResultView
    other: ResultView | None
    others: tuple[Assessment, ...]
    both: bool
    change: Change | None


def compare_results(
    services: Services, session: Session, assessment_key: str, other_key: str = "", *, by: Person
) -> Comparison:
    """With another assessment of the firm; without `other_key` declared with verified, else with the one before.

    NotFoundError where the other one is not the firm's or not the person's to see.
    """
    held = view_held(services, session, assessment_key, Action.VIEW_RESULT, by=by)
    view = result_of(services, session, held, by=by)
    others = _others(session, held.assessment, by=by)
    both = len(view.scorecards) > 1
    if not other_key and not both and others:
        earlier = [row for row in others if row.id < held.assessment.id]
        other_key = (earlier or others)[-1].key
    other = None
    if other_key:
        before = view_held(services, session, other_key, Action.VIEW_RESULT, by=by)
        if before.assessment.firm_id != held.assessment.firm_id:
            raise NotFoundError(f"no assessment {other_key!r} of this firm")
        other = result_of(services, session, before, by=by)
    return Comparison(view, other, tuple(others), both, _change(view, other, both=both))


def side_of(view: ResultView, basis: Basis | None = None) -> Side:
    """A result as one side of a change, without a basis the one that counts."""
    return Side(view.questionnaire, view.answers, basis or view.main.basis, view.round.closes_on)


def applies(side: Side, view: ResultView) -> bool:
    """False while no question applies to the firm."""
    return any(line.effective > 0 for line in view.scorecards[side.basis].questions)


def _change(view: ResultView, other: ResultView | None, *, both: bool) -> Change | None:
    if other is not None:
        pairs = [(side_of(other), other), (side_of(view), view)]
    elif both:
        pairs = [(side_of(view, basis), view) for basis in Basis]
    else:
        return None
    if not all(applies(*pair) for pair in pairs):
        return None
    return change(pairs[0][0], pairs[1][0])


def _others(session: Session, own: Assessment, *, by: Person) -> Sequence[Assessment]:
    """Oldest first; for the office only what was submitted."""
    found = list_assessments(session, person=by, firm=own.firm)
    return [
        row
        for row in found
        if row.id != own.id
        and row.state != "withdrawn"
        and disclosed(
            by, Action.VIEW_RESULT, submitted=row.submitted_at is not None and row.state not in UNSENT
        )
    ]
