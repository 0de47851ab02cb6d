"""The firms the office looks after, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, require
from readiness.services.context import Services
from readiness.store import firms
from readiness.store.rounds import get_round
from readiness.store.rows import Firm, Round


@dataclass(frozen=True)
class FirmPage:
    """One page of firms beside the round they are looked at from; `following` is the next page's `after`, 0: none."""

    round: Round
    firms: Sequence[Firm]
    following: int


def list_firms(
    services: Services,
    session: Session,
    round_key: str,
    *,
    by: Person,
    search: str = "",
    after: int = 0,
    limit: int = 50,
) -> FirmPage:
    """By id from after `after` on; `search` is a part of the name or the beginning of the credit code."""
    require(by, Action.LIST_FIRMS)
    round_ = get_round(session, round_key, person=by)
    found = firms.list_firms(session, person=by, search=search, after=after, limit=limit + 1)
    return FirmPage(round_, found[:limit], found[limit - 1].id if len(found) > limit else 0)
