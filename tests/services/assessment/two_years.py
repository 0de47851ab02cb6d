"""One mill in two rounds: the first on the published version of the questionnaire, the second on the next one."""

from __future__ import annotations

import datetime as dt
import itertools
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy.orm import Session

from readiness.assessment.permissions import Person, Role
from readiness.config import Settings
from readiness.questionnaire.catalogue import Catalogue
from readiness.questionnaire.documents import from_document
from readiness.services.context import Services
from readiness.services.open_assessment import open_assessment
from readiness.services.open_round import open_round
from readiness.services.save_answers import save_answers
from readiness.services.save_profile import save_profile
from readiness.services.save_statements import save_statements
from readiness.store.rows import Firm, Round, User
from tests.architecture.source import ROOT
from tests.factories import NOON, SECRET, as_person, make_firm, make_login
from tests.questionnaire.second_version import DROPPED, FIRST, NEW, REPLACED, SECOND

BETTER = "IM3.1"
_numbers = itertools.count(1)


@dataclass
class TwoYears:
    """`older` and `newer` are keys of the mill's drafts in the rounds named 2025 and 2026, in that order of opening."""

    services: Services
    session: Session
    firm: Firm
    owner: Person
    owner_row: User
    officer: Person
    older: str
    newer: str


def services_of(questionnaires: Path, folder: Path, database_url: str = "") -> Services:
    """Services that ask the versions below `questionnaires`."""
    found = Services.from_settings(
        Settings.from_environment(environment(questionnaires, folder, database_url))
    )
    return replace(found, catalogue=_catalogue(questionnaires))


@cache
def _catalogue(questionnaires: Path) -> Catalogue:
    return Catalogue(questionnaires)


def environment(questionnaires: Path, folder: Path, database_url: str = "") -> dict[str, str]:
    """What a service needs to know of its surroundings."""
    found = {
        "READINESS_ENVIRONMENT": "test",
        "READINESS_DATA": str(folder),
        "READINESS_SECRET_KEY": SECRET,
        "READINESS_QUESTIONNAIRES": str(questionnaires),
        "READINESS_QUESTIONNAIRE": FIRST,
    }
    return found | ({"READINESS_DATABASE": database_url} if database_url else {})


def make_two_years(services: Services, session: Session) -> TwoYears:
    """Both sheets are filled in; the newer one is opened first, so that nothing but the days tells which is which."""
    owner_row = make_login(session)
    firm = make_firm(session, owner=owner_row)
    owner = as_person(session, owner_row)
    officer = as_person(session, make_login(session, Role.OFFICER))
    keys = {}
    for name, version, day in (("2026", SECOND, dt.date(2026, 2, 1)), ("2025", FIRST, dt.date(2025, 2, 1))):
        round_ = open_round(
            services, session, name=name, reference_year=day.year - 1, opens_on=day,
            closes_on=dt.date(2026, 12, 31), by=officer, at=NOON, questionnaire=version,
        )  # fmt: skip
        keys[name] = take_part(services, session, firm, round_, mill(version), by=owner)
    return TwoYears(services, session, firm, owner, owner_row, officer, keys["2025"], keys["2026"])


def take_part(
    services: Services, session: Session, firm: Firm, round_: Round, document: dict[str, Any], *, by: Person
) -> str:
    """Open the firm's assessment in a round and save the document as its owner; the assessment's key."""
    key = open_assessment(services, session, firm.key, round_.key, by=by, at=NOON).key
    stated = from_document(services.catalogue.get(round_.questionnaire), document, place="test")
    rest: dict[str, Any] = {"base": {}, "by": by, "at": NOON}
    save_profile(
        services, session, key, profile=stated.profile,
        processes={code: share * 100 for code, share in stated.shares.items()}, client_id=_unique(), **rest,
    )  # fmt: skip
    save_statements(services, session, key, stated.statements, client_id=_unique(), **rest)
    save_answers(services, session, key, dict(stated.answers), client_id=_unique(), **rest)
    return key


def mill(version: str) -> dict[str, Any]:
    """The sample dyeing mill as it answers a version; a year on it plans its production one step better."""
    document = deepcopy(_sample())
    answers = document["answers"]
    for entry in answers.values():
        entry.pop("documents", None)
    if version == SECOND:
        answers[NEW] = {"value": 55.0}
        del answers[DROPPED]
        answers[REPLACED] = {"value": 96.0}
        answers[BETTER] = {"value": answers[BETTER]["value"] + 1}
    return document


@cache
def _sample() -> Any:
    return yaml.safe_load((ROOT / "samples" / "wujiang-dyeing-mill.yaml").read_text(encoding="utf-8"))


def _unique() -> str:
    return f"sending-{next(_numbers)}"
