"""The firm's assessments and the task list of one."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from readiness.assessment.permissions import Action
from readiness.assessment.states import Step
from readiness.services.get_outlook import get_outlook
from readiness.services.get_scan import has_scan
from readiness.services.get_task_list import get_task_list
from readiness.services.list_actions import list_waiting
from readiness.services.list_members import list_own_firms
from readiness.services.list_work import list_work
from readiness.services.open_assessment import open_assessment
from readiness.services.withdraw_assessment import withdraw_assessment
from readiness.web.access import access, current_person
from readiness.web.database import get_services, get_session, now
from readiness.web.firm import blueprint
from readiness.web.firm.pages import progress_tag, state_tag
from readiness.web.firm.task_choice import chosen_tasks, pillar_tasks
from readiness.web.i18n import translate


@blueprint.get("/firm/")
@access(Action.LIST_ASSESSMENTS)
def index() -> str:
    """What the firm has, and the rounds it can still enter."""
    by = current_person()
    work = list_work(get_services(), get_session(), by=by, at=now())
    own = list_own_firms(get_services(), get_session(), by=by)
    entered = (line.assessment.firm for line in work.lines)
    firms = list({firm.key: firm for firm in (*own, *entered)}.values())
    return render_template("firm/index.html", work=work, own=own, firms=firms, state_tag=state_tag)


@blueprint.post("/firm/<key:firm_key>/open/<key:round_key>")
@access(Action.OPEN_ASSESSMENT)
def open_new(firm_key: str, round_key: str) -> Response:
    """Enter an open round."""
    opened = open_assessment(
        get_services(), get_session(), firm_key, round_key, by=current_person(), at=now()
    )
    first = "firm.show_scan" if has_scan(get_services(), opened) and not opened.revision else "firm.tasks"
    return redirect(url_for(first, key=opened.key))


@blueprint.get("/assessments/<key:key>")
@access(Action.VIEW_ASSESSMENT)
def tasks(key: str) -> str:
    """What is done and what is left."""
    by = current_person()
    found = get_task_list(get_services(), get_session(), key, by=by)
    chosen = chosen_tasks(found, request.args)
    return render_template(
        "firm/tasks.html",
        tasks=found,
        waiting=list_waiting(get_session(), found.firm, by=by) if Step.SAVE in found.steps else (),
        chosen=chosen,
        pillars=pillar_tasks(found, chosen),
        progress_tag=progress_tag,
        state_tag=state_tag,
    )


@blueprint.get("/assessments/<key:key>/outlook")
@access(Action.VIEW_OUTLOOK)
def outlook(key: str) -> str:
    """The panel alone, which a script puts in place of the one on its page."""
    found = get_outlook(get_services(), get_session(), key, by=current_person())
    return render_template("firm/outlook.html", found=found)


@blueprint.post("/assessments/<key:key>/withdraw")
@access(Action.WITHDRAW_ASSESSMENT)
def withdraw(key: str) -> Response:
    """Leave the round; it can be entered again while it is open."""
    withdraw_assessment(get_services(), get_session(), key, by=current_person(), at=now())
    flash(translate("Withdrawn. While the round is open you can take it up again."), "done")
    return redirect(url_for("firm.index"))
