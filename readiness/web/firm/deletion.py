"""Delete the firm's data."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from readiness.assessment.permissions import Action
from readiness.services.clean_input import FIRM_NAME_LENGTH
from readiness.services.delete_firm import delete_firm, view_firm_leaving
from readiness.web.access import access, current_person
from readiness.web.auth import Login, find_login, sign_out
from readiness.web.database import get_services, get_session, now
from readiness.web.firm import blueprint
from readiness.web.forms import line
from readiness.web.i18n import lazy_gettext, translate
from readiness.web.proof import ProofForm


class FirmDeletionForm(ProofForm):
    """The firm's name as a brake, then the proof."""

    name = line(
        lazy_gettext("Name of the firm, as it stands above"),
        FIRM_NAME_LENGTH,
        autocomplete="off",
        spellcheck="false",
    )


@blueprint.get("/firm/<key:key>/delete")
@access(Action.DELETE_FIRM)
def ask_deletion(key: str) -> str:
    """What goes, what stays and why."""
    return _render(key, _form(_login()))


@blueprint.post("/firm/<key:key>/delete")
@access(Action.DELETE_FIRM)
def delete_data(key: str) -> ResponseReturnValue:
    """At once and for good."""
    login = _login()
    form = _form(login)

    def delete() -> bool:
        sending = {"name": form.text("name"), "by": current_person(), "at": now()}
        delete_firm(get_services(), get_session(), key, **sending)  # type: ignore[arg-type]
        return True

    if not form.prove(login) or not form.call(delete):
        return _render(key, form), 422
    sign_out()
    flash(
        translate("The firm's data are deleted. You can still sign in, and delete your account as well."),
        "done",
    )
    return redirect(url_for("identity.login"))


def _login() -> Login:
    login = find_login()
    if login is None:
        abort(401)
    return login


def _form(login: Login) -> FirmDeletionForm:
    form = FirmDeletionForm()
    form.ask(login)
    return form


def _render(key: str, form: FirmDeletionForm) -> str:
    found = view_firm_leaving(get_services(), get_session(), key, by=current_person())
    return render_template("firm/delete_firm.html", form=form, found=found)
