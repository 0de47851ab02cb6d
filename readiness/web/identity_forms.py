"""Forms of signing in, registering and accounts."""

from __future__ import annotations

from typing import Any

from wtforms import EmailField, Field, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import ValidationError

from readiness.errors import InputError
from readiness.services.clean_input import EMAIL_LENGTH, FIRM_NAME_LENGTH, NAME_LENGTH
from readiness.services.passwords import LONGEST, check_password
from readiness.web.database import get_services
from readiness.web.filters import plain_text
from readiness.web.forms import Form, Longest, Needed, line
from readiness.web.i18n import language
from readiness.web.i18n import lazy_gettext as _
from readiness.web.messages import message_for

LONGEST_CREDENTIAL = 20_000
LONGEST_PASTED = 2000
"""Of a message out of a chat, in which an invitation code stands."""


def email_field(autocomplete: str = "email") -> EmailField:
    """A mail address."""
    checks = [Needed(), Longest(EMAIL_LENGTH)]
    return EmailField(
        _("Mail address"), checks, render_kw={"autocomplete": autocomplete, "spellcheck": "false"}
    )


def city_field(**given: Any) -> SelectField:
    """One of the questionnaire's cities, or none; the form fills the choices in by `city_choices`."""
    return SelectField(_("City"), choices=[], validate_choice=False, **given)


def city_choices(nothing: str, held: str = "") -> list[tuple[str, str]]:
    """Codes and names; `nothing` says what no city means, `held` is a city that the row holds and may be unknown."""
    services = get_services()
    questionnaire = services.catalogue.get(services.settings.questionnaire)
    named = [
        (code, plain_text(questionnaire.texts.get(f"areas.{code}", language())))
        for code in questionnaire.areas
    ]
    odd = [(held, held)] if held and held not in questionnaire.areas else []
    return [("", nothing), *odd, *named]


def known_password(label: Any) -> PasswordField:
    """A password that exists already."""
    return PasswordField(label, [Needed(), Longest(LONGEST)], render_kw={"autocomplete": "current-password"})


def new_password() -> PasswordField:
    """A password to be."""
    hint = _("At least 12 characters; three or four words are easy to remember.")
    render = {"autocomplete": "new-password", "maxlength": LONGEST}
    return PasswordField(_("New password"), [Needed()], description=hint, render_kw=render)


def repeated_password() -> PasswordField:
    """The same once more, because nobody sees what is typed."""
    render = {"autocomplete": "new-password", "maxlength": LONGEST}
    return PasswordField(_("The same password again"), [Needed()], render_kw=render)


class NewPassword(Form):
    """A new password, typed twice; forms with more fields state both again at their end, to keep the order."""

    password = new_password()
    again = repeated_password()

    def about(self) -> tuple[str, ...]:
        """Words that make a password easy to guess."""
        return tuple(str(self[name].data or "") for name in ("email", "person_name", "name") if name in self)

    def validate_password(self, field: Field) -> None:
        """Refuse easy passwords."""
        try:
            check_password(field.data or "", about=self.about())
        except InputError as error:
            raise ValidationError(message_for(error)) from error

    def validate_again(self, field: Field) -> None:
        """Refuse a slip of the finger."""
        if field.data != self.password.data:
            raise ValidationError(message_for(InputError("again", "passwords_differ")))


class LoginForm(Form):
    """Sign in."""

    email = email_field("username")
    password = known_password(_("Password"))


class CodeForm(Form):
    """The second factor."""

    code = StringField(
        _("Sign-in code"),
        [Needed(), Longest(40)],
        description=_("Six digits from the app on your phone, or one of your recovery codes."),
        render_kw={"autocomplete": "one-time-code", "inputmode": "text", "spellcheck": "false"},
    )


class SetUpForm(Form):
    """Prove that the app shows codes for the new secret."""

    code = StringField(
        _("Code that the app shows now"),
        [Needed(), Longest(10)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class PasswordForm(Form):
    """The present password, before anything about the login changes."""

    present = known_password(_("Present password"))


class PasskeyForm(PasswordForm):
    """A new passkey: how it is called, and the password."""

    name = line(
        _("Name of the device"),
        60,
        description=_("For example: office PC, my phone, blue USB key."),
        autocomplete="off",
    )
    present = known_password(_("Present password"))


class CredentialForm(Form):
    """What a device has answered, as the script wrote it."""

    credential = HiddenField(validators=[Longest(LONGEST_CREDENTIAL)])


class ChangePasswordForm(NewPassword):
    """Change one's own password."""

    present = known_password(_("Present password"))
    password = new_password()
    again = repeated_password()


class RegisterForm(NewPassword):
    """A firm without an invitation, and its first person."""

    credit_code = line(
        _("Unified social credit code"), 40, description=_("18 characters, as on the business licence.")
    )
    name = line(_("Name of the firm"), FIRM_NAME_LENGTH, autocomplete="organization")
    name_en = line(_("Name of the firm in English"), FIRM_NAME_LENGTH, needed=False)
    city = city_field()
    person_name = line(_("Your name"), NAME_LENGTH, autocomplete="name")
    email = email_field()
    password = new_password()
    again = repeated_password()


class JoinForm(NewPassword):
    """A new login for a firm that has invited."""

    person_name = line(_("Your name"), NAME_LENGTH, autocomplete="name")
    email = email_field()
    password = new_password()
    again = repeated_password()


class InvitationForm(Form):
    """An invitation code typed from paper or a chat."""

    code = line(
        _("Invitation code"),
        LONGEST_PASTED,
        description=_(
            "Four groups of five letters and digits; capital or small makes no difference. You may paste the whole "
            "message or the link."
        ),
        autocomplete="off",
    )


class ResendForm(Form):
    """Have the mail that confirms an address sent once more."""

    email = email_field()


class ForgottenForm(Form):
    """Ask for a link to set a new password."""

    email = email_field("username")
