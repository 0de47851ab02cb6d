"""Everything that is kept about one firm as plain values: the one source of its workbook and its JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Role
from readiness.services.list_events import name_events
from readiness.store import firm_rows
from readiness.store.firms import list_members
from readiness.store.rows import Assessment, Firm, User

FORMAT = "readiness-firm/1"
UNTOLD = ("record_verdicts", "drop_verdicts", "run_ranking")
"""Events of the cluster's own work: a verdict is the firm's to know once the verification is signed."""


def collect_firm(session: Session, firm: Firm, *, at: dt.datetime) -> dict[str, Any]:
    """A document of texts, numbers and lists; no secrets, no addresses in the file store, no seed of a sample."""
    return {
        "format": FORMAT,
        "made_at": _moment(at),
        "firm": {
            "credit_code": firm.credit_code, "name": firm.name, "name_en": firm.name_en, "city": firm.city,
            "district": firm.district, "sub_sector": firm.sub_sector, "size": firm.size,
            "confirmed_at": _moment(firm.confirmed_at), "created_at": _moment(firm.created_at),
        },
        "sites": [{"name": site.name, "address": site.address} for site in firm_rows.list_sites(session, firm)],
        "people": list(_people(session, firm)),
        "invitations": list(_invitations(session, firm)),
        "assessments": [_assessment(session, row) for row in firm_rows.list_all_assessments(session, firm)],
        "actions": list(_actions(session, firm)),
        "events": list(_events(session, firm)),
    }  # fmt: skip


def _people(session: Session, firm: Firm) -> Iterator[dict[str, Any]]:
    for seat in list_members(session, firm):
        yield {
            "name": seat.user.name, "email": seat.user.email, "language": seat.user.language, "kind": seat.kind,
            "dimensions": seat.dimensions, "due_on": _day(seat.due_on), "reminded_at": _moment(seat.reminded_at),
            "last_login_at": _moment(seat.user.last_login_at),
        }  # fmt: skip


def _invitations(session: Session, firm: Firm) -> Iterator[dict[str, Any]]:
    for row in firm_rows.list_all_invitations(session, firm):
        yield {
            "email": row.email, "kind": row.kind, "dimensions": row.dimensions,
            "created_at": _moment(row.created_at), "expires_at": _moment(row.expires_at),
            "used_at": _moment(row.used_at),
        }  # fmt: skip


def _actions(session: Session, firm: Firm) -> Iterator[dict[str, Any]]:
    for row in firm_rows.list_all_actions(session, firm):
        yield {
            "kind": row.kind, "code": row.code, "question": row.question, "title": row.title, "target": row.target,
            "state": row.state, "reason": row.reason, "reached": row.reached, "points_planned": row.points_planned,
            "points_reached": row.points_reached, "yuan_planned": row.yuan_planned, "yuan_spent": row.yuan_spent,
            "owner": row.owner.name if row.owner else "", "start_on": _day(row.start_on), "due_on": _day(row.due_on),
            "by": row.by.name, "at": _moment(row.at), "changed_at": _moment(row.changed_at),
        }  # fmt: skip


def _assessment(session: Session, row: Assessment) -> dict[str, Any]:
    stated = {name: part for name, part in row.sheet.document.items() if name != "verification" or row.audit}
    return {
        "key": row.key,
        "round": {
            "name": row.round.name,
            "reference_year": row.round.reference_year,
            "practice": row.round.practice,
        },
        "questionnaire": row.round.questionnaire,
        "state": row.state,
        "revision": row.revision,
        "consent": row.consent,
        "declared_by": row.declared_by,
        "declared_at": _moment(row.declared_at),
        "submitted_at": _moment(row.submitted_at),
        "on_hold": row.on_hold,
        "disputed": row.disputed,
        "created_at": _moment(row.created_at),
        "stated": stated,
        "history": list(_history(session, row)),
        "evidence": list(_evidence(session, row)),
        "notes": list(_notes(session, row)),
        "consultants": [seat.consultant.name for seat in firm_rows.list_consultants(session, row)],
        "verdicts": list(_verdicts(session, row)) if row.audit else [],
        "audit": _audit(row),
        "results": list(_results(session, row)),
        "receipts": list(_receipts(session, row)),
        "scenarios": list(_scenarios(session, row)),
        "links": list(_links(session, row)),
    }


def _history(session: Session, assessment: Assessment) -> Iterator[dict[str, Any]]:
    for row in firm_rows.list_saved(session, assessment):
        yield {
            "code": row.code, "revision": row.revision, "state": row.state, "value": row.value,
            "reason": row.reason, "by": row.by.name, "at": _moment(row.at),
        }  # fmt: skip


def _evidence(session: Session, assessment: Assessment) -> Iterator[dict[str, Any]]:
    for row in firm_rows.list_attached(session, assessment):
        file = row.file
        yield {
            "question": row.code, "name": file.name, "size": file.size, "media_type": file.media_type,
            "sha256": file.sha256, "issued_on": _day(file.issued_on), "valid_until": _day(file.valid_until),
            "note": file.note, "by": file.by.name, "at": _moment(row.at), "removed_at": _moment(row.removed_at),
            "deleted_at": _moment(file.deleted_at),
        }  # fmt: skip


def _notes(session: Session, assessment: Assessment) -> Iterator[dict[str, Any]]:
    for row in firm_rows.list_all_notes(session, assessment):
        yield {"question": row.code, "text": row.text, "by": row.by.name, "at": _moment(row.at)}


def _verdicts(session: Session, assessment: Assessment) -> Iterator[dict[str, Any]]:
    for row in firm_rows.list_verdicts(session, assessment):
        yield {
            "question": row.code, "revision": row.revision, "verdict": row.verdict, "grade": row.grade,
            "value": row.value, "reason": row.reason, "by": row.by.name, "at": _moment(row.at),
        }  # fmt: skip


def _audit(assessment: Assessment) -> dict[str, Any] | None:
    audit = assessment.audit
    if audit is None:
        return None
    return {"signed_on": _day(audit.signed_on), "signed_by": audit.signer.name, "statement": audit.statement}


def _results(session: Session, assessment: Assessment) -> Iterator[dict[str, Any]]:
    for row in firm_rows.list_all_scorecards(session, assessment):
        yield {
            "basis": row.basis, "revision": row.revision, "index": row.index, "level": row.level,
            "standing": row.standing, "reasons": row.reasons, "pillars": row.pillars, "dimensions": row.dimensions,
            "coverage": row.coverage, "over_claim": row.over_claim, "sub_sector": row.sub_sector, "size": row.size,
            "questionnaire_digest": row.questionnaire_digest, "answers_digest": row.answers_digest,
            "engine": row.engine, "at": _moment(row.at), "seal": row.seal,
        }  # fmt: skip


def _receipts(session: Session, assessment: Assessment) -> Iterator[dict[str, Any]]:
    for row in firm_rows.list_all_issued(session, assessment):
        yield {
            "number": row.number, "digest": row.digest, "basis": row.basis, "index": row.index, "level": row.level,
            "standing": row.standing, "declared_by": row.declared_by, "at": _moment(row.at), "copy": row.document,
        }  # fmt: skip


def _scenarios(session: Session, assessment: Assessment) -> Iterator[dict[str, Any]]:
    for row in firm_rows.list_all_scenarios(session, assessment):
        yield {
            "name": row.name, "trial": row.document, "by": row.by.name, "created_at": _moment(row.created_at),
            "changed_at": _moment(row.changed_at),
        }  # fmt: skip


def _links(session: Session, assessment: Assessment) -> Iterator[dict[str, Any]]:
    for row in firm_rows.list_all_shares(session, assessment):
        yield {
            "label": row.label, "until": _day(row.until), "by": row.by.name, "at": _moment(row.at),
            "revoked_at": _moment(row.revoked_at), "opened_at": _moment(row.opened_at),
        }  # fmt: skip


def _events(session: Session, firm: Firm) -> Iterator[dict[str, Any]]:
    """The firm's people and consultants by name, the cluster office as such."""
    for portion in firm_rows.iterate_events(session, firm, UNTOLD):
        for line in name_events(session, portion):
            yield {
                "at": _moment(line.at), "action": line.action, **_who(line.who),
                "about": line.subject.kind if line.subject else "", "of": line.subject.more if line.subject else "",
                "detail": dict(line.detail),
            }  # fmt: skip


def _who(user: User | None) -> dict[str, str]:
    if user is None:
        return {"by": "", "role": "service"}
    named = user.role in (Role.FIRM, Role.CONSULTANT)
    return {"by": user.name if named else "", "role": user.role}


def _moment(at: dt.datetime | None) -> str | None:
    return at.astimezone(dt.UTC).isoformat(timespec="seconds") if at else None


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
