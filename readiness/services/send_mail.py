"""Send a queued mail."""

from __future__ import annotations

from collections.abc import Mapping

from readiness.mail.messages import write_message
from readiness.mail.send import send_message
from readiness.services.context import Services
from readiness.services.translator import translator


def send_mail(
    services: Services,
    *,
    message: str,
    to: str,
    language: str,
    values: Mapping[str, str],
    key: str,
    off: str = "",
) -> None:
    """Write the message in the reader's language and hand it over; `key` makes a second sending recognisable, `off` is
    the address that turns such mails off."""
    words = write_message(message, values=values, translate=translator(language), off=off)
    send_message(services.settings, words, to=to, key=key, off=off)
