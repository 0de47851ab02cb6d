"""The link at the end of a mail that turns mails of its kind off: signed, so that it needs no sign-in and no row."""

from __future__ import annotations

import base64
import hashlib
import hmac

from sqlalchemy.orm import Session

from readiness.assessment.notices import OPTIONAL, Kind
from readiness.services.context import Services
from readiness.store.people import find_user_by_key
from readiness.store.rows import User
from readiness.store.types import KEY_LENGTH

SIGN_LENGTH = 22
PURPOSE = b"mails off\0"


def off_link(services: Services, user: User, kind: Kind) -> str:
    """The full address of the page that turns mails of this kind off for this person."""
    named = f"{user.key}{kind}"
    return services.link(f"/notices/off/{_sign(services, named)}{named}")


def read_off_ticket(services: Services, session: Session, ticket: str) -> tuple[User, Kind] | None:
    """Whose mails of which kind the end of that address turns off; None where its signature is not ours."""
    sign, named = ticket[:SIGN_LENGTH], ticket[SIGN_LENGTH:]
    if not hmac.compare_digest(sign.encode(), _sign(services, named).encode()):
        return None
    user = find_user_by_key(session, named[:KEY_LENGTH])
    kind = named[KEY_LENGTH:]
    return (user, Kind(kind)) if user is not None and kind in OPTIONAL else None


def _sign(services: Services, named: str) -> str:
    """128 bits of HMAC-SHA-256 in 22 letters."""
    key = hashlib.sha256(PURPOSE + services.settings.secret_key.encode()).digest()
    whole = hmac.new(key, named.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(whole[:16]).decode().rstrip("=")
