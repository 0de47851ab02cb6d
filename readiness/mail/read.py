"""Read the development folder of mails back, for the page that shows them."""

from __future__ import annotations

import email
from dataclasses import dataclass
from email.policy import default
from pathlib import Path
from urllib.parse import unquote, urlsplit

from readiness.config import Settings


@dataclass(frozen=True)
class Letter:
    """A mail as it was written."""

    to: str
    subject: str
    text: str


def read_letters(settings: Settings, limit: int = 50) -> list[Letter]:
    """The newest mails of the folder, newest first."""
    target = urlsplit(settings.mail_url)
    folder = Path(unquote(target.path))
    if target.scheme != "file" or not folder.is_dir():
        return []
    files = sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime, reverse=True)[:limit]
    letters = []
    for file in files:
        mail = email.message_from_bytes(file.read_bytes(), policy=default)
        letters.append(
            Letter(str(mail["To"]), str(mail["Subject"]), mail.get_content().replace("\r\n", "\n"))
        )
    return letters
