"""Delete one's own account."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from readiness.assessment.permissions import Action
from readiness.services.delete_account import delete_account, view_leaving
from readiness.web.access import access, current_person
from readiness.web.auth import Login, find_login, sign_out
from readiness.web.database import get_services, get_session, now
from readiness.web.i18n import translate
from readiness.web.proof import ProofForm

blueprint = Blueprint("leaving", __name__, url_prefix="/account/delete")


class LeaveForm(ProofForm):
    """Password and code."""


@blueprint.get("")
@access(Action.DELETE_ACCOUNT)
def ask() -> str:
    """What goes, what stays and why."""
    return _render(_form(_login()))


@blueprint.post("")
@access(Action.DELETE_ACCOUNT)
def leave() -> ResponseReturnValue:
    """At once and for good."""
    login = _login()
    form = _form(login)

    def delete() -> bool:
        delete_account(get_services(), get_session(), by=current_person(), at=now())
        return True

    if not form.prove(login) or not form.call(delete):
        return _render(form), 422
    sign_out()
    flash(translate("Your account is deleted."), "done")
    return redirect(url_for("public.landing"))


def _login() -> Login:
    login = find_login()
    if login is None:
        abort(401)
    return login


def _form(login: Login) -> LeaveForm:
    form = LeaveForm()
    form.ask(login)
    return form


def _render(form: LeaveForm) -> str:
    found = view_leaving(get_services(), get_session(), by=current_person())
    return render_template("identity/delete_account.html", form=form, found=found)
