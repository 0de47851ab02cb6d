"""Set up the second factor: an app on the phone, and codes on paper for a lost phone."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from readiness.errors import InputError
from readiness.services.passwords import verify_password
from readiness.services.sign_in import (
    TWO_FACTORS,
    drop_second_factor,
    has_second_factor,
    renew_recovery_codes,
    set_second_factor,
    use_counter,
)
from readiness.web.access import SIGNED_IN, access, current_person
from readiness.web.auth import Login, find_login, needs_second_factor
from readiness.web.database import get_services, get_session, now
from readiness.web.i18n import translate as _
from readiness.web.identity_forms import PasswordForm, SetUpForm
from readiness.web.throttle import get_throttle
from readiness.web.totp import get_totp, new_recovery_codes
from readiness.web.webauthn import find_party

SECRET = "new_second_factor"  # noqa: S105 - a name

blueprint = Blueprint("two_factor", __name__, url_prefix="/account/second-factor")


@blueprint.route("/set-up", methods=["GET", "POST"])
@access(SIGNED_IN)
def set_up() -> ResponseReturnValue:
    """Show the secret as QR code and text; keep it once the app's code proves that it arrived."""
    person, login = current_person(), find_login()
    if login is None or login.row.tf_totp_secret:
        return redirect(url_for("two_factor.change"))
    if SECRET not in session:
        session[SECRET] = get_totp().generate_totp_secret()
    form = SetUpForm()
    if form.validate_on_submit():
        counter = get_totp().match(form.text("code"), session[SECRET])
        if counter is not None:
            shown, hashes = new_recovery_codes()
            secret = session.pop(SECRET)
            use_counter(get_services(), get_session(), login.row, counter, at=now())
            set_second_factor(
                get_services(), get_session(), secret=secret, code_hashes=hashes, by=person, at=now()
            )
            return render_template("identity/recovery_codes.html", codes=shown)
        form.refuse(InputError("code", "code_wrong"))
    totp = get_totp()
    return render_template(
        "identity/second_factor.html",
        form=form,
        picture=totp.picture(session[SECRET], person.email),
        key=totp.key(session[SECRET]),
        must=needs_second_factor(person),
        party=find_party(),
    ), 422 if form.refused else 200


@blueprint.route("", methods=["GET", "POST"])
@access(SIGNED_IN)
def change() -> ResponseReturnValue:
    """With the password: new recovery codes; or, where the role allows it, no second factor any more."""
    person, login = current_person(), find_login()
    if login is None or not has_second_factor(login.row):
        return redirect(url_for("two_factor.set_up"))
    form = PasswordForm()
    if form.validate_on_submit() and is_right(login, form):
        shown, hashes = new_recovery_codes()
        renew_recovery_codes(get_services(), get_session(), code_hashes=hashes, by=person, at=now())
        return render_template("identity/recovery_codes.html", codes=shown)
    status = 422 if form.refused else 200
    page = "identity/second_factor_change.html"
    return render_template(page, form=form, user=login.row, may_drop=_may_drop(login)), status


@blueprint.post("/drop")
@access(SIGNED_IN)
def drop() -> ResponseReturnValue:
    """Remove the second factor after the password."""
    person, login = current_person(), find_login()
    form = PasswordForm()
    if login is not None and form.validate_on_submit() and is_right(login, form):
        drop_second_factor(get_services(), get_session(), by=person, at=now())
        flash(_("The second factor is removed."), "done")
        return redirect(url_for("identity.account"))
    may_drop = login is not None and _may_drop(login)
    page = "identity/second_factor_change.html"
    return render_template(page, form=form, user=login.row if login else None, may_drop=may_drop), 422


def _may_drop(login: Login) -> bool:
    """The app can go where the role needs no second step or a passkey stays."""
    return bool(login.row.tf_totp_secret) and (login.row.role not in TWO_FACTORS or bool(login.row.passkeys))


def is_right(login: Login, form: PasswordForm) -> bool:
    """True for the present password; a wrong one is counted and said beside its field."""
    get_throttle().attempt(login.row.email)
    if verify_password(form.secret("present"), login.row.password):
        get_throttle().right(login.row.email)
        return True
    get_throttle().wrong()
    form.refuse(InputError("present", "password_wrong"))
    return False
