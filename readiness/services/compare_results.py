"""What changed between two results of one firm: two rounds, or declared and verified in one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, disclosed
from readiness.errors import NotFoundError, StoredAnswersError
from readiness.scoring.change import Change, Side, change
from readiness.scoring.scorecard import Basis
from readiness.services.context import Services
from readiness.services.editing import UNSENT, view_held
from readiness.services.get_result import ResultView, result_of
from readiness.store.assessments import list_assessments
from readiness.store.rows import Assessment, Round


@dataclass(frozen=True)
class Compared:
    """A result on one basis, as one side of a change."""

    view: ResultView
    basis: Basis

    @property
    def side(self) -> Side:
        """What was stated, as of the round's closing day."""
        return Side(self.view.questionnaire, self.view.answers, self.basis, self.view.round.closes_on)

    @property
    def applies(self) -> bool:
        """False while no question applies to the firm."""
        return any(line.effective > 0 for line in self.view.scorecards[self.basis].questions)


@dataclass(frozen=True)
class Comparison:
    """`result` is that of the assessment asked for; `pair` the two results in the order of reading, the older one first
    unless `turned`, None while there is only one. `change` is None where there is no pair or nothing applies.

    `others`: the firm's assessments that it can be set against, oldest first; `other`: the one it is set against, None
    for declared and verified of its own, which `both` says there are. `unreadable`: why its answers cannot be read, and
    there is no pair.
    """

    result: ResultView
    pair: tuple[Compared, Compared] | None
    others: tuple[Assessment, ...]
    other: Assessment | None
    both: bool
    turned: bool
    unreadable: StoredAnswersError | None
    change: Change | None


def compare_results(
    services: Services,
    session: Session,
    assessment_key: str,
    other_key: str = "",
    *,
    by: Person,
    turned: bool = False,
) -> Comparison:
    """With another assessment of the firm; without `other_key` declared with verified, else with the one before.

    NotFoundError where the other one is not the firm's or not the person's to see.
    """
    held = view_held(services, session, assessment_key, Action.VIEW_RESULT, by=by)
    view = result_of(services, session, held, by=by)
    others = _others(session, held.assessment, by=by)
    both = len(view.scorecards) > 1
    other = _chosen(others, other_key) if other_key not in ("", assessment_key) else None
    if other is None and not both:
        other = _nearest(held.assessment, others)
    pair, unreadable = _pair(view, both=both), None
    if other is not None:
        try:
            found = view_held(services, session, other.key, Action.VIEW_RESULT, by=by)
        except StoredAnswersError as error:
            pair, unreadable = None, error
        else:
            pair = _by_age(_counting(view), _counting(result_of(services, session, found, by=by)))
    if pair and turned:
        pair = pair[1], pair[0]
    told = change(pair[0].side, pair[1].side) if pair and all(one.applies for one in pair) else None
    return Comparison(view, pair, tuple(others), other, both, turned, unreadable, told)


def _pair(view: ResultView, *, both: bool) -> tuple[Compared, Compared] | None:
    return (Compared(view, Basis.DECLARED), Compared(view, Basis.VERIFIED)) if both else None


def _counting(view: ResultView) -> Compared:
    return Compared(view, view.main.basis)


def _by_age(one: Compared, other: Compared) -> tuple[Compared, Compared]:
    first, second = sorted((one, other), key=lambda found: _age(found.view.round))
    return first, second


def _age(round_: Round) -> tuple[object, ...]:
    """Rounds by the day they opened; the last day of a practice round does not count."""
    return round_.opens_on, round_.closes_on, round_.id


def _chosen(others: Sequence[Assessment], key: str) -> Assessment:
    found = next((row for row in others if row.key == key), None)
    if found is None:
        raise NotFoundError(f"no assessment {key!r} of this firm to compare with")
    return found


def _nearest(own: Assessment, others: Sequence[Assessment]) -> Assessment | None:
    """The round before, else the next one; rather a real one on the same questionnaire than one for practice."""

    def alike(row: Assessment) -> bool:
        return (row.round.questionnaire.split("/")[0], row.round.practice) == (
            own.round.questionnaire.split("/")[0],
            own.round.practice,
        )

    choice = [row for row in others if alike(row)] or others
    earlier = [row for row in choice if _age(row.round) < _age(own.round)]
    return earlier[-1] if earlier else next(iter(choice), None)


def _others(session: Session, own: Assessment, *, by: Person) -> Sequence[Assessment]:
    """Oldest first; for the office only what was submitted."""
    found = list_assessments(session, person=by, firm=own.firm)
    others = [
        row
        for row in found
        if row.id != own.id
        and row.state != "withdrawn"
        and disclosed(
            by, Action.VIEW_RESULT, submitted=row.submitted_at is not None and row.state not in UNSENT
        )
    ]
    return sorted(others, key=lambda row: _age(row.round))
