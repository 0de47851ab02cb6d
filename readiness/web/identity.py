"""Sign in and out, one's own account."""

from __future__ import annotations

import datetime as dt
import logging
from typing import cast

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from readiness.errors import InputError
from readiness.services.passwords import hash_password, verify_password
from readiness.services.reset_password import change_password
from readiness.services.sign_in import (
    has_second_factor,
    record_sign_in,
    record_sign_out,
    use_counter,
    use_recovery_code,
)
from readiness.store.people import find_user, find_user_by_uniquifier
from readiness.store.rows import User
from readiness.web import webauthn
from readiness.web.access import PUBLIC, SIGNED_IN, access, current_person
from readiness.web.auth import find_login, find_person, needs_second_factor, sign_in, sign_out
from readiness.web.database import get_database, get_services, get_session, now
from readiness.web.devices import device_lines
from readiness.web.i18n import translate as _
from readiness.web.identity_forms import ChangePasswordForm, CodeForm, LoginForm
from readiness.web.kept import FIELD as KEPT
from readiness.web.kept import Kept, recall, unpack
from readiness.web.navigation import home_of
from readiness.web.sessions import TableSession
from readiness.web.throttle import get_throttle
from readiness.web.totp import get_totp, without_code
from readiness.web.urls import safe_next

PENDING = dt.timedelta(minutes=10)
CLEARED = '"cache"'  # not "storage": answers that are not sent yet wait there for their owner

blueprint = Blueprint("identity", __name__)
log = logging.getLogger(__name__)


@blueprint.route("/login", methods=["GET", "POST"])
@access(PUBLIC)
def login() -> ResponseReturnValue:
    """Address and password; an unknown address and a wrong password look the same and take the same time."""
    person = find_person()
    if person is not None:
        return redirect(safe_next(request.args.get("next"), home_of(person)))
    form, kept = LoginForm(), unpack(request.form.get(KEPT))
    if not form.validate_on_submit():
        return _login(form, kept)
    account = form.text("email").lower()
    get_throttle().attempt(account)
    uniquifier = _check(account, form.secret("password"))
    if uniquifier is None:
        get_throttle().wrong()
        log.info("refused sign-in from %s", request.remote_addr)
        form.refuse(InputError("", "login_wrong"))
        return _login(form, kept)
    get_throttle().right(account)
    user = find_user_by_uniquifier(get_session(), uniquifier)
    if user is None:
        return redirect(url_for("identity.login"))
    if kept is not None:
        session[KEPT] = kept.packed
    if has_second_factor(user):
        session["pending"] = {"user": uniquifier, "until": (now() + PENDING).isoformat()}
        return redirect(url_for("identity.code", next=request.args.get("next")))
    return enter(user)


@blueprint.route("/login/code", methods=["GET", "POST"])
@access(PUBLIC)
def code() -> ResponseReturnValue:
    """The second factor of somebody whose password was right a moment ago."""
    form = CodeForm()
    user = pending_user()
    if user is None:
        return redirect(url_for("identity.login", next=request.args.get("next")))
    if form.validate_on_submit():
        get_throttle().attempt(f"code {user.key}")
        try:
            left = use_code(user, form.text("code"))
        except InputError as error:
            get_throttle().wrong()
            form.refuse(error)
        else:
            get_throttle().right(f"code {user.key}")
            entered = enter(user)
            if left is not None:
                flash(_("One recovery code is used up; %(count)s are left.", count=left), "warn")
            return entered
    party = webauthn.find_party() if user.passkeys else None
    options = webauthn.ask_to_prove(party, webauthn.SECOND, user.passkeys) if party else ""
    page = render_template("identity/code.html", form=form, user=user, party=party, options=options)
    return page, 422 if form.refused else 200


@blueprint.get("/login/kept")
@access(SIGNED_IN)
def kept() -> ResponseReturnValue:
    """What was typed before the session ended, to be looked at and sent again by a button."""
    found = recall()
    if found is None:
        return redirect(home_of(current_person()))
    back = home_of(current_person())
    return render_template("identity/kept.html", kept=found, form=None, back=back, files=False)


