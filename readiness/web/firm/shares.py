"""Links that show the result to somebody without a login."""

from __future__ import annotations

import datetime as dt
from typing import Any

import segno
from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import DateField, RadioField
from wtforms.validators import Optional

from readiness.assessment.permissions import Action
from readiness.errors import InputError
from readiness.services.clean_input import NAME_LENGTH
from readiness.services.editing import local_day
from readiness.services.share_result import ShareState, list_shares, revoke_share, share_result
from readiness.web.access import access, current_person
from readiness.web.database import get_services, get_session, now
from readiness.web.firm import blueprint
from readiness.web.forms import Form, line
from readiness.web.i18n import lazy_gettext, mark, translate

Answered = str | Response | tuple[str, int]
DAYS = (7, 30, 90)
OWN = "own"
STATES = {
    ShareState.OPEN: (mark("Works"), "done"),
    ShareState.EXPIRED: (mark("Expired"), "plain"),
    ShareState.REVOKED: (mark("Revoked"), "warn"),
}


class ShareForm(Form):
    """For whom, and until when."""

    label = line(
        lazy_gettext("For whom"), NAME_LENGTH, autocomplete="off",
        description=lazy_gettext("For your own list, such as the bank's name. Whoever has the link does not see it."),
    )  # fmt: skip
    days = RadioField(lazy_gettext("How long it works"), validate_choice=False)
    until = DateField(
        lazy_gettext("Last day, if you choose your own"), [Optional()],
        description=lazy_gettext("A year from today at most."),
    )  # fmt: skip

    def last_day(self) -> dt.date | None:
        """The chosen one; None, with a word beside the field, where the own day is missing."""
        if self.text("days") == OWN:
            if self.until.data is None and not self.until.errors:
                self.refuse(InputError("until", "required"))
            found: dt.date | None = self.until.data
            return found
        chosen = next((days for days in DAYS if str(days) == self.text("days")), DAYS[0])
        return local_day(get_services(), now()) + dt.timedelta(days=chosen)


@blueprint.get("/assessments/<key:key>/shares")
@access(Action.SHARE_RESULT)
def shares(key: str) -> str:
    """All links, and the form that makes one."""
    return _render(key, _form())


@blueprint.post("/assessments/<key:key>/shares")
@access(Action.SHARE_RESULT)
def share(key: str) -> Answered:
    """Make a link; its address is shown this once."""
    form = _form()
    form.validate()
    until = form.last_day()
    sending: dict[str, Any] = {"label": form.text("label"), "by": current_person(), "at": now()}
    address = None
    if until is not None and not form.refused:
        address = form.call(lambda: share_result(get_services(), get_session(), key, until=until, **sending))
    if address is None:
        return _render(key, form), 422
    return _render(key, _form(fresh=True), address)


@blueprint.post("/assessments/<key:key>/shares/<key:share>/revoke")
@access(Action.SHARE_RESULT)
def revoke(key: str, share: str) -> Response:
    """The link shows nothing from now on."""
    revoke_share(get_services(), get_session(), key, share, by=current_person(), at=now())
    flash(translate("The link is revoked. Whoever opens it sees nothing any more."), "done")
    return redirect(url_for("firm.shares", key=key))


def _form(*, fresh: bool = False) -> ShareForm:
    held = {"days": str(DAYS[1])}
    form = ShareForm(None, data=held) if fresh else ShareForm(data=held)
    form.days.choices = [(str(days), translate("%(days)s days", days=days)) for days in DAYS]
    form.days.choices.append((OWN, translate("until a day of your own")))
    return form


def _render(key: str, form: ShareForm, address: str = "") -> str:
    found = list_shares(get_services(), get_session(), key, by=current_person(), at=now())
    picture = (
        segno.make(address, error="m").svg_data_uri(scale=5, border=4, dark="#111", light="#fff")
        if address
        else ""
    )
    states = {state: (translate(words), tone) for state, (words, tone) in STATES.items()}
    return render_template(
        "firm/shares.html", found=found, form=form, address=address, picture=picture, states=states
    )
