"""People with a login, as the administrator sees them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, require
from readiness.services.context import Services
from readiness.store.people import get_user, list_users
from readiness.store.rows import User


def list_people(
    services: Services,
    session: Session,
    *,
    by: Person,
    role: str = "",
    search: str = "",
    after: int = 0,
    limit: int = 50,
) -> Sequence[User]:
    """Users by id from after `after` on, with memberships, narrowed by role and by a part of name or mail."""
    require(by, Action.LIST_PEOPLE)
    return list_users(session, person=by, role=role, search=search, after=after, limit=limit)


def get_colleague(services: Services, session: Session, user_key: str, *, by: Person) -> User:
    """One person for the page that changes people; NotFoundError for a key that this administrator does not see."""
    require(by, Action.CHANGE_PERSON)
    return get_user(session, user_key, person=by)
