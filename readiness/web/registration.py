"""Ways in: register a firm, accept an invitation, confirm a mail address, set a new password."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import TooManyRequests

from readiness.assessment.permissions import Action
from readiness.errors import InputError
from readiness.services.accept_invitation import accept_invitation, accept_invitation_as_new, view_invitation
from readiness.services.confirm_mail import can_confirm, confirm_mail
from readiness.services.passwords import hash_password
from readiness.services.register_firm import register_firm
from readiness.services.reset_password import can_reset, request_reset, reset_password
from readiness.web.access import PUBLIC, access, current_person
from readiness.web.auth import find_person
from readiness.web.database import get_services, get_session, now
from readiness.web.forms import Form
from readiness.web.i18n import language
from readiness.web.i18n import translate as _
from readiness.web.identity_forms import (
    ForgottenForm,
    InvitationForm,
    JoinForm,
    NewPassword,
    RegisterForm,
    city_choices,
)
from readiness.web.throttle import CROWD, PER_ADDRESS, get_throttle

blueprint = Blueprint("registration", __name__)


@blueprint.route("/register", methods=["GET", "POST"])
@access(PUBLIC)
def register() -> ResponseReturnValue:
    """Register a firm; the page says the same whether firm and mail address are known or not."""
    form = RegisterForm()
    form.city.choices = city_choices("–")
    if not form.is_submitted():
        return render_template("identity/register.html", form=form)
    email = form.text("email").lower()
    try:
        get_throttle().count("register", CROWD, network=True)
        form.check(lambda: _register(form))
        if not form.refused:
            get_throttle().count(f"register {email}")
            return render_template("identity/mail_sent.html", email=email)
    except TooManyRequests as error:
        return _wait("identity/register.html", form, error)
    return render_template("identity/register.html", form=form), 422


def _register(form: RegisterForm) -> None:
    """Hashing takes its time, so only passwords that the form takes are hashed; others are refused anyway."""
    password = "" if form.judged else hash_password(form.secret("password"))
    fields = ("credit_code", "name", "name_en", "city", "email", "person_name")
    values = {name: form.text(name) for name in fields}
    register_firm(get_services(), get_session(), **values, password=password, language=language(), at=now())


def _wait(page: str, form: Form, error: TooManyRequests) -> ResponseReturnValue:
    """The form with what was typed, and when it may be sent again."""
    form.refusals.append(
        _(
            "Too often from here. Wait a quarter of an hour, then send again; what you typed stays on this page."
        )
    )
    return render_template(page, form=form), 429, {"Retry-After": str(error.retry_after)}


@blueprint.route("/invitation", methods=["GET", "POST"])
@access(PUBLIC)
def invitation_code() -> ResponseReturnValue:
    """Type an invitation code."""
    form = InvitationForm()
    if form.validate_on_submit():
        try:
            get_throttle().count("invitation", PER_ADDRESS, network=True, look=True)
        except TooManyRequests as error:
            return _wait("identity/invitation_code.html", form, error)
        found = view_invitation(get_session(), form.text("code"), at=now())
        if found is not None:
            code = form.text("code").replace(" ", "-")
            return redirect(url_for("registration.invitation", code=code))
        get_throttle().count("invitation", PER_ADDRESS, network=True)
        form.refuse(InputError("code", "invitation_invalid"))
    return render_template("identity/invitation_code.html", form=form), 422 if form.refused else 200


@blueprint.route("/invitation/<ticket:code>", methods=["GET", "POST"])
@access(PUBLIC)
def invitation(code: str) -> ResponseReturnValue:
    """Make a login for the firm that invites; people with a login join by one button."""
    found = view_invitation(get_session(), code, at=now())
    if found is None:
        return _old_link(url_for("registration.invitation_code"), _("Type the code again"))
    form = JoinForm(email=found.email)
    if form.is_submitted():
        form.check(lambda: _join_as_new(form, code))
        if not form.refused:
            flash(_("You can sign in now. If you had a login before, look into your mail first."), "done")
            return redirect(url_for("identity.login"))
    page = render_template(
        "identity/invitation.html", form=form, invitation=found, code=code, signed_in=find_person()
    )
    return page, 422 if form.refused else 200


def _join_as_new(form: JoinForm, code: str) -> None:
    password = "" if form.judged else hash_password(form.secret("password"))
    values = {name: form.text(name) for name in ("email", "person_name")}
    accept_invitation_as_new(
        get_services(), get_session(), code, **values, password=password, language=language(), at=now()
    )


@blueprint.post("/invitation/<ticket:code>/join")
@access(Action.USE_ACCOUNT)
def join(code: str) -> ResponseReturnValue:
    """Join the firm with the login one has."""
    accept_invitation(get_services(), get_session(), code, by=current_person(), at=now())
    flash(_("You are a member of the firm now."), "done")
    return redirect(url_for("identity.account"))


@blueprint.route("/confirm/<ticket:token>", methods=["GET", "POST"])
@access(PUBLIC)
def confirm(token: str) -> ResponseReturnValue:
    """Ask with a button, so that programs that open links in mails confirm nothing."""
    if request.method == "GET":
        if not can_confirm(get_session(), token, at=now()):
            return _old_link(url_for("registration.register"), _("Register again"))
        return render_template("identity/confirm.html")
    confirm_mail(get_services(), get_session(), token, at=now())
    flash(_("Your mail address is confirmed. Please sign in."), "done")
    return redirect(url_for("identity.login"))


@blueprint.route("/reset", methods=["GET", "POST"])
@access(PUBLIC)
def forgotten() -> ResponseReturnValue:
    """Send a link for a new password; the page says the same whoever asks."""
    form = ForgottenForm()
    if form.validate_on_submit():
        get_throttle().attempt(f"reset {form.text('email').lower()}")
        form.call(lambda: request_reset(get_services(), get_session(), form.text("email"), at=now()))
        if not form.refused:
            return render_template("identity/mail_sent.html", email=form.text("email"))
    return render_template("identity/forgotten.html", form=form), 422 if form.refused else 200


@blueprint.route("/reset/<ticket:token>", methods=["GET", "POST"])
@access(PUBLIC)
def reset(token: str) -> ResponseReturnValue:
    """Set a new password by the link; all sessions of the person end."""
    if not can_reset(get_session(), token, at=now()):
        return _old_link(url_for("registration.forgotten"), _("Ask for a new link"))
    form = NewPassword()
    if form.validate_on_submit():
        hashed = hash_password(form.secret("password"))
        form.call(lambda: reset_password(get_services(), get_session(), token, password=hashed, at=now()))
        if not form.refused:
            flash(_("The new password is set. Please sign in."), "done")
            return redirect(url_for("identity.login"))
    return render_template("identity/reset.html", form=form), 422 if form.refused else 200


def _old_link(address: str, words: str) -> ResponseReturnValue:
    return render_template("identity/old_link.html", address=address, words=words), 404
