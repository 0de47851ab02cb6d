"""Mails in words: one template for each kind of message, its first line the subject; plain text only."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from readiness.config import shipped

KINDS = (
    "register",
    "register_known",
    "register_taken",
    "register_owner",
    "register_office",
    "confirm",
    "invitation",
    "invitation_known",
    "invitation_asked",
    "invitation_passed_on",
    "welcome",
    "reset",
    "reset_issued",
    "password_changed",
    "factor_changed",
    "submitted",
    "assigned",
    "made_owner",
    "made_editor",
    "parts_given",
    "reminder",
    "member_removed",
    "returned",
    "member_left",
    "account_deleted",
    "firm_deleted",
    "verified",
    "late",
    "late_team",
    "expiring",
)
LONGEST_SUBJECT = 150
LONGEST_VALUE = 500


@dataclass(frozen=True)
class Message:
    """Subject (one line) and text of a mail."""

    subject: str
    text: str


def write_message(
    kind: str, *, values: Mapping[str, str], translate: Callable[..., str], off: str = ""
) -> Message:
    """The message of this kind in the translator's language; a value that the template asks for must be given.

    `off` is the address that turns such mails off; it then stands at the end.
    """
    if kind not in KINDS:
        raise ValueError(f"unknown message {kind!r}; expected one of: {', '.join(KINDS)}")
    plain = {name: clean_value(value) for name, value in values.items()}
    drawn = _templates().get_template(f"email/{kind}.txt").render(**plain, _=translate)
    subject, _, text = drawn.strip().partition("\n")
    if off:
        text += "\n\n" + _templates().get_template("email/footer.txt").render(off=off, _=translate)
    return Message(clean_value(subject)[:LONGEST_SUBJECT], text.strip() + "\n")


def clean_value(value: str) -> str:
    """One line without control and direction signs, so that nobody writes headers or lines of their own."""
    line = " ".join(value.split())
    return "".join(sign for sign in line if unicodedata.category(sign) not in {"Cc", "Cf"})[:LONGEST_VALUE]


@cache
def _templates() -> Environment:
    """Plain text: nothing is escaped because nothing here is HTML."""
    folder = FileSystemLoader(str(shipped("templates")))
    return Environment(  # noqa: S701 - plain text
        loader=folder,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
