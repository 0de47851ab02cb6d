"""The forms of the pages on evidence: files to send, and what is said about one."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from typing import Any

from flask_wtf.file import FileField, MultipleFileField
from wtforms import DateField, Field, HiddenField, TextAreaField
from wtforms.validators import Optional, StopValidation

from readiness.errors import InputError
from readiness.services.check_file import MEDIA_TYPES
from readiness.services.describe_evidence import NOTE_LENGTH, About
from readiness.web.forms import Form, Longest
from readiness.web.i18n import lazy_gettext
from readiness.web.messages import message_for

ACCEPTED = ",".join(f".{ending}" for ending in MEDIA_TYPES)


def read_day(form: Form, field: Field) -> None:
    """WTForms speaks of a date value; we say how to write one."""
    if field.process_errors:
        field.errors = [message_for(InputError(field.name, "day_unreadable"))]
        raise StopValidation


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


class AboutForm(Form):
    """Date, last good day, note; `seen` is what the page showed, as JSON."""

    issued_on = DateField(lazy_gettext("Date of the document"), [Optional(), read_day])
    valid_until = DateField(lazy_gettext("Valid until (last day)"), [Optional(), read_day])
    note = TextAreaField(lazy_gettext("Note on the file"), [Longest(NOTE_LENGTH)], render_kw={"rows": 2})
    seen = HiddenField()

    def about(self) -> About:
        """What the form says."""
        return About(self.issued_on.data, self.valid_until.data, self.text("note").replace("\r\n", "\n"))

    def base(self) -> About:
        """What stood when the page was made; nothing where the hidden field was tampered with."""
        try:
            told = json.loads(self.seen.data or "{}")
            issued_on, valid_until = _day(told["issued_on"]), _day(told["valid_until"])
            return About(issued_on, valid_until, str(told["note"]))
        except (ValueError, KeyError, TypeError):
            return About()

    def show(self, standing: About) -> None:
        """Base the next sending on what stands now."""
        self.seen.data = pack(standing)


class EvidenceForm(AboutForm):
    """Files from the device or the camera, and what holds for all of them."""

    file = MultipleFileField(lazy_gettext("Files"), render_kw={"accept": ACCEPTED, "multiple": True})
    photo = FileField(lazy_gettext("Take a photo"), render_kw={"accept": "image/*", "capture": "environment"})

    def place(self, error: InputError) -> str:
        """Whatever is wrong with a file stands beside the files."""
        return "file" if error.field in {"photo", "name", "size"} else error.field


def pack(about: About) -> str:
    """As the hidden field carries it."""
    plain: dict[str, Any] = asdict(about)
    return json.dumps(plain, default=str, ensure_ascii=False, sort_keys=True)
