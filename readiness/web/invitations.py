"""Coming in by an invitation: a code that is typed or pasted, a link that works, and links that work no more."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import TooManyRequests

from readiness.assessment.permissions import Action
from readiness.assessment.readable import code_in, wrong_in_code
from readiness.errors import InputError
from readiness.services.accept_invitation import accept_invitation, accept_invitation_as_new
from readiness.services.ask_invitation import ask_invitation
from readiness.services.passwords import hash_password
from readiness.services.view_invitation import InvitationState, InvitationView, view_invitation
from readiness.web.access import PUBLIC, access, current_person
from readiness.web.auth import find_person
from readiness.web.database import get_services, get_session, now
from readiness.web.i18n import language
from readiness.web.i18n import translate as _
from readiness.web.identity_forms import InvitationForm, JoinForm
from readiness.web.registration import wait
from readiness.web.throttle import PER_ADDRESS, get_throttle

CODE_PAGE = "identity/invitation_code.html"

blueprint = Blueprint("invitations", __name__, url_prefix="/invitation")


@blueprint.route("", methods=["GET", "POST"])
@access(PUBLIC)
def enter() -> ResponseReturnValue:
    """Type an invitation code, or paste the message it stands in."""
    form = InvitationForm()
    if form.validate_on_submit():
        try:
            get_throttle().count("invitation", PER_ADDRESS, network=True, look=True)
        except TooManyRequests as error:
            return wait(CODE_PAGE, form, error)
        code = code_in(form.text("code"))
        if code and view_invitation(get_session(), code, at=now()) is not None:
            return redirect(url_for("invitations.invitation", code=code))
        get_throttle().count("invitation", PER_ADDRESS, network=True)
        form.refuse(_mistake(form.text("code")))
    return render_template(CODE_PAGE, form=form), 422 if form.refused else 200


@blueprint.route("/<ticket:code>", methods=["GET", "POST"])
@access(PUBLIC)
def invitation(code: str) -> ResponseReturnValue:
    """Make a login for the firm that invites; people with a login join by one button."""
    found = view_invitation(get_session(), code, at=now(), person=find_person())
    if found is None:
        return _unknown(code)
    if found.state is not InvitationState.OPEN:
        return _dead(found, code)
    form = JoinForm()
    if form.is_submitted():
        form.check(lambda: _join_as_new(form, code))
        if not form.refused:
            flash(_("You can sign in now. If you had a login before, look into your mail first."), "done")
            return redirect(url_for("identity.login"))
    return _open(found, code, form), 422 if form.refused else 200


@blueprint.post("/<ticket:code>/join")
@access(Action.USE_ACCOUNT)
def join(code: str) -> ResponseReturnValue:
    """Join the firm with the login one has."""
    accept_invitation(get_services(), get_session(), code, by=current_person(), at=now())
    flash(_("You are a member of the firm now."), "done")
    return redirect(url_for("firm.index"))


@blueprint.post("/<ticket:code>/ask")
@access(PUBLIC)
def ask(code: str) -> ResponseReturnValue:
    """Who can invite hears that the bearer of this code needs another."""
    ask_invitation(get_services(), get_session(), code, by=find_person(), at=now())
    return redirect(url_for("invitations.invitation", code=code))


def _join_as_new(form: JoinForm, code: str) -> None:
    password = "" if form.judged else hash_password(form.secret("password"))
    values = {name: form.text(name) for name in ("email", "person_name")}
    accept_invitation_as_new(
        get_services(), get_session(), code, **values, password=password, language=language(), at=now()
    )


def _open(found: InvitationView, code: str, form: JoinForm) -> str:
    return render_template(
        "identity/invitation.html", form=form, invitation=found, code=code, signed_in=find_person()
    )


def _dead(found: InvitationView, code: str) -> ResponseReturnValue:
    page = render_template(
        "identity/invitation_old.html",
        invitation=found,
        code=code,
        signed_in=find_person(),
        states=InvitationState,
    )
    return page, 410


def _unknown(code: str) -> ResponseReturnValue:
    """The form with what stood in the address, so that a letter can be put right."""
    form = InvitationForm(formdata=None, data={"code": code})
    form.refuse(_mistake(code))
    return render_template(CODE_PAGE, form=form), 404


def _mistake(typed: str) -> InputError:
    """What can be seen of a wrong code without looking it up, else that there is no such code."""
    found = wrong_in_code(typed)
    if found is None:
        return InputError("code", "invitation_unknown")
    return InputError("code", found[0], **found[1])
