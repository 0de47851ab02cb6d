"""Open the practice round that every service has from its first start on."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from readiness.services.context import Services
from readiness.services.editing import local_day
from readiness.services.open_round import open_round
from readiness.services.translator import translator
from readiness.store.rounds import find_round_by_name, has_practice_round
from readiness.store.rows import Round


def open_practice_round(services: Services, session: Session, *, at: dt.datetime) -> Round | None:
    """The new round, named in the service's default language; None where one was opened before for this version of the
    questionnaire, even if the office has closed it, or where other rounds have taken its names."""
    version = services.settings.questionnaire
    if has_practice_round(session, version):
        return None
    translate = translator(services.settings.default_language)
    names = (
        translate("Practice round"),
        translate("Practice round %(version)s", version=version.rpartition("/")[2]),
    )
    free = next((name for name in names if find_round_by_name(session, name) is None), None)
    if free is None:
        return None
    day = local_day(services, at)
    year_end = day.replace(month=12, day=31)  # a round has a last day; in one for practice it does not count
    return open_round(
        services, session, name=free, reference_year=day.year - 1, opens_on=day, closes_on=year_end,
        practice=True, by=None, at=at,
    )  # fmt: skip
