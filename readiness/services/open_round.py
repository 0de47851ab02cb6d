"""Open a round for a questionnaire version."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, require, require_everywhere
from readiness.errors import InputError, NotFoundError
from readiness.services.clean_input import NAME_LENGTH, clean_line
from readiness.services.context import Services
from readiness.store.events import record_event
from readiness.store.rounds import find_round_by_name
from readiness.store.rows import Round


def open_round(
    services: Services,
    session: Session,
    *,
    name: str,
    reference_year: int,
    opens_on: dt.date,
    closes_on: dt.date,
    by: Person | None,
    at: dt.datetime,
    questionnaire: str = "",
    practice: bool = False,
) -> Round:
    """A round that firms can fill in from now on, bound to the questionnaire's digest; '' takes the service's own.

    `by` is None only for the service itself, which opens its practice round.
    InputError: 'name' round_name_taken, 'questionnaire' questionnaire_unknown, 'closes_on' days_out_of_order.
    """
    if by is not None:
        require(by, Action.OPEN_ROUND)
        require_everywhere(by)
    title = clean_line(name, "name", NAME_LENGTH)
    if find_round_by_name(session, title) is not None:
        raise InputError("name", "round_name_taken")
    if closes_on < opens_on:
        raise InputError("closes_on", "days_out_of_order")
    version = questionnaire or services.settings.questionnaire
    try:
        found = services.catalogue.get(version)
    except NotFoundError as error:
        raise InputError("questionnaire", "questionnaire_unknown", questionnaire=version) from error
    round_ = Round(
        name=title, questionnaire=version, digest=found.digest, reference_year=reference_year, opens_on=opens_on,
        closes_on=closes_on, state="open", practice=practice, created_at=at,
    )  # fmt: skip
    session.add(round_)
    session.flush()
    detail = {"questionnaire": version, "digest": found.digest}
    who = by.id if by else None
    record_event(session, "open_round", f"round:{round_.key}", by_id=who, at=at, detail=detail)
    return round_
