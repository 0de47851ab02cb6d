"""Why no plan is made for a goal, in the reader's language: for pages and for the command line."""

from __future__ import annotations

from collections.abc import Callable

from readiness.document.words import mark
from readiness.errors import InputError

REFUSALS = {
    "plan_without_goal": mark("Choose a level to reach or enter a budget."),
    "plan_level": mark("A level is a whole number from %(least)s to %(most)s."),
    "plan_budget": mark("A budget is a number of yuan, 0 or more."),
    "plan_months": mark("A horizon is a whole number of months from %(least)s to %(most)s."),
    "plan_goal": mark("There is no goal %(goal)s. Choose among: %(goals)s."),
    "plan_without_process": mark("No question applies to the firm yet. State its processes first."),
    "plan_without_advice": mark("This questionnaire has no advice to plan with."),
}


def refusal(error: InputError, translate: Callable[..., str]) -> str:
    """The sentence for a refused goal; '' where the error is about something else."""
    message = REFUSALS.get(error.code, "")
    if not message:
        return ""
    return translate(message, **error.values) if error.values else translate(message)
