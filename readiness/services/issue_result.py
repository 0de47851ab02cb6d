"""Give a result out: with a number, a digest, and a locked copy of all it rests on."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person
from readiness.assessment.readable import new_number
from readiness.questionnaire.documents import digest, to_document
from readiness.scoring.scorecard import Basis, Scorecard
from readiness.services.editing import Held
from readiness.store.evidence import list_evidence
from readiness.store.issued import add_issued
from readiness.store.rows import IssuedResult

FORMAT = "readiness-result/1"


def issue_result(
    session: Session, held: Held, card: Scorecard, *, by: Person, at: dt.datetime
) -> IssuedResult:
    """Keep the result of a submission or a signature as it stands now; no people's names are in the copy."""
    number = new_number(secrets.choice)
    document = _copy(session, held, card, number, at)
    row = IssuedResult(
        assessment_id=held.assessment.id,
        basis=card.basis.value,
        number=number,
        revision=held.assessment.revision,
        index=card.index,
        level=card.level,
        standing=card.standing.value,
        document=document,
        digest=digest(document),
        declared_by=held.assessment.declared_by,
        by_id=by.id,
        at=at,
    )
    add_issued(session, row)
    return row


def _copy(session: Session, held: Held, card: Scorecard, number: str, at: dt.datetime) -> dict[str, Any]:
    """Whose result it is, what was stated, the files with their digests, and what came out."""
    firm, round_ = held.assessment.firm, held.assessment.round
    answers = held.answers if card.basis is Basis.VERIFIED else replace(held.answers, verification=None)
    return {
        "format": FORMAT,
        "number": number,
        "issued_at": at.astimezone(dt.UTC).isoformat(timespec="seconds"),
        "basis": card.basis.value,
        "firm": {"credit_code": firm.credit_code, "name": firm.name, "name_en": firm.name_en},
        "round": {"name": round_.name, "reference_year": round_.reference_year},
        "questionnaire": {"version": round_.questionnaire, "digest": card.questionnaire_digest},
        "stated": to_document(held.questionnaire, answers),
        "evidence": [
            {
                "question": file.code,
                "name": file.name,
                "size": file.size,
                "sha256": file.sha256,
                "attached_on": file.at.astimezone(dt.UTC).date().isoformat(),
                "issued_on": _day(file.file.issued_on),
                "valid_until": _day(file.file.valid_until),
            }
            for file in list_evidence(session, held.assessment)
        ],
        "result": _result(card),
    }


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _result(card: Scorecard) -> dict[str, Any]:
    return {
        "index": card.index,
        "level": card.level,
        "standing": card.standing.value,
        "coverage": card.coverage,
        "pillars": {pillar.code: pillar.score for pillar in card.pillars},
        "dimensions": {line.code: line.score for pillar in card.pillars for line in pillar.dimensions},
        "reasons": [asdict(reason) for reason in card.reasons],
        "engine": card.engine,
    }
