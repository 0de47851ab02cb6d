"""The base of all forms: our words for its messages, refusals of services beside their fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from flask_wtf import FlaskForm
from wtforms import Field, StringField
from wtforms.validators import StopValidation, ValidationError

from readiness.errors import InputError, InputErrors
from readiness.web.i18n import FormWords
from readiness.web.messages import message_for

Result = TypeVar("Result")


class Form(FlaskForm):  # type: ignore[misc]
    """A form bound to the session by its CSRF token; `refusals` are messages that belong to no field,
    `judged` the fields about which the form itself has spoken."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Messages of WTForms come from our catalogue."""

        def get_translations(self, form: Any) -> FormWords:
            """Our words."""
            return FormWords()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refusals: list[str] = []
        self.judged: set[str] = set()

    def refuse(self, error: InputError) -> None:
        """Put a service's refusal beside the field it names, else above the form."""
        for single in error.errors if isinstance(error, InputErrors) else (error,):
            field = self._fields.get(self.place(single))
            if field is None or field.type in {"CSRFTokenField", "HiddenField"}:
                self.refusals.append(message_for(single))
            elif field.name not in self.judged:
                field.errors = [*field.errors, message_for(single)]

    def place(self, error: InputError) -> str:
        """The name of the field that the message belongs to; forms whose fields have longer names know better."""
        return error.field

    def check(self, service: Callable[[], Result]) -> Result | None:
        """The form's own checks and the service's at once; None if anything was refused, and then the answer must be
        422, so that nothing of what the service did is kept."""
        self.validate()
        self.judged = {field.name for field in self if field.errors}
        result = self.call(service)
        return None if self.refused else result

    def call(self, service: Callable[[], Result]) -> Result | None:
        """What the service returns; None after a refusal, which then stands in the form: answer with 422."""
        try:
            return service()
        except InputError as error:
            self.refuse(error)
            return None

    def text(self, name: str) -> str:
        """What was typed into the field, without blanks around it; '' where there is nothing."""
        return str(self[name].data or "").strip()

    def secret(self, name: str) -> str:
        """What was typed into a password field, exactly."""
        return str(self[name].data or "")

    @property
    def refused(self) -> bool:
        """True when a message stands anywhere in the form."""
        return bool(self.refusals) or any(field.errors for field in self)


class Needed:
    """The field must hold something besides blanks; the browser is told as well."""

    field_flags = {"required": True}  # noqa: RUF012 - WTForms reads a plain dict

    def __call__(self, form: Any, field: Field) -> None:
        """Refuse an empty field in our words; nothing else is said about it, nor this about what cannot be read."""
        if not (field.data.strip() if isinstance(field.data, str) else field.data):
            if any(str(raw).strip() for raw in field.raw_data or ()) and field.process_errors:
                raise StopValidation
            field.errors = []
            raise StopValidation(message_for(InputError(field.name, "required")))


class Longest:
    """At most `length` characters."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.field_flags = {"maxlength": length}

    def __call__(self, form: Any, field: Field) -> None:
        """Refuse longer text in our words."""
        if field.data and len(field.data) > self.length:
            raise ValidationError(message_for(InputError(field.name, "text_too_long", length=self.length)))


def line(
    label: Any, length: int, *, needed: bool = True, description: Any = "", **render: str
) -> StringField:
    """A field for one line of text; `description` is the hint under its label."""
    checks: Iterable[Any] = [Needed(), Longest(length)] if needed else [Longest(length)]
    return StringField(label, list(checks), description=description, render_kw=render)
