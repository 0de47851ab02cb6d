"""Hand a mail over: to an SMTP server, or into a folder in development."""

from __future__ import annotations

import logging
import os
import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from readiness.config import Settings
from readiness.errors import UnavailableError
from readiness.mail.messages import Message

log = logging.getLogger(__name__)
SECONDS = 20
PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def send_message(settings: Settings, message: Message, *, to: str, key: str, off: str = "") -> None:
    """Send; `key` names the job and becomes the Message-ID, so that a second sending is recognised; `off` is the
    address that turns such mails off, for the mail program's own button.

    UnavailableError when the server does not take it now: the job is tried again later.
    """
    mail = compose(settings, message, to=to, key=key, off=off)
    target = urlsplit(settings.mail_url)
    if target.scheme == "file":
        _write(Path(unquote(target.path)), mail, key)
        if settings.development:
            log.info("mail to %s: %s\n%s", to, message.subject, message.text)
        return
    try:
        _send(target, mail)
    except (OSError, smtplib.SMTPException) as error:
        raise UnavailableError(f"the mail server did not take the mail: {type(error).__name__}") from error


def compose(settings: Settings, message: Message, *, to: str, key: str, off: str = "") -> EmailMessage:
    """The mail with its headers; addresses and subject with line ends are refused by the header classes.

    One request turns such mails off as RFC 8058 has it.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _address(settings.mail_sender)
    mail["To"] = _address(to)
    mail["Subject"] = message.subject
    host = settings.mail_sender.rpartition("@")[2] or "localhost"
    mail["Message-ID"] = f"<{key}@{host}>"
    mail["Auto-Submitted"] = "auto-generated"
    if off:
        mail["List-Unsubscribe"] = f"<{off}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(message.text, cte="base64")
    return mail


def _address(text: str) -> Address:
    return Address(addr_spec=text)


def _write(folder: Path, mail: EmailMessage, key: str) -> None:
    """One file for each mail, complete or not there at all."""
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f".{key}"
    unfinished.write_bytes(mail.as_bytes())
    os.replace(unfinished, folder / f"{key}.eml")


def _send(target: SplitResult, mail: EmailMessage) -> None:
    """By `smtp`, `smtp+tls` (STARTTLS) or `smtps`; name and password stand in the URL."""
    host, port = target.hostname or "localhost", target.port or PORTS[target.scheme]
    context = ssl.create_default_context()
    plain = (
        smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=context) if target.scheme == "smtps" else None
    )
    with plain or smtplib.SMTP(host, port, timeout=SECONDS) as server:
        if target.scheme == "smtp+tls":
            server.starttls(context=context)
        if target.username:
            server.login(unquote(target.username), unquote(target.password or ""))
        server.send_message(mail)
