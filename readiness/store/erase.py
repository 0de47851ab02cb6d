"""Take away what people asked to have deleted; what results rest on, and the log, are not reached from here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from readiness.store.retention import REPORT, forget_reports
from readiness.store.rows import (
    AnswerRow,
    Assessment,
    Assignment,
    Evidence,
    EvidenceFile,
    Firm,
    Invitation,
    IssuedResult,
    Job,
    Sheet,
    User,
    VerdictRow,
    metadata,
)

DRAWN = frozenset({"ranking_line", "growth_line"})
"""Lines of drawings that the office has made: without them nobody could make those again."""
WITH_RESULTS = DRAWN | {"sheet", "scorecard"}


def drop_dependents(session: Session, of: str, ids: Collection[int], *, but: Collection[str] = ()) -> None:
    """Delete from every table what the database would delete together with these rows of the table `of`."""
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name == of and key.ondelete == "CASCADE" and table.name not in but:
                session.execute(sa.delete(table).where(key.parent.in_(list(ids))))


def erase_assessments(session: Session, ids: Sequence[int], *, at: dt.datetime) -> None:
    """Empty sheets, answers, verdicts and locked copies; of issued results number, digest, index and level stay."""
    for kind, values in (
        (AnswerRow, {"state": "unanswered", "value": sa.null(), "reason": ""}),
        (VerdictRow, {"value": sa.null(), "reason": ""}),
        (IssuedResult, {"document": {}}),
    ):
        own = sa.update(kind).where(kind.assessment_id.in_(ids), kind.erased_at.is_(None))
        session.execute(own.values(**values, erased_at=at).execution_options(synchronize_session=False))
    session.execute(sa.update(Sheet).where(Sheet.assessment_id.in_(ids)).values(document={}))
    drop_dependents(session, "assessment", ids, but=DRAWN | {"sheet"})
    session.expire_all()


def take_files(session: Session, ids: Sequence[int], keys: Sequence[str], *, at: dt.datetime) -> list[str]:
    """Note that the bytes of all evidence and reports of these assessments are gone; the paths to delete."""
    query = sa.select(EvidenceFile).where(
        EvidenceFile.assessment_id.in_(ids), EvidenceFile.deleted_at.is_(None)
    )
    found = list[str]()
    for file in session.scalars(query.with_for_update()):
        file.deleted_at = at
        file.note = ""
        found += filter(None, (file.path, file.preview))
    session.execute(
        sa.update(Evidence)
        .where(Evidence.assessment_id.in_(ids), Evidence.removed_at.is_(None))
        .values(removed_at=at)
    )
    reports = sa.select(Job).where(Job.kind == REPORT, Job.payload["assessment_key"].as_string().in_(keys))
    jobs = [job for job in session.scalars(reports) if job.result and "path" in job.result]
    found += [str((job.result or {})["path"]) for job in jobs]
    forget_reports(session, [job.id for job in jobs])
    return found


def forget_person(session: Session, user: User, *, name: str) -> None:
    """Put `name` in place of the person's own, and nothing in place of all else that tells who it was."""
    old_name, old_mail = user.name, user.email
    user.name, user.email = name, f"{user.key.lower()}@deleted.invalid"
    user.password = user.tf_primary_method = user.tf_totp_secret = user.mf_recovery_codes = None
    user.confirmed_at = user.last_login_at = user.city = None
    user.active = False
    session.flush()
    own = (IssuedResult.declared_by == old_name) & (IssuedResult.by_id == user.id)
    session.execute(sa.update(IssuedResult).where(own).values(declared_by=""))
    session.execute(sa.update(Invitation).where(Invitation.email == old_mail).values(email=""))
    drop_dependents(session, "user", [user.id])
    session.expire(user, ["memberships"])


def drop_assignments(session: Session, ids: Sequence[int]) -> None:
    """Consultants see these assessments no more."""
    session.execute(sa.delete(Assignment).where(Assignment.assessment_id.in_(ids)))


def forget_declarations(session: Session, firms: Collection[int], name: str) -> None:
    """Take a person's name out of what was declared for these firms; the declaration itself stands."""
    own = sa.update(Assessment).where(Assessment.firm_id.in_(list(firms)), Assessment.declared_by == name)
    session.execute(own.values(declared_by="–"))


def forget_firm(session: Session, firm: Firm) -> None:
    """Name and credit code of a firm that left nothing signed; both can be used anew."""
    firm.name, firm.name_en, firm.credit_code = "–", "", f"-{firm.key[:17]}"
    firm.city = firm.district = firm.sub_sector = firm.size = ""
    firm.confirmed_at = None
    session.flush()
