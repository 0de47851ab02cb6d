"""What whoever has a link sees: one result, as it stands at that moment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person, Role
from readiness.assessment.states import STANDS
from readiness.services.context import Services
from readiness.services.editing import read_held
from readiness.services.get_peers import peers_of
from readiness.services.get_result import result_of
from readiness.services.get_result_page import ResultPageView, sureness_of
from readiness.store.shares import find_share, note_opened

PAUSE = dt.timedelta(minutes=1)
HOLDER = Person(0, Role.FIRM, "", "", "")
"""Sees of a result what the firm sees, and belongs to none."""


@dataclass(frozen=True)
class SharedResult:
    """The result with its peers, without any of the firm's own figures and without what is only for the firm; `stands`:
    it is submitted and not taken back. `until` is the last day of the link."""

    share_id: int
    page: ResultPageView
    stands: bool
    until: dt.date


def open_share(services: Services, session: Session, secret: str, *, at: dt.datetime) -> SharedResult | None:
    """None for a link that is unknown, expired or revoked: nobody learns which."""
    found = find_share(session, secret, at=at)
    if found is None:
        return None
    held = read_held(services, found.assessment)
    view = replace(result_of(services, session, held, by=HOLDER), with_figures=False)
    page = ResultPageView(view, peers_of(session, view), sureness_of(view), None, None, None)
    return SharedResult(found.id, page, found.assessment.state in STANDS, found.until)


def record_opening(session: Session, share_id: int, *, at: dt.datetime) -> None:
    """When it was opened last, to the minute."""
    note_opened(session, share_id, at=at, pause=PAUSE)
