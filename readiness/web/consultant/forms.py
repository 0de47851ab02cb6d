"""The forms that end a verification: signing and giving back."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from wtforms import BooleanField, DateField, TextAreaField

from readiness.services.return_assessment import REASON_LENGTH
from readiness.services.sign_audit import STATEMENT_LENGTH
from readiness.web.database import get_services, now
from readiness.web.forms import Form, Longest, Needed
from readiness.web.i18n import lazy_gettext, mark

INDEPENDENCE = mark(
    "I have not advised this firm in the time the method names and have no stake in its result."
)


class SignForm(Form):
    """The consultant's statement under a verification."""

    independence = BooleanField(lazy_gettext(INDEPENDENCE))
    signed_on = DateField(lazy_gettext("Day of the signature"), [Needed()])
    statement = TextAreaField(lazy_gettext("Remarks on the verification"), [Longest(STATEMENT_LENGTH)])


class ReturnForm(Form):
    """Why the firm gets its assessment back."""

    reason = TextAreaField(lazy_gettext("What the firm should put right"), [Needed(), Longest(REASON_LENGTH)])


def sign_form() -> SignForm:
    """The form dated today in the service's time zone."""
    today = now().astimezone(ZoneInfo(get_services().settings.timezone)).date()
    return SignForm(data={"signed_on": today})
