"""Passkeys on the account page, and signing in with one."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from readiness.errors import InputError
from readiness.services.passkeys import add_passkey, list_passkeys, name_passkey, remove_passkey, use_passkey
from readiness.store.passkeys import find_passkey
from readiness.store.rows import User
from readiness.web import webauthn
from readiness.web.access import PUBLIC, SIGNED_IN, access, current_person
from readiness.web.auth import find_login
from readiness.web.database import get_services, get_session, now
from readiness.web.i18n import translate as _
from readiness.web.identity import enter, pending_user
from readiness.web.identity_forms import CredentialForm, PasskeyForm, PasswordForm
from readiness.web.throttle import CROWD, get_throttle
from readiness.web.totp import new_recovery_codes
from readiness.web.two_factor import is_right

NAME = "new_passkey"
"""Where the session keeps the name of the passkey that may be added, since the password was right."""

blueprint = Blueprint("passkeys", __name__)


@blueprint.route("/account/passkeys", methods=["GET", "POST"])
@access(SIGNED_IN)
def passkeys() -> ResponseReturnValue:
    """The person's passkeys, and the first step to a new one: its name, and the password."""
    person, login = current_person(), find_login()
    form = PasskeyForm()
    if form.validate_on_submit() and login is not None and is_right(login, form):
        name = form.call(lambda: name_passkey(get_session(), form.text("name"), by=person))
        if name is not None:
            session[NAME] = {"name": name, "until": (now() + webauthn.MEMORY).isoformat()}
            return redirect(url_for("passkeys.new"))
    page = render_template(
        "identity/passkeys.html",
        form=form,
        passkeys=list_passkeys(get_session(), by=person),
        party=webauthn.find_party(),
    )
    return page, 422 if form.refused else 200


@blueprint.route("/account/passkeys/new", methods=["GET", "POST"])
@access(SIGNED_IN)
def new() -> ResponseReturnValue:
    """The second step: the browser asks the device, and its answer is kept."""
    person, login = current_person(), find_login()
    name = _waiting()
    if login is None or not name:
        return redirect(url_for("passkeys.passkeys"))
    form = CredentialForm()
    if form.is_submitted():
        shown, hashes = new_recovery_codes()
        fresh = form.check(lambda: _add(form, name, hashes))
        if fresh is not None:
            session.pop(NAME)
            flash(_("The passkey is added. Use it at the next sign-in."), "done")
            if fresh:
                return render_template("identity/recovery_codes.html", codes=shown)
            return redirect(url_for("passkeys.passkeys"))
    party = webauthn.get_party()
    page = render_template(
        "identity/passkey_new.html",
        form=form,
        name=name,
        party=party,
        options=webauthn.ask_to_create(party, person, login.row),
    )
    return page, 422 if form.refused else 200


@blueprint.route("/account/passkeys/<key:passkey>", methods=["GET", "POST"])
@access(SIGNED_IN)
def remove(passkey: str) -> ResponseReturnValue:
    """Forget a passkey, with the password."""
    person, login = current_person(), find_login()
    row = next((row for row in list_passkeys(get_session(), by=person) if row.key == passkey), None)
    if row is None or login is None:
        return redirect(url_for("passkeys.passkeys"))
    form = PasswordForm()
    if form.validate_on_submit() and is_right(login, form):
        form.call(lambda: remove_passkey(get_services(), get_session(), passkey, by=person, at=now()))
        if not form.refused:
            flash(_("The passkey is removed. Delete it on the device too."), "done")
            return redirect(url_for("passkeys.passkeys"))
    return render_template("identity/passkey.html", form=form, passkey=row), 422 if form.refused else 200


@blueprint.post("/login/passkey")
@access(PUBLIC)
def first() -> ResponseReturnValue:
    """Sign in without a password: the device holds the key and has known its owner."""
    get_throttle().count("passkey", CROWD, network=True)
    return _prove(webauthn.FIRST, None, url_for("identity.login", next=request.args.get("next")))


@blueprint.post("/login/code/passkey")
@access(PUBLIC)
def second() -> ResponseReturnValue:
    """The second step of somebody whose password was right a moment ago, by a passkey."""
    user = pending_user()
    if user is None:
        return redirect(url_for("identity.login", next=request.args.get("next")))
    get_throttle().attempt(f"code {user.key}")
    return _prove(webauthn.SECOND, user, url_for("identity.code", next=request.args.get("next")))


def _waiting() -> str:
    """The name of the passkey to be, '' when the password was not asked for in the last ten minutes."""
    held = session.get(NAME)
    return held["name"] if held and dt.datetime.fromisoformat(held["until"]) > now() else ""


def _add(form: CredentialForm, name: str, hashes: list[str]) -> bool:
    proof = webauthn.check_created(webauthn.get_party(), form.text("credential"))
    return add_passkey(
        get_services(), get_session(), proof,
        name=name, code_hashes=hashes, by=current_person(), at=now(),
    )  # fmt: skip


def _prove(purpose: str, wanted: User | None, back: str) -> ResponseReturnValue:
    """Enter with the passkey's person, or go back and say why not; every refusal of a key looks the same."""
    form = CredentialForm()
    try:
        answer = form.text("credential")
        passkey = find_passkey(get_session(), webauthn.credential_of(answer))
        if passkey is None or not passkey.user.active or wanted not in (None, passkey.user):
            raise InputError("credential", "passkey_wrong")
        uses = webauthn.check_proof(webauthn.get_party(), purpose, passkey, answer)
    except InputError as error:
        get_throttle().wrong()
        form.refuse(error)
        flash(form.refusals[-1], "wrong")
        return redirect(back)
    if wanted is not None:
        get_throttle().right(f"code {wanted.key}")
    use_passkey(get_services(), get_session(), passkey, uses=uses, at=now())
    return enter(passkey.user)
