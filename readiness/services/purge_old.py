"""Delete what has served its time: sessions, replies to repeated requests, tickets with what was typed, old notices."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from readiness.store.notices import purge_notices
from readiness.store.sessions import purge_sessions
from readiness.store.tickets import purge_tokens

SESSIONS = dt.timedelta(days=31)
REPLIES = dt.timedelta(days=30)
NOTICES = dt.timedelta(days=400)


def purge_old(session: Session, *, at: dt.datetime) -> None:
    """Answers, verdicts, events and jobs are never among it."""
    purge_sessions(session, at=at, idle=SESSIONS, absolute=SESSIONS, keys=REPLIES)
    purge_tokens(session, at=at)
    purge_notices(session, before=at - NOTICES)
