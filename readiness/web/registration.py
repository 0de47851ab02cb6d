"""Ways in: register a firm, confirm a mail address, set a new password."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import TooManyRequests

from readiness.services.confirm_mail import LinkState, confirm_mail, state_of_link
from readiness.services.passwords import hash_password
from readiness.services.register_firm import register_firm
from readiness.services.resend_confirmation import resend_confirmation
from readiness.services.reset_password import can_reset, request_reset, reset_password
from readiness.web.access import PUBLIC, access
from readiness.web.database import get_services, get_session, now
from readiness.web.forms import Form
from readiness.web.i18n import language
from readiness.web.i18n import translate as _
from readiness.web.identity_forms import (
    ForgottenForm,
    NewPassword,
    RegisterForm,
    ResendForm,
    city_choices,
)
from readiness.web.throttle import CROWD, get_throttle

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
            return render_template("identity/mail_sent.html", email=email, resend=True)
    except TooManyRequests as error:
        return wait("identity/register.html", form, error)
    return render_template("identity/register.html", form=form), 422


def _register(form: RegisterForm) -> None:
    """Hashing takes its time, so only passwords that the form takes are hashed; others are refused anyway."""
    password = "" if form.judged else hash_password(form.secret("password"))
    fields = ("credit_code", "name", "name_en", "city", "email", "person_name")
    values = {name: form.text(name) for name in fields}
    register_firm(get_services(), get_session(), **values, password=password, language=language(), at=now())


def wait(page: str, form: Form, error: TooManyRequests) -> ResponseReturnValue:
    """The form with what was typed, and when it may be sent again; for ways in that are counted."""
    form.refusals.append(
        _(
            "Too often from here. Wait a quarter of an hour, then send again; what you typed stays on this page."
        )
    )
    return render_template(page, form=form), 429, {"Retry-After": str(error.retry_after)}


@blueprint.route("/confirm", methods=["GET", "POST"])
@access(PUBLIC)
def resend() -> ResponseReturnValue:
    """Have the mail that confirms an address sent once more; the page says the same whoever asks."""
    form = ResendForm()
    if not form.is_submitted():
        return render_template("identity/resend.html", form=form)
    email = form.text("email").lower()
    try:
        get_throttle().count("register", CROWD, network=True)
        if form.validate():
            get_throttle().count(f"register {email}")
            form.call(lambda: resend_confirmation(get_services(), get_session(), email, at=now()))
        if not form.refused:
            return render_template("identity/mail_sent.html", email=email, resend=True)
    except TooManyRequests as error:
        return wait("identity/resend.html", form, error)
    return render_template("identity/resend.html", form=form), 422


@blueprint.route("/confirm/<ticket:token>", methods=["GET", "POST"])
@access(PUBLIC)
def confirm(token: str) -> ResponseReturnValue:
    """Ask with a button, so that programs that open links in mails confirm nothing."""
    state = state_of_link(get_session(), token, at=now())
    if state is LinkState.DONE:
        return render_template("identity/confirmed.html"), 410
    if state is LinkState.OLD:
        return render_template("identity/resend.html", form=ResendForm(formdata=None), old=True), 404
    if request.method == "GET":
        return render_template("identity/confirm.html")
    if confirm_mail(get_services(), get_session(), token, at=now()) is None:
        return render_template("identity/firm_taken.html")
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
