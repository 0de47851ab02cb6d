"""What the signed-in person was told, marking it as read, and what to be told by which way."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from readiness.assessment.notices import ESSENTIAL, OPTIONAL, Kind, Way, is_on, switch
from readiness.assessment.permissions import Action
from readiness.services.choose_notices import choose_notices, stop_mails
from readiness.services.mail_switch import read_off_ticket
from readiness.services.read_notices import list_own_notices, read_notice, read_notices
from readiness.store.rows import Notice
from readiness.web.access import PUBLIC, access, current_person
from readiness.web.auth import find_login
from readiness.web.database import get_services, get_session, now
from readiness.web.i18n import translate
from readiness.web.notice_words import KINDS, REASONS, WAYS, sentences

blueprint = Blueprint("notices", __name__)


class NoticeLine(NamedTuple):
    """A notice with its words."""

    row: Notice
    words: list[str]


class ChoiceLine(NamedTuple):
    """A kind of notice by name, and for each way the name of its switch, its words, and whether it is on."""

    words: str
    switches: list[tuple[str, str, bool]]


def init_notices(app: Flask) -> None:
    """The ticket in the address stands for the form's token: mail programs send the form by themselves (RFC 8058)."""
    app.extensions["csrf"].exempt(off)


@blueprint.get("/notices")
@access(Action.USE_ACCOUNT)
def index() -> str:
    """The newest notices, unread ones first."""
    rows = list_own_notices(get_session(), by=current_person())
    lines = [NoticeLine(row, words) for row in rows if (words := sentences(row))]
    return render_template("identity/notices.html", lines=lines, now=now())


@blueprint.post("/notices/<key:notice>")
@access(Action.USE_ACCOUNT)
def open_one(notice: str) -> Response:
    """Mark one as read and go to the page it is about, or stay here where that was asked."""
    path = read_notice(get_session(), notice, by=current_person(), at=now())
    return redirect(url_for("notices.index") if "stay" in request.form else path)


@blueprint.post("/notices")
@access(Action.USE_ACCOUNT)
def read() -> Response:
    """Mark as read all that stood on the page when it was opened."""
    read_notices(get_session(), by=current_person(), until=_seen_at(), at=now())
    return redirect(url_for("notices.index"))


@blueprint.get("/account/notices")
@access(Action.USE_ACCOUNT)
def choose() -> str:
    """Each kind of notice with its switches."""
    login = find_login()
    muted = (login.row.muted if login else None) or ()
    lines = [
        ChoiceLine(
            translate(KINDS[kind]),
            [(switch(kind, way), translate(WAYS[way]), is_on(muted, kind, way)) for way in Way],
        )
        for kind in OPTIONAL
    ]
    fixed = [(translate(KINDS[kind]), translate(REASONS[kind])) for kind in Kind if kind in ESSENTIAL]
    return render_template("identity/notice_choice.html", lines=lines, fixed=fixed)


@blueprint.post("/account/notices")
@access(Action.USE_ACCOUNT)
def save() -> Response:
    """Keep the switches that are on; all others are off."""
    choose_notices(get_session(), on=request.form.getlist("on"), by=current_person(), at=now())
    flash(translate("Saved."), "done")
    return redirect(url_for("notices.choose"))


@blueprint.route("/notices/off/<ticket:ticket>", methods=["GET", "POST"])
@access(PUBLIC)
def off(ticket: str) -> ResponseReturnValue:
    """Turn mails of one kind off by the link in such a mail; only the button does it, or the mail program."""
    found = read_off_ticket(get_services(), get_session(), ticket)
    if found is None:
        address, words = url_for("notices.choose"), translate("Choose notices")
        return render_template("identity/old_link.html", address=address, words=words), 404
    user, kind = found
    if request.method == "POST":
        stop_mails(get_session(), user, kind, at=now())
    return render_template(
        "identity/mails_off.html",
        kind=translate(KINDS[kind]),
        email=user.email,
        done=request.method == "POST",
    )


def _seen_at() -> dt.datetime:
    """When the page was opened, as its form says; this moment where it says nothing sensible."""
    try:
        said = dt.datetime.fromisoformat(request.form.get("seen", ""))
    except ValueError:
        return now()
    return min(said, now()) if said.tzinfo else now()
