"""Giving assessments to consultants."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from readiness.assessment.permissions import Action
from readiness.services.assign_consultant import assign_consultant
from readiness.services.list_assignments import list_assignments
from readiness.web.access import access, current_person
from readiness.web.database import get_services, get_session, now
from readiness.web.i18n import translate
from readiness.web.office import blueprint
from readiness.web.office.forms import AssignForm
from readiness.web.office.paging import page_from
from readiness.web.office.words import STAGES, say


@blueprint.route("/rounds/<key:round_key>/assign", methods=["GET", "POST"])
@access(Action.ASSIGN_CONSULTANT)
def assign(round_key: str) -> str | Response | tuple[str, int]:
    """A page of assessments with who verifies them; ticked ones go to the chosen consultant."""
    waiting = request.args.get("waiting") == "yes"
    page = list_assignments(
        get_services(), get_session(), round_key, by=current_person(), waiting=waiting, after=page_from()
    )
    form = AssignForm()
    form.offer(page.consultants, page.lines)
    if form.validate_on_submit() and form.call(lambda: _assign(form)):
        flash(translate("%(count)s firms are assigned.", count=len(form.assessments.data or ())), "done")
        return redirect(request.full_path.rstrip("?"))
    template = render_template(
        "office/assign.html",
        round=page.round,
        page=page,
        form=form,
        after=page_from(),
        waiting=waiting,
        say=say,
        stages=STAGES,
    )
    return template, 422 if form.refused else 200


def _assign(form: AssignForm) -> bool:
    for key in form.assessments.data or ():
        assign_consultant(
            get_services(), get_session(), key, form.consultant.data, by=current_person(), at=now()
        )
    return True