@blueprint.post("/logout")
@access(PUBLIC)
def logout() -> ResponseReturnValue:
    """End the session; an old cookie is worth nothing afterwards. `next` is where somebody else may go on."""
    person = find_person()
    if person is not None:
        record_sign_out(get_services(), get_session(), by=person, at=now())
    sign_out()
    response = redirect(safe_next(request.form.get("next"), url_for("public.landing")))
    response.headers["Clear-Site-Data"] = CLEARED
    return response


@blueprint.get("/account")
@access(SIGNED_IN)
def account() -> str:
    """Who one is here, and the ways to change password and second factor."""
    person = current_person()
    login = find_login()
    return render_template(
        "identity/account.html",
        user=login.row if login else None,
        must=needs_second_factor(person),
        party=webauthn.find_party(),
        firms=[seat.firm for seat in login.row.memberships] if login else [],
        devices=device_lines(person),
    )


@blueprint.route("/account/password", methods=["GET", "POST"])
@access(SIGNED_IN)
def password() -> ResponseReturnValue:
    """Change one's password; all other sessions end."""
    person, login = current_person(), find_login()
    form = ChangePasswordForm()
    if form.validate_on_submit() and login is not None:
        get_throttle().attempt(person.email)
        if verify_password(form.secret("present"), login.row.password):
            get_throttle().right(person.email)
            user = change_password(
                get_services(),
                get_session(),
                password=hash_password(form.secret("password")),
                by=person,
                at=now(),
                keep_session=cast(TableSession, session).id_hash,
            )
            sign_in(user)
            flash(_("The password is changed. Other devices have been signed out."), "done")
            return redirect(url_for("identity.account"))
        get_throttle().wrong()
        form.refuse(InputError("present", "password_wrong"))
    return render_template("identity/password.html", form=form), 422 if form.refused else 200


def _login(form: LoginForm, kept: Kept | None) -> ResponseReturnValue:
    """The page to sign in, with the form that waits for it if there is one."""
    status = 422 if form.refused else 200
    if kept is None:
        party = webauthn.find_party()
        options = webauthn.ask_to_prove(party, webauthn.FIRST) if party else ""
        return render_template("identity/login.html", form=form, party=party, options=options), status
    return render_template("identity/kept.html", form=form, kept=kept, back="/", files=False), status


def _check(account: str, password: str) -> str | None:
    """The user's uniquifier if the password is right; looked up beside the request's session, since that would
    hold the writers' lock while the hash is computed."""
    with get_database().session() as reader:
        user = find_user(reader, account)
        stored = user.password if user is not None and user.active else None
        uniquifier = user.fs_uniquifier if user is not None else None
    return uniquifier if verify_password(password, stored) else None


def pending_user() -> User | None:
    """Whose password was right a moment ago, while the second step is awaited."""
    pending = session.get("pending")
    if not pending or dt.datetime.fromisoformat(pending["until"]) < now():
        return None
    user = find_user_by_uniquifier(get_session(), pending["user"])
    return user if user is not None and user.active and has_second_factor(user) else None


def use_code(user: User, typed: str) -> int | None:
    """Accept a code of the app, or a recovery code and say how many are left, each once; InputError otherwise."""
    counter = get_totp().match(typed, user.tf_totp_secret or "")
    if counter is not None:
        use_counter(get_services(), get_session(), user, counter, at=now())
        return None
    remaining = without_code(user.mf_recovery_codes, typed)
    if remaining is None:
        raise InputError("code", "code_wrong")
    use_recovery_code(get_services(), get_session(), user, remaining=remaining, at=now())
    return len(remaining)


def enter(user: User) -> ResponseReturnValue:
    """Begin the session of somebody who has proven all that was asked, and lead on."""
    record_sign_in(get_services(), get_session(), user, at=now())
    waiting = session.get(KEPT)
    sign_in(user)
    if waiting:
        session[KEPT] = waiting
    person = find_person()
    if person is not None and needs_second_factor(person):
        return redirect(url_for("two_factor.set_up"))
    if waiting:
        return redirect(url_for("identity.kept"))
    return redirect(safe_next(request.args.get("next"), home_of(person) if person else "/"))
