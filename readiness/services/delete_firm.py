"""Delete a firm's data: what was never signed goes, signed results stay with what they rest on, shut away."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person
from readiness.assessment.states import AssessmentState, Step
from readiness.errors import InputError
from readiness.services.context import Services
from readiness.services.editing import take
from readiness.services.export_firm import own_firm
from readiness.services.make_user import new_uniquifier
from readiness.services.queue_mail import queue_mail
from readiness.store.assessments import lock_assessment
from readiness.store.erase import (
    WITH_RESULTS,
    drop_assignments,
    drop_dependents,
    erase_assessments,
    forget_firm,
    take_files,
)
from readiness.store.events import record_event
from readiness.store.firm_rows import list_all_assessments
from readiness.store.firms import list_members
from readiness.store.jobs import add_job
from readiness.store.rows import Assessment, Firm
from readiness.store.tickets import end_sessions

SIGNED = (AssessmentState.VERIFIED, AssessmentState.FINAL)
KIND = "delete_files"
PORTION = 500
CONSENT = {"scores": True}


@dataclass(frozen=True)
class FirmLeaving:
    """What stays (`kept`: signed), what goes (`erased`), and what must end first (`verifying`)."""

    firm: Firm
    kept: tuple[Assessment, ...]
    erased: tuple[Assessment, ...]
    verifying: tuple[Assessment, ...]
    people: int


def view_firm_leaving(services: Services, session: Session, firm_key: str, *, by: Person) -> FirmLeaving:
    """For the page that asks."""
    firm = own_firm(session, firm_key, Action.DELETE_FIRM, by=by)
    return _sorted(session, firm, list_all_assessments(session, firm))


def delete_firm(
    services: Services, session: Session, firm_key: str, *, name: str, by: Person, at: dt.datetime
) -> None:
    """At once and for good; everybody of the firm is signed out of it and told by mail.

    `name` is the firm's name as the owner typed it. InputError: firm_name_differs; verification_running while a
    consultant is at work on an assessment.
    """
    firm = own_firm(session, firm_key, Action.DELETE_FIRM, by=by)
    if _plain(name) != _plain(firm.name):
        raise InputError("name", "firm_name_differs")
    found = _sorted(
        session, firm, [lock_assessment(session, row.id) for row in list_all_assessments(session, firm)]
    )
    if found.verifying:
        raise InputError("", "verification_running", round=found.verifying[0].round.name)
    _tell(session, firm, by=by, at=at)
    _remove_files(session, [*found.kept, *found.erased], at=at)
    for row in found.erased:
        if row.state != AssessmentState.WITHDRAWN:
            take(row, Step.WITHDRAW)
        row.consent, row.declared_by, row.declared_at = None, "", None
    for row in found.kept:
        row.consent = CONSENT
    session.flush()
    erase_assessments(session, [row.id for row in found.erased], at=at)
    drop_dependents(session, "assessment", [row.id for row in found.kept], but=WITH_RESULTS)
    drop_assignments(session, [row.id for row in (*found.kept, *found.erased)])
    _remove_people(session, firm)
    detail = {"kept": len(found.kept), "erased": len(found.erased)}
    record_event(session, "delete_firm", f"firm:{firm.key}", by_id=by.id, at=at, detail=detail)
    if not found.kept:
        forget_firm(session, firm)


def _sorted(session: Session, firm: Firm, rows: Sequence[Assessment]) -> FirmLeaving:
    kept = tuple(row for row in rows if row.state in SIGNED)
    verifying = tuple(row for row in rows if row.state == AssessmentState.IN_VERIFICATION)
    erased = tuple(row for row in rows if row not in kept and row not in verifying)
    return FirmLeaving(firm, kept, erased, verifying, len(list_members(session, firm)))


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def _remove_files(session: Session, rows: Sequence[Assessment], *, at: dt.datetime) -> None:
    """The worker deletes them from the file store once this is committed; digests stay in the rows."""
    paths = take_files(session, [row.id for row in rows], [row.key for row in rows], at=at)
    for start in range(0, len(paths), PORTION):
        add_job(session, KIND, {"paths": paths[start : start + PORTION]}, by_id=None, at=at)


def _remove_people(session: Session, firm: Firm) -> None:
    """Memberships, invitations and sites; who belongs to no other firm can still sign in and delete the account."""
    for seat in list_members(session, firm):
        seat.user.fs_uniquifier = new_uniquifier()
        end_sessions(session, seat.user)
    session.flush()
    drop_dependents(session, "firm", [firm.id])
    session.expire_all()


def _tell(session: Session, firm: Firm, *, by: Person, at: dt.datetime) -> None:
    for seat in list_members(session, firm):
        user = seat.user
        queue_mail(
            session, "firm_deleted", to=user.email, language=user.language, at=at, person=user.name, firm=firm.name,
            by=by.name,
        )  # fmt: skip
