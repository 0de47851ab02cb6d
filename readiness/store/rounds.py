"""Rounds; firms and consultants see those that are or were open."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person, Role
from readiness.errors import NotFoundError
from readiness.store.rows import Round


def get_round(session: Session, key: str, *, person: Person, lock: bool = False) -> Round:
    """The round with this public key, else NotFoundError; `lock` keeps others from changing it meanwhile."""
    query = sa.select(Round).where(Round.key == key, _visible(person))
    round_ = session.scalar(query.with_for_update() if lock else query)
    if round_ is None:
        raise NotFoundError(f"no round {key!r} for this person")
    return round_


def find_round_by_name(session: Session, name: str) -> Round | None:
    """The round with this name."""
    return session.scalar(sa.select(Round).where(Round.name == name))


def find_round(session: Session, word: str) -> Round | None:
    """The round with this name, else the one with this key, whoever asks."""
    by_key = sa.select(Round).where(Round.key == word)
    return find_round_by_name(session, word) or session.scalar(by_key)


def find_round_key(session: Session, round_id: int | None) -> str:
    """The public key of the round with this id, '' for none."""
    return session.scalar(sa.select(Round.key).where(Round.id == round_id)) or ""


def has_practice_round(session: Session, questionnaire: str) -> bool:
    """True when a practice round of this questionnaire version was ever opened."""
    query = sa.select(Round.id).where(Round.practice, Round.questionnaire == questionnaire)
    return session.scalar(query.limit(1)) is not None


def list_rounds(session: Session, *, person: Person, state: str = "") -> Sequence[Round]:
    """Rounds, newest first, practice rounds last."""
    query = sa.select(Round).where(_visible(person))
    if state:
        query = query.where(Round.state == state)
    return session.scalars(query.order_by(Round.practice, Round.opens_on.desc(), Round.id.desc())).all()


def list_counted_rounds(session: Session) -> Sequence[Round]:
    """All rounds that compare firms, whoever asks: practice rounds and drafts are left out."""
    query = sa.select(Round).where(~Round.practice, Round.state != "draft")
    return session.scalars(query.order_by(Round.id)).all()


def _visible(person: Person) -> sa.ColumnElement[bool]:
    return sa.true() if person.role in (Role.OFFICER, Role.ADMINISTRATOR) else Round.state != "draft"
