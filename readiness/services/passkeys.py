"""Passkeys of a person: added, used, removed; each is a second step at the sign-in, like the app on the phone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person
from readiness.errors import InputError
from readiness.services.clean_input import clean_line
from readiness.services.context import Services
from readiness.services.sign_in import TWO_FACTORS, find_self, has_second_factor, mail_change
from readiness.store.events import record_event
from readiness.store.passkeys import add_passkey as store_passkey
from readiness.store.passkeys import get_passkey
from readiness.store.rows import Passkey

MOST = 10
NAME_LENGTH = 60
TRANSPORTS = frozenset({"usb", "nfc", "ble", "smart-card", "hybrid", "internal"})


@dataclass(frozen=True)
class Proof:
    """What a device has shown, checked at the edge: id and public key (base64url), its counter, how it is reached."""

    credential: str
    public_key: str
    uses: int
    transports: tuple[str, ...] = ()


def list_passkeys(session: Session, *, by: Person) -> Sequence[Passkey]:
    """The person's own, in order of adding."""
    return find_self(session, by).passkeys


def name_passkey(session: Session, name: str, *, by: Person) -> str:
    """The name as it is kept; InputErrors on 'name': required, text_…, passkey_count, passkey_name_taken."""
    cleaned = clean_line(name, "name", NAME_LENGTH)
    known = find_self(session, by).passkeys
    if len(known) >= MOST:
        raise InputError("name", "passkey_count", most=MOST)
    if cleaned in {passkey.name for passkey in known}:
        raise InputError("name", "passkey_name_taken")
    return cleaned


def add_passkey(
    services: Services,
    session: Session,
    proof: Proof,
    *,
    name: str,
    code_hashes: list[str],
    by: Person,
    at: dt.datetime,
) -> bool:
    """Keep a device that has shown its key. True where `code_hashes` are kept too: the person had no recovery codes.

    InputErrors: those of `name_passkey`, passkey_known.
    """
    user = find_self(session, by)
    passkey = Passkey(
        user_id=user.id, credential=proof.credential, public_key=proof.public_key, uses=proof.uses,
        name=name_passkey(session, name, by=by), transports=sorted(TRANSPORTS & set(proof.transports)), created_at=at,
    )  # fmt: skip
    store_passkey(session, passkey)
    session.expire(user, ["passkeys"])
    needs_codes = not user.mf_recovery_codes
    if needs_codes:
        user.mf_recovery_codes = code_hashes
    record_event(session, "add_passkey", f"user:{user.key}", by_id=user.id, at=at)
    mail_change(session, user, at)
    return needs_codes


def use_passkey(
    services: Services, session: Session, passkey: Passkey, *, uses: int, at: dt.datetime
) -> None:
    """Note its counter and the time."""
    passkey.uses, passkey.used_at = uses, at


def remove_passkey(services: Services, session: Session, key: str, *, by: Person, at: dt.datetime) -> None:
    """Forget a device. InputError('', 'last_factor') where the role needs a second step and this is the last one."""
    user = find_self(session, by)
    passkey = get_passkey(user, key)
    if by.role in TWO_FACTORS and not user.tf_totp_secret and len(user.passkeys) == 1:
        raise InputError("", "last_factor")
    session.delete(passkey)
    session.flush()
    session.expire(user, ["passkeys"])
    if not has_second_factor(user):
        user.mf_recovery_codes = None
    record_event(session, "remove_passkey", f"user:{user.key}", by_id=user.id, at=at)
    mail_change(session, user, at)
