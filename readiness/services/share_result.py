"""Show a result to somebody without a login: a link until a day, which can be revoked at once."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, require
from readiness.errors import InputError
from readiness.services.clean_input import NAME_LENGTH, clean_line
from readiness.services.context import Services
from readiness.services.editing import local_day, subject
from readiness.store.assessments import get_assessment
from readiness.store.events import record_event
from readiness.store.rows import Firm, Round, ShareLink
from readiness.store.shares import add_share, get_share
from readiness.store.shares import list_shares as list_rows

LONGEST = dt.timedelta(days=366)
A_DAY = dt.timedelta(days=1)


class ShareState(enum.StrEnum):
    """Whether a link still shows anything."""

    OPEN = "open"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True)
class Share:
    """One link in the list; `until` is the last day on which it works."""

    key: str
    label: str
    state: ShareState
    until: dt.date
    made_by: str
    made_at: dt.datetime
    opened_at: dt.datetime | None


@dataclass(frozen=True)
class Shares:
    """All links to a result, newest first."""

    key: str
    firm: Firm
    round: Round
    shares: tuple[Share, ...]


def share_result(
    services: Services,
    session: Session,
    assessment_key: str,
    *,
    label: str,
    until: dt.date,
    by: Person,
    at: dt.datetime,
) -> str:
    """The address, which is shown this once.

    `until` is the last day, by the calendar of the service. InputErrors: 'label' required, 'until' with
    'share_day_past' or 'share_day_far' (more than a year).
    """
    assessment = get_assessment(session, assessment_key, person=by, lock=True)
    require(by, Action.SHARE_RESULT, firm_id=assessment.firm_id)
    words = clean_line(label, "label", NAME_LENGTH)
    today = local_day(services, at)
    if until < today:
        raise InputError("until", "share_day_past")
    if until > today + LONGEST:
        raise InputError("until", "share_day_far", day=today + LONGEST)
    after = dt.datetime.combine(until + A_DAY, dt.time(), ZoneInfo(services.settings.timezone))
    row, secret = add_share(session, assessment, label=words, until=until, expires_at=after, by=by, at=at)
    detail = {"until": until.isoformat(), "share": row.key}
    record_event(session, "share_result", subject(assessment), by_id=by.id, at=at, detail=detail)
    return services.link(f"/shared/{secret}")


def revoke_share(
    services: Services, session: Session, assessment_key: str, share_key: str, *, by: Person, at: dt.datetime
) -> None:
    """From now on the link shows nothing; revoking twice changes nothing."""
    assessment = get_assessment(session, assessment_key, person=by)
    require(by, Action.SHARE_RESULT, firm_id=assessment.firm_id)
    row = get_share(session, assessment, share_key)
    if row.revoked_at is None:
        row.revoked_at = at
        detail = {"share": row.key}
        record_event(session, "revoke_share", subject(assessment), by_id=by.id, at=at, detail=detail)


def list_shares(
    services: Services, session: Session, assessment_key: str, *, by: Person, at: dt.datetime
) -> Shares:
    """For the firm's owners."""
    assessment = get_assessment(session, assessment_key, person=by)
    require(by, Action.SHARE_RESULT, firm_id=assessment.firm_id)
    rows = list_rows(session, assessment)
    return Shares(assessment.key, assessment.firm, assessment.round, tuple(_share(row, at) for row in rows))


def _share(row: ShareLink, at: dt.datetime) -> Share:
    state = ShareState.OPEN if at < row.expires_at else ShareState.EXPIRED
    if row.revoked_at is not None:
        state = ShareState.REVOKED
    return Share(row.key, row.label, state, row.until, row.by.name, row.at, row.opened_at)
