"""The plan page: choose a level or a budget, read the best plan, its alternatives and the priority list."""

from __future__ import annotations

import math
from typing import Any

from flask import render_template, request
from wtforms import BooleanField, RadioField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget

from readiness.assessment.permissions import Action, may
from readiness.document.plans import plan_part, unanswered_note
from readiness.document.priorities import priority_notes, priority_rows
from readiness.document.words import Reader
from readiness.errors import InputError
from readiness.scoring.plan import Goal
from readiness.services.make_plan import PlanView, make_plan
from readiness.web.access import access, current_person
from readiness.web.database import get_services, get_session
from readiness.web.firm import blueprint
from readiness.web.forms import Form
from readiness.web.i18n import language, lazy_gettext, translate

Answered = str | tuple[str, int]
BUDGET = "budget"
GOAL = ("aim", "budget", "months", "without_audit")
"""What the address says of a goal."""
PAGE = "/assessments/<key:key>/plan"


class PlanForm(Form):
    """A goal, typed into the address: nothing is kept, so a plan can be bookmarked and sent on."""

    class Meta(Form.Meta):
        """Asking changes nothing and needs no token."""

        csrf = False

    aim = RadioField(lazy_gettext("Plan for"), validate_choice=False)
    budget = StringField(lazy_gettext("Budget"))
    months = StringField(lazy_gettext("Months at most"))
    without_audit = BooleanField(lazy_gettext("Plan without an audit on site"))
    goals = SelectMultipleField(
        lazy_gettext("Goals that matter most"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=False,
    )

    def goal(self) -> Goal:
        """The goal as typed; InputError for what is no number."""
        months = _number(self.months.data, "months", "plan_months", least=1, most=600)
        audit = not self.without_audit.data
        if self.aim.data == BUDGET:
            budget = _number(self.budget.data, "budget", "plan_budget")
            if budget is None:
                raise InputError("budget", "plan_budget")
            return Goal(budget=budget, months=_whole(months), audit=audit)
        level = _number(self.aim.data, "aim", "plan_without_goal")
        return Goal(level=_whole(level), months=_whole(months), audit=audit)

    def place(self, error: InputError) -> str:
        """A level is chosen as what to plan for."""
        return "aim" if error.field == "level" else error.field


def _number(text: str | None, field: str, code: str, **values: object) -> float | None:
    """A typed number, None where nothing was typed; thousands commas are read."""
    typed = (text or "").replace(",", "").replace("，", "").strip()
    if not typed:
        return None
    try:
        found = float(typed)
    except ValueError:
        raise InputError(field, code, **values) from None
    if not math.isfinite(found):
        raise InputError(field, code, **values)
    return found


def _whole(number: float | None) -> int | None:
    """The number as a whole one; what is between two is no level and no month."""
    if number is None:
        return None
    return int(number) if number == int(number) else -1


@blueprint.get(PAGE)
@access(Action.MAKE_PLAN)
def plan(key: str) -> Answered:
    """The plan for the goal in the address; without one the form and the priority list."""
    services, session, by = get_services(), get_session(), current_person()
    form = PlanForm(formdata=request.args if "aim" in request.args or "goals" in request.args else None)
    goals = form.goals.data or []
    view = form.call(
        lambda: make_plan(
            services, session, key, form.goal() if "aim" in request.args else None, goals, by=by
        )
    )
    if view is None:
        return _render(form, make_plan(services, session, key, by=by)), 422
    return _render(form, view)


def _render(form: PlanForm, view: PlanView) -> str:
    result = view.result
    asked = result.questionnaire
    reader = Reader(asked, language(), translate)
    _fill(form, view, reader)
    return render_template(
        "firm/plan.html",
        view=result,
        form=form,
        possible=view.possible,
        goal=_taken(view),
        note=unanswered_note(reader, result.main.coverage),
        part=plan_part(reader, view.plans, result.answers) if view.plans else None,
        priorities=priority_rows(reader, view.priorities),
        notes=_notes(reader, view),
        last=asked.guidance.plan.phases[-1] if asked.guidance and asked.guidance.plan else 0,
    )


def _taken(view: PlanView) -> dict[str, str] | None:
    """The goal as the address says it, for whoever may take a plan over; None for others."""
    if not may(current_person(), Action.TAKE_OVER_PLAN, firm_id=view.result.firm.id):
        return None
    return {name: request.args[name] for name in GOAL if request.args.get(name)}


def _notes(reader: Reader, view: PlanView) -> tuple[str, ...]:
    """What the order of the priority list rests on."""
    guidance = view.result.questionnaire.guidance
    if not view.possible or guidance is None or guidance.plan is None:
        return ()
    return priority_notes(reader, guidance.plan.priority, view.wishes, view.priorities)


def _fill(form: PlanForm, view: PlanView, reader: Reader) -> None:
    """The choices of this firm: the levels above its own, a budget, the questionnaire's goals."""
    levels: list[tuple[Any, str]] = [
        (
            str(level),
            translate(
                "Level %(level)s (%(name)s) at least cost", level=level, name=reader.text("levels", level)
            ),
        )
        for level in view.levels
    ]
    form.aim.choices = [*levels, (BUDGET, translate("The most index for a budget"))]
    if form.aim.data is None:
        form.aim.data = form.aim.choices[0][0]
    guidance = view.result.questionnaire.guidance
    form.goals.choices = [(goal, reader.name("goals", goal)) for goal in (guidance.goals if guidance else ())]
