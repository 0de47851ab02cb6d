"""Send a queued mail."""

from __future__ import annotations

from collections.abc import Mapping

from readiness.mail.send import send_message
from readiness.services.context import Services


def send_mail(
    services: Services, *, message: str, to: str, language: str, values: Mapping[str, str], key: str
) -> None:
    """Write the message in the reader's language and hand it over; `key` makes a second sending recognisable."""
    send_message(services.settings, message, to=to, language=language, values=values, key=key)
