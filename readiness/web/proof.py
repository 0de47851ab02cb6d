"""The password once more, and the second factor where there is one, before a step that nobody can take back."""

from __future__ import annotations

from wtforms import StringField

from readiness.errors import InputError
from readiness.services.passwords import verify_password
from readiness.web.auth import Login
from readiness.web.forms import Form, Longest, Needed
from readiness.web.i18n import lazy_gettext as _
from readiness.web.identity import use_code
from readiness.web.identity_forms import known_password
from readiness.web.throttle import get_throttle

CODE_LENGTH = 40


class ProofForm(Form):
    """Fields of every such form; `prove` says whether they are right."""

    present = known_password(_("Present password"))
    code = StringField(
        _("Sign-in code"), [Needed(), Longest(CODE_LENGTH)],
        description=_("Six digits from the app on your phone, or one of your recovery codes."),
        render_kw={"autocomplete": "one-time-code", "spellcheck": "false"},
    )  # fmt: skip

    def ask(self, login: Login) -> None:
        """Leave the code out for a login that has no second factor."""
        if not _has_second_factor(login):
            del self.code

    def prove(self, login: Login) -> bool:
        """True if password and code are right; else what is wrong stands beside its field. Tries are limited."""
        if not self.validate():
            return False
        account = login.row.email
        get_throttle().attempt(account)
        if not verify_password(self.secret("present"), login.row.password):
            get_throttle().wrong()
            self.refuse(InputError("present", "password_wrong"))
            return False
        if (
            login.row.tf_totp_secret
            and self.call(lambda: use_code(login.row, self.text("code")) or 0) is None
        ):
            get_throttle().wrong()
            return False
        get_throttle().right(account)
        return True


def _has_second_factor(login: Login) -> bool:
    """Whoever has passkeys only proves it by a recovery code."""
    return bool(login.row.tf_totp_secret or login.row.passkeys)
