"""Everything that is kept about one firm, for a firm that came from a scoped query."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from readiness.store.rows import (
    AnswerRow,
    Assessment,
    Assignment,
    Event,
    Evidence,
    EvidenceFile,
    Firm,
    FirmAction,
    Invitation,
    IssuedResult,
    Note,
    ScenarioRow,
    ScorecardRow,
    ShareLink,
    Site,
    VerdictRow,
)

PORTION = 1000


def list_sites(session: Session, firm: Firm) -> Sequence[Site]:
    """Where the firm produces."""
    return session.scalars(sa.select(Site).where(Site.firm_id == firm.id).order_by(Site.id)).all()


def list_all_invitations(session: Session, firm: Firm) -> Sequence[Invitation]:
    """All that were ever made, oldest first."""
    query = sa.select(Invitation).where(Invitation.firm_id == firm.id)
    return session.scalars(query.order_by(Invitation.id)).all()


def list_all_actions(session: Session, firm: Firm) -> Sequence[FirmAction]:
    """Every action of its plan, also dropped ones, oldest first, with who looks after it."""
    query = sa.select(FirmAction).where(FirmAction.firm_id == firm.id).order_by(FirmAction.id)
    return session.scalars(query.options(joinedload(FirmAction.owner), joinedload(FirmAction.by))).all()


def list_all_assessments(session: Session, firm: Firm) -> Sequence[Assessment]:
    """In every round, oldest first, with round, sheet and signature."""
    query = sa.select(Assessment).where(Assessment.firm_id == firm.id).order_by(Assessment.id)
    parts = (joinedload(Assessment.round), joinedload(Assessment.sheet), joinedload(Assessment.audit))
    return session.scalars(query.options(*parts)).all()


def list_saved(session: Session, assessment: Assessment) -> Sequence[AnswerRow]:
    """Every row of answers, profile, processes and statements, oldest first, with who saved it."""
    query = sa.select(AnswerRow).where(AnswerRow.assessment_id == assessment.id)
    return session.scalars(query.order_by(AnswerRow.id).options(joinedload(AnswerRow.by))).all()


def list_verdicts(session: Session, assessment: Assessment) -> Sequence[VerdictRow]:
    """Every verdict, oldest first, with who gave it."""
    query = sa.select(VerdictRow).where(VerdictRow.assessment_id == assessment.id)
    return session.scalars(query.order_by(VerdictRow.id).options(joinedload(VerdictRow.by))).all()


def list_attached(session: Session, assessment: Assessment) -> Sequence[Evidence]:
    """All evidence, also what was removed, oldest first, with its file and who sent that."""
    query = sa.select(Evidence).where(Evidence.assessment_id == assessment.id).order_by(Evidence.id)
    return session.scalars(query.options(joinedload(Evidence.file).joinedload(EvidenceFile.by))).all()


def list_all_notes(session: Session, assessment: Assessment) -> Sequence[Note]:
    """Notes that were not taken back, oldest first, with their authors."""
    query = sa.select(Note).where(Note.assessment_id == assessment.id, Note.withdrawn_at.is_(None))
    return session.scalars(query.order_by(Note.id).options(joinedload(Note.by))).all()


def list_all_scorecards(session: Session, assessment: Assessment) -> Sequence[ScorecardRow]:
    """The stored results, declared and verified."""
    query = sa.select(ScorecardRow).where(ScorecardRow.assessment_id == assessment.id)
    return session.scalars(query.order_by(ScorecardRow.id)).all()


def list_all_issued(session: Session, assessment: Assessment) -> Sequence[IssuedResult]:
    """Every result that was given out with its locked copy, oldest first."""
    query = sa.select(IssuedResult).where(IssuedResult.assessment_id == assessment.id)
    return session.scalars(query.order_by(IssuedResult.id)).all()


def list_all_scenarios(session: Session, assessment: Assessment) -> Sequence[ScenarioRow]:
    """Every named trial, oldest first, with who made it."""
    query = sa.select(ScenarioRow).where(ScenarioRow.assessment_id == assessment.id)
    return session.scalars(query.order_by(ScenarioRow.id).options(joinedload(ScenarioRow.by))).all()


def list_all_shares(session: Session, assessment: Assessment) -> Sequence[ShareLink]:
    """Every link to the result, oldest first, with who made it."""
    query = sa.select(ShareLink).where(ShareLink.assessment_id == assessment.id)
    return session.scalars(query.order_by(ShareLink.id).options(joinedload(ShareLink.by))).all()


def list_consultants(session: Session, assessment: Assessment) -> Sequence[Assignment]:
    """Who was assigned."""
    query = sa.select(Assignment).where(Assignment.assessment_id == assessment.id)
    return session.scalars(query.order_by(Assignment.id).options(joinedload(Assignment.consultant))).all()


def iterate_events(session: Session, firm: Firm, leave_out: Sequence[str]) -> Iterator[Sequence[Event]]:
    """Events about the firm, its assessments and its evidence, oldest first, in portions; without these actions."""
    own = sa.select(Assessment.id).where(Assessment.firm_id == firm.id)
    about = sa.or_(
        Event.subject == f"firm:{firm.key}",
        Event.subject.in_(sa.select("assessment:" + Assessment.key).where(Assessment.id.in_(own))),
        Event.subject.in_(sa.select("evidence:" + Evidence.key).where(Evidence.assessment_id.in_(own))),
    )
    last = 0
    query = sa.select(Event).where(about, Event.action.not_in(leave_out)).order_by(Event.id).limit(PORTION)
    while portion := session.scalars(query.where(Event.id > last)).all():
        last = portion[-1].id
        yield portion
