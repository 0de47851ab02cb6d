"""Number and digest of a result that was issued, as reports print them; and whether a report with them is genuine."""

from __future__ import annotations

import datetime as dt
import enum
import re
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.readable import read_number
from readiness.document.proof import Proof, make_proof
from readiness.errors import InputError
from readiness.scoring.scorecard import Basis
from readiness.services.context import Services
from readiness.services.editing import Held
from readiness.services.get_receipt import stands
from readiness.store.issued import find_by_digest, find_newest

PAGE = "/verify"
LEAST_DIGITS = 16
DIGITS = re.compile(rf"[0-9a-f]{{{LEAST_DIGITS},64}}")


class Word(enum.StrEnum):
    """What is told of a report, and nothing more."""

    GENUINE = "genuine"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Confirmation:
    """`at`: when it was issued, None where it is unknown."""

    word: Word
    at: dt.datetime | None = None


def proof_of(services: Services, session: Session, held: Held, basis: Basis) -> Proof | None:
    """The proof of the result of this basis, where that is the one that stands; none in practice rounds."""
    newest = find_newest(session, held.assessment)
    if newest is None or held.assessment.round.practice or newest.basis != basis:
        return None
    if not stands(held.assessment, newest, newest=newest.id):
        return None
    return make_proof(newest.number, newest.digest, page=services.link(PAGE))


def confirm_report(session: Session, *, number: str, digest: str) -> Confirmation:
    """For everybody. Both must fit; whoever has only one of them learns nothing.

    InputError: 'number' with 'number_slip' where its check letter does not fit, 'digest' with 'digest_short' for less
    than the first 16 digits; neither is looked up then.
    """
    known = read_number(number)
    if known is None:
        raise InputError("number", "number_slip")
    digits = re.sub(r"[\s-]", "", digest).lower()
    if not DIGITS.fullmatch(digits):
        raise InputError("digest", "digest_short", least=LEAST_DIGITS)
    found = find_by_digest(session, known, digits)
    if found is None:
        return Confirmation(Word.UNKNOWN)
    issued, newest = found
    standing = stands(issued.assessment, issued, newest=newest)
    return Confirmation(Word.GENUINE if standing else Word.SUPERSEDED, issued.at)
