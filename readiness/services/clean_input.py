"""Text that people typed, made uniform or refused with the field's name."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from email_validator import EmailNotValidError, validate_email
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from readiness.errors import InputError, InputErrors
from readiness.store.types import check_text

NAME_LENGTH = 100
FIRM_NAME_LENGTH = 200
EMAIL_LENGTH = 254
AREA_LENGTH = 60


def gather(**checks: Callable[[], str]) -> dict[str, str]:
    """What each check gives, by name; InputErrors with everything that was refused, in the order of the checks."""
    found: dict[str, str] = {}
    errors: list[InputError] = []
    for name, check in checks.items():
        try:
            found[name] = check()
        except InputError as error:
            errors.append(error)
    if errors:
        raise InputErrors(errors)
    return found


def clean_line(text: str, field: str, length: int, *, required: bool = True) -> str:
    """One line in Unicode's composed form, blanks joined; other control characters are refused (mail headers)."""
    line = " ".join(unicodedata.normalize("NFC", check_text(text, field)).split())
    if any(unicodedata.category(character) == "Cc" for character in line):
        raise InputError(field, "text_unreadable")
    if required and not line:
        raise InputError(field, "required")
    return check_text(line, field, length)


def clean_email(text: str) -> str:
    """The address in lower case, without asking the network; InputError('email', 'email_invalid')."""
    try:
        address = validate_email(
            check_text(text, "email").strip(), check_deliverability=False
        ).normalized.lower()
    except EmailNotValidError as error:
        raise InputError("email", "email_invalid") from error
    return check_text(address, "email", EMAIL_LENGTH)


def clean_credit_code(text: str) -> str:
    """The 18 characters of a unified social credit code (GB 32100), full-width signs read, check digit verified."""
    typed = unicodedata.normalize("NFKC", check_text(text, "credit_code"))
    try:
        return str(uscc.validate(typed))
    except ValidationError as error:
        raise InputError("credit_code", "credit_code_invalid") from error
