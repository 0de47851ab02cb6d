"""Whom and what events are about, by name: the log itself keeps only ids and keys."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from readiness.store.rows import Assessment, Event, Evidence, Firm, FirmAction, Round, User

ABOUT_PEOPLE = ("user", "consultant")
"""Details of events that hold the key of a person."""


@dataclass(frozen=True)
class Named:
    """What a subject ('kind:key') is called: a person by name and mail, a firm, a round, or a firm in a round."""

    kind: str
    key: str
    name: str
    more: str = ""


def of_action(action: str) -> sa.ColumnElement[bool]:
    """Condition on Event: this action."""
    return Event.action == action


def of_actions(actions: Collection[str], subjects: Collection[str]) -> sa.ColumnElement[bool]:
    """Condition on Event: one of these actions on one of these subjects."""
    return Event.action.in_(actions) & Event.subject.in_(subjects)


def by_person(text: str) -> sa.ColumnElement[bool]:
    """Condition on Event: done by, or to, people with `text` in name or mail."""
    found = User.name.contains(text, autoescape=True) | User.email.contains(text.lower(), autoescape=True)
    return Event.by_id.in_(sa.select(User.id).where(found)) | _about("user", User.key, found)


def about_firm(text: str) -> sa.ColumnElement[bool]:
    """Condition on Event: about a firm with `text` in the name or at the start of the credit code, or its work."""
    named = Firm.name.contains(text, autoescape=True)
    found = named | Firm.credit_code.startswith(text.upper(), autoescape=True)
    own = sa.select(Assessment.id).join(Firm, Firm.id == Assessment.firm_id).where(found)
    return sa.or_(
        _about("firm", Firm.key, found),
        _about("assessment", Assessment.key, Assessment.id.in_(own)),
        _about("evidence", Evidence.key, Evidence.assessment_id.in_(own)),
        _about("action", FirmAction.key, FirmAction.firm_id.in_(sa.select(Firm.id).where(found))),
    )


def list_actors(session: Session, events: Iterable[Event]) -> dict[int, User]:
    """Id → person, for whoever did one of these events."""
    ids = {event.by_id for event in events if event.by_id is not None}
    return {user.id: user for user in session.scalars(sa.select(User).where(User.id.in_(ids)))} if ids else {}


def list_subjects(session: Session, events: Sequence[Event], known: Iterable[Named] = ()) -> dict[str, Named]:
    """'kind:key' → its name, for subjects and details of these events; at most one query for each kind, none for
    what is `known`."""
    named = {f"{one.kind}:{one.key}": one for one in known}
    wanted: dict[str, set[str]] = {}
    for event in events:
        kind, _, key = event.subject.partition(":")
        if event.subject not in named:
            wanted.setdefault(kind, set()).add(key)
        people = {str(event.detail[name]) for name in ABOUT_PEOPLE if name in event.detail}
        wanted.setdefault("user", set()).update(people)
    found: list[Named] = []
    for kind, query in _queries().items():
        if wanted.get(kind):
            found += _read(session, kind, *query, wanted[kind])
    return named | {f"{one.kind}:{one.key}": one for one in found}


def _queries() -> dict[str, tuple[sa.Select[str, str, str], InstrumentedAttribute[str]]]:
    """Kind → (key, name, more) and the key's column."""
    works = sa.select(Assessment.key, Firm.name, Round.name).join(Firm, Firm.id == Assessment.firm_id)
    files = sa.select(Evidence.key, Firm.name, Evidence.code).select_from(Evidence)
    files = files.join(Assessment, Assessment.id == Evidence.assessment_id)
    actions = sa.select(FirmAction.key, Firm.name, FirmAction.question)
    actions = actions.join(Firm, Firm.id == FirmAction.firm_id)
    no_more = sa.literal("")
    return {
        "user": (sa.select(User.key, User.name, User.email), User.key),
        "firm": (sa.select(Firm.key, Firm.name, Firm.credit_code), Firm.key),
        "round": (sa.select(Round.key, Round.name, no_more), Round.key),
        "assessment": (works.join(Round, Round.id == Assessment.round_id), Assessment.key),
        "evidence": (files.join(Firm, Firm.id == Assessment.firm_id), Evidence.key),
        "action": (actions, FirmAction.key),
    }


def _read(
    session: Session,
    kind: str,
    query: sa.Select[str, str, str],
    column: InstrumentedAttribute[str],
    keys: Collection[str],
) -> list[Named]:
    return [Named(kind, row[0], row[1], row[2]) for row in session.execute(query.where(column.in_(keys)))]


def _about(
    kind: str, key: InstrumentedAttribute[str], where: sa.ColumnElement[bool]
) -> sa.ColumnElement[bool]:
    return Event.subject.in_(sa.select(sa.literal(f"{kind}:") + key).where(where))
