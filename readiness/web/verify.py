"""Whether a report is genuine: for everybody, and nothing more than that."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from wtforms import StringField

from readiness.services.prove_result import Confirmation, confirm_report
from readiness.web.access import PUBLIC, access
from readiness.web.database import get_session
from readiness.web.forms import Form, line
from readiness.web.i18n import lazy_gettext
from readiness.web.throttle import get_throttle

TRIES = 5
NUMBER_LENGTH, DIGEST_LENGTH = 40, 160
blueprint = Blueprint("verify", __name__)


class VerifyForm(Form):
    """What stands on the cover of a report; sent in the address, as the picture on the report does."""

    class Meta(Form.Meta):
        """Asking changes nothing, so that no token is needed."""

        csrf = False

    number: StringField = line(
        lazy_gettext("Receipt number"), NUMBER_LENGTH, autocomplete="off", spellcheck="false"
    )
    digest: StringField = line(
        lazy_gettext("Digest (SHA-256)"), DIGEST_LENGTH,
        description=lazy_gettext("The first 16 digits are enough."), autocomplete="off", spellcheck="false",
    )  # fmt: skip


@blueprint.get("/verify")
@access(PUBLIC)
def verify() -> tuple[str, int, dict[str, str]]:
    """The form; with number and digest, whether a report with both was issued. Whoever asks too often waits."""
    form, found = VerifyForm(request.args), None
    if request.args:
        get_throttle().count("verify", TRIES, network=True)
        found = _confirm(form)
    page = render_template("public/verify.html", form=form, found=found)
    return page, 422 if form.refused else 200, {"X-Robots-Tag": "noindex"} if request.args else {}


def _confirm(form: VerifyForm) -> Confirmation | None:
    if not form.validate():
        return None
    return form.call(
        lambda: confirm_report(get_session(), number=form.text("number"), digest=form.text("digest"))
    )
