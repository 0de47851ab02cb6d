"""Development only: the mails that would have gone out, and the codes of demo accounts."""

from __future__ import annotations

from flask import Blueprint, render_template

from readiness.mail.read import read_letters
from readiness.services.seed_demo import demo_logins
from readiness.web.access import PUBLIC, access
from readiness.web.database import get_services
from readiness.web.totp import get_totp

blueprint = Blueprint("dev", __name__, url_prefix="/dev")


@blueprint.get("/mail")
@access(PUBLIC)
def mail() -> str:
    """Mails, newest first, and the demo logins with their codes of this moment."""
    totp = get_totp()
    logins = [
        (login, totp.current(login.totp_secret) if login.totp_secret else "") for login in demo_logins()
    ]
    return render_template("dev/mail.html", letters=read_letters(get_services().settings), logins=logins)
