"""Which service does which kind of job."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person
from readiness.errors import ForbiddenError
from readiness.services.context import Services
from readiness.store.database import Database
from readiness.store.people import find_user_by_id, person_of


@dataclass(frozen=True)
class Work:
    """One job in the hands of a worker. Work may be done twice after a crash: a task must bear that.

    `progress` takes percent and returns at once. A task opens short sessions of its own: no lock is held meanwhile.
    """

    key: str
    payload: Mapping[str, Any]
    by_id: int | None
    services: Services
    database: Database
    progress: Callable[[int], None]
    at: dt.datetime

    def person(self, session: Session) -> Person:
        """Who asked, with the rights of now; ForbiddenError if that login has ended meanwhile."""
        user = find_user_by_id(session, self.by_id) if self.by_id is not None else None
        if user is None or not user.active:
            raise ForbiddenError("who asked for this has no login any more")
        return person_of(user)


Task = Callable[[Work], "dict[str, Any] | None"]


def report(work: Work) -> dict[str, Any] | None:
    """Draw the PDF of one assessment; the payload holds the service's own arguments."""
    from readiness.services.render_report import render_report  # noqa: PLC0415 - loads the PDF engine

    with work.database.session() as session:
        person = work.person(session)
        return render_report(
            work.services, session, **work.payload, by=person, at=work.at, progress=work.progress
        )


def paper(work: Work) -> dict[str, Any] | None:
    """Draw a blank questionnaire or a checklist of one sub-sector; nobody in particular asks for it."""
    from readiness.services.render_paper import render_paper  # noqa: PLC0415 - loads the PDF engine

    render_paper(work.services, **work.payload)
    return None


def mail(work: Work) -> dict[str, Any] | None:
    """Send one message."""
    from readiness.services.send_mail import send_mail  # noqa: PLC0415 - only workers need it

    send_mail(work.services, **work.payload, key=work.key)
    return None


def ranking(work: Work) -> dict[str, Any] | None:
    """Draw a round's ranking: read in one short session, compute without, write in one short transaction."""
    from readiness.services.run_ranking import draw_order, keep_runs, read_order  # noqa: PLC0415 - loads numpy

    with work.database.session() as session:
        order = read_order(work.services, session, **work.payload, by=work.person(session))
    made = draw_order(order, work.progress)
    with work.database.transaction() as session:
        runs = keep_runs(session, order, made, by_id=work.by_id, at=work.at)
        return {"runs": [run.key for run in runs]}


def delete_files(work: Work) -> dict[str, Any] | None:
    """Delete files whose rows are gone or say so already; one that is gone is no error."""
    for path in work.payload["paths"]:
        work.services.files.delete(str(path))
    return {"files": len(work.payload["paths"])}


TASKS: Mapping[str, Task] = {
    "report": report,
    "paper": paper,
    "mail": mail,
    "ranking": ranking,
    "delete_files": delete_files,
}
FORGET = frozenset({"mail"})
"""Kinds whose payload holds secrets and is wiped once the job is done."""
