"""Taking a plan over into the firm's actions: first what would become of it, then the button."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from readiness.assessment.permissions import Action
from readiness.document.plans import plan_part, yuan_words
from readiness.document.words import Reader
from readiness.errors import ConflictError
from readiness.questionnaire.answers import Answer, State
from readiness.scoring.plan_items import ItemKind
from readiness.services.firm_actions import pack_answer
from readiness.services.take_over_plan import (
    Fate,
    PlannedItems,
    TakenLine,
    compare_plan,
    read_plan,
    take_over_plan,
)
from readiness.web.access import access, current_person
from readiness.web.database import get_database, get_services, get_session, now
from readiness.web.filters import day
from readiness.web.firm import blueprint
from readiness.web.firm.action_words import (
    difference_words,
    document_words,
    kept_words,
    points_words,
    title_of,
)
from readiness.web.firm.plan import GOAL, PlanForm
from readiness.web.i18n import language, translate
from readiness.web.revisions import whole

PAGE = "/assessments/<key:key>/plan/take-over"


def goal_of_address() -> dict[str, Any]:
    """What the address says of the goal, to be carried on."""
    return {name: request.args[name] for name in GOAL if request.args.get(name)}


@blueprint.get(PAGE)
@access(Action.TAKE_OVER_PLAN)
def show_take_over(key: str) -> ResponseReturnValue:
    """What is new, what is there already, and what would change."""
    planned = _planned(key)
    if planned is None:
        return redirect(url_for("firm.plan", key=key, **goal_of_address()))
    return _render(planned)


@blueprint.post(PAGE)
@access(Action.TAKE_OVER_PLAN)
def take_over(key: str) -> ResponseReturnValue:
    """Take it over as it was shown; a plan that has become another one since is shown again."""
    planned = _planned(key)
    if planned is None:
        flash(translate("There is no such plan any more. Choose again what to plan for."), "warn")
        return redirect(url_for("firm.plan", key=key, **goal_of_address()))
    sending: dict[str, Any] = {"by": current_person(), "at": now()}
    renew, digest = request.form.getlist("renew"), request.form.get("digest", "")
    try:
        taken = take_over_plan(get_services(), get_session(), planned, digest=digest, renew=renew, **sending)
    except ConflictError:
        return _render(planned, changed=True), 409
    flash(
        translate(
            "Taken over: %(new)s new actions, %(changed)s changed.", new=taken.new, changed=taken.changed
        ),
        "done",
    )
    return redirect(url_for("firm.actions", key=planned.view.result.firm.key))


def _planned(key: str) -> PlannedItems | None:
    """The plan that the address asks for, made in a session of its own: it takes seconds, and others may write."""
    form = PlanForm(formdata=request.args)
    choice = whole(request.args.get("choice", "0"))
    with get_database().session() as reading:
        return form.call(
            lambda: read_plan(get_services(), reading, key, form.goal(), choice, by=current_person())
        )


def _render(planned: PlannedItems, *, changed: bool = False) -> str:
    result = planned.view.result
    reader = Reader(result.questionnaire, language(), translate)
    with get_database().session() as reading:
        lines = compare_plan(get_services(), reading, planned, by=current_person(), at=now())
    groups: dict[str, list[dict[str, Any]]] = {fate.value: [] for fate in Fate}
    for line in lines:
        groups[line.fate.value].append(_words(reader, line, planned))
    part = plan_part(reader, planned.view.plans, result.answers) if planned.view.plans else None
    return render_template(
        "firm/take_over.html", view=result, groups=groups, part=part, plan=part.plans[planned.choice] if part else None,
        digest=planned.digest, changed=changed,
        here=url_for("firm.take_over", key=result.key, choice=planned.choice, **goal_of_address()),
        back=url_for("firm.plan", key=result.key, **goal_of_address()),
    )  # fmt: skip


def _words(reader: Reader, line: TakenLine, planned: PlannedItems) -> dict[str, Any]:
    """One line of the page."""
    item, answers = line.item, planned.view.result.answers
    target = pack_answer(Answer(State.ANSWERED, item.value)) if item.kind is ItemKind.STEP else None
    return {
        "title": title_of(reader, item.kind, item.action, item.question),
        "code": item.action or item.question,
        "target": kept_words(reader, item.question, target, answers) or document_words(item.documented),
        "yuan": yuan_words(reader, item.yuan),
        "due": day(line.due_on),
        "points": points_words(item.points),
        "key": line.row.key if line.row else "",
        "reason": line.row.reason if line.row else "",
        "renewed": line.renewed,
        "changes": difference_words(reader, line, answers),
    }
