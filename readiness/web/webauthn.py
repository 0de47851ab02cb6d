"""What a device is asked for a passkey, and whether its answer is true (WebAuthn level 2, by py_webauthn)."""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import webauthn
from flask import request, session
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from readiness.assessment.permissions import Person
from readiness.errors import InputError
from readiness.services.passkeys import Proof
from readiness.store.rows import Passkey, User
from readiness.web.database import get_services, now
from readiness.web.i18n import translate

MEMORY = dt.timedelta(minutes=10)
CREATE, SECOND, FIRST = "create", "second", "first"
"""For what a challenge was made; each is good for one answer."""
BROKEN = (WebAuthnException, ValueError, TypeError, KeyError, RecursionError)
LOCAL = "localhost"


@dataclass(frozen=True)
class Party:
    """Whom devices keep a key for: the name of the host, and the address that pages have."""

    host: str
    origin: str

    @property
    def here(self) -> bool:
        """True where this page stands under that name, so that the browser will ask the device."""
        return request.host == urlsplit(self.origin).netloc


def find_party() -> Party | None:
    """None where browsers allow no passkeys: they want a name, and HTTPS unless it is this very machine."""
    parts = urlsplit(get_services().settings.base_url)
    host = parts.hostname or ""
    if get_services().settings.development and _is_loopback(host):
        host = LOCAL
    secure = parts.scheme == "https" or host == LOCAL
    if not secure or _is_address(host):
        return None
    return Party(host, f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port else ""))


def get_party() -> Party:
    """The same where there must be one; InputError('credential', 'passkey_impossible')."""
    found = find_party()
    if found is None:
        raise InputError("credential", "passkey_impossible")
    return found


def ask_to_create(party: Party, person: Person, user: User) -> str:
    """Options for the browser, as JSON; neither phones nor keys on a cable are preferred, and none twice."""
    options = webauthn.generate_registration_options(
        rp_id=party.host,
        rp_name=translate("Textile Manufacturing Readiness"),
        user_id=user.key.encode(),
        user_name=person.email,
        user_display_name=person.name,
        challenge=_new_challenge(CREATE),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=[_descriptor(passkey) for passkey in user.passkeys],
    )
    return options_to_json(options)


def check_created(party: Party, answer: str) -> Proof:
    """What the device has made; InputError('credential', 'passkey_wrong')."""
    challenge = _use_challenge(CREATE)
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=party.host,
            expected_origin=party.origin,
        )
        told = webauthn.helpers.parse_registration_credential_json(answer).response.transports or []
    except BROKEN as error:
        raise InputError("credential", "passkey_wrong") from error
    return Proof(
        bytes_to_base64url(made.credential_id),
        bytes_to_base64url(made.credential_public_key),
        made.sign_count,
        tuple(transport.value for transport in told),
    )


def ask_to_prove(party: Party, purpose: str, passkeys: Sequence[Passkey] = ()) -> str:
    """Options for the browser, as JSON: one of these, or as FIRST step any that the device keeps for this service."""
    first = purpose == FIRST
    options = webauthn.generate_authentication_options(
        rp_id=party.host,
        challenge=_new_challenge(purpose),
        allow_credentials=[_descriptor(passkey) for passkey in passkeys],
        user_verification=UserVerificationRequirement.REQUIRED
        if first
        else UserVerificationRequirement.PREFERRED,
    )
    return options_to_json(options)


def credential_of(answer: str) -> str:
    """The id of the device's key in its answer; InputError('credential', 'passkey_wrong')."""
    try:
        told = webauthn.helpers.parse_authentication_credential_json(answer)
    except BROKEN as error:
        raise InputError("credential", "passkey_wrong") from error
    return bytes_to_base64url(told.raw_id)


def check_proof(party: Party, purpose: str, passkey: Passkey, answer: str) -> int:
    """The device's counter; InputError('credential', 'passkey_wrong') for any answer but this passkey's to the last
    question. As FIRST step the device must have known its owner by finger, face or PIN: that makes two factors."""
    challenge = _use_challenge(purpose)
    try:
        proven = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=party.host,
            expected_origin=party.origin,
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.uses,
            require_user_verification=purpose == FIRST,
        )
    except BROKEN as error:
        raise InputError("credential", "passkey_wrong") from error
    return proven.new_sign_count


def _new_challenge(purpose: str) -> bytes:
    challenge = webauthn.helpers.generate_challenge()
    session[_name(purpose)] = {"word": bytes_to_base64url(challenge), "until": (now() + MEMORY).isoformat()}
    return challenge


def _use_challenge(purpose: str) -> bytes:
    """The one that was given out last, once and within ten minutes."""
    held = session.pop(_name(purpose), None)
    if not held or dt.datetime.fromisoformat(held["until"]) < now():
        raise InputError("credential", "passkey_late")
    return base64url_to_bytes(held["word"])


def _name(purpose: str) -> str:
    return f"passkey {purpose}"


def _descriptor(passkey: Passkey) -> PublicKeyCredentialDescriptor:
    reached = [AuthenticatorTransport(name) for name in passkey.transports]
    return PublicKeyCredentialDescriptor(
        id=base64url_to_bytes(passkey.credential), transports=reached or None
    )


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    return _is_address(host) and ipaddress.ip_address(host).is_loopback
