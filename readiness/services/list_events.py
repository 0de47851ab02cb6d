"""The log of events, and whether its chain holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, require
from readiness.services.context import Services
from readiness.store import events
from readiness.store.event_names import (
    ABOUT_PEOPLE,
    Named,
    about_firm,
    by_person,
    list_actors,
    list_subjects,
    of_action,
)
from readiness.store.rows import Event, User


@dataclass(frozen=True)
class EventSearch:
    """What to look for: an action, a part of a person's name or mail, a part of a firm's name or credit code."""

    action: str = ""
    person: str = ""
    firm: str = ""


@dataclass(frozen=True)
class EventLine:
    """One event: `who` is None for the service itself; in `detail` people are named, not given by key."""

    id: int
    at: dt.datetime
    action: str
    who: User | None
    subject: Named | None
    detail: Mapping[str, Any]


@dataclass(frozen=True)
class EventPage:
    """One page, newest first, and the next page's `before` (0: none)."""

    lines: tuple[EventLine, ...]
    following: int


def list_events(
    services: Services,
    session: Session,
    *,
    by: Person,
    search: EventSearch = EventSearch(),
    subject: str = "",
    before: int = 0,
    limit: int = 50,
) -> EventPage:
    """Events from before the id `before` on; of one subject ('kind:key'), or of all that fit the search."""
    require(by, Action.VIEW_EVENTS)
    where = []
    if search.action:
        where.append(of_action(search.action))
    if search.person:
        where.append(by_person(search.person))
    if search.firm:
        where.append(about_firm(search.firm))
    found = events.list_events(session, subject, before=before, limit=limit + 1, where=where)
    return EventPage(name_events(session, found[:limit]), found[limit - 1].id if len(found) > limit else 0)


def name_events(
    session: Session, found: Sequence[Event], known: Iterable[Named] = ()
) -> tuple[EventLine, ...]:
    """Events with the names of whom and what they are about, in few queries; what is `known` is not
    looked up."""
    actors, subjects = list_actors(session, found), list_subjects(session, found, known)
    return tuple(
        EventLine(
            id=event.id,
            at=event.at,
            action=event.action,
            who=actors.get(event.by_id or 0),
            subject=subjects.get(event.subject),
            detail={name: _named(name, value, subjects) for name, value in event.detail.items()},
        )
        for event in found
    )


def verify_events(session: Session) -> int | None:
    """The id of the first event that was changed behind the program's back, None when all hold."""
    return events.find_broken_event(session)


def _named(name: str, value: Any, subjects: Mapping[str, Named]) -> Any:
    found = subjects.get(f"user:{value}") if name in ABOUT_PEOPLE else None
    return found.name if found else value
