"""A round of another questionnaire in the same service: levels count gates, two languages, one grade of evidence."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from readiness.app import create_app
from readiness.assessment.permissions import Role
from readiness.config import Settings
from readiness.questionnaire.codec import from_document
from readiness.services.context import Services
from readiness.services.declare_assessment import declare_assessment
from readiness.services.open_assessment import open_assessment
from readiness.services.open_round import open_round
from readiness.services.save_answers import save_answers
from readiness.services.save_profile import save_profile
from readiness.services.save_statements import save_statements
from readiness.services.submit_assessment import submit_assessment
from readiness.store.database import Database
from tests import factories
from tests.web.firm.conftest import QUESTIONNAIRES

ROOT = Path(__file__).resolve().parents[3]
MILL = ROOT / "tests" / "golden" / "miit" / "dyeing-mill.yaml"
VERSION = "miit_sme/2024"


@dataclass
class Place:
    """A service of bakers in which one round asks the index of small firms, and the firm that took part."""

    app: Flask
    owner: str
    officer: str
    round_key: str
    key: str
    dimensions: list[str]

    def browser(self, who: str, language: str = "en") -> FlaskClient:
        """Somebody who is signed in."""
        client = self.app.test_client()
        with client.session_transaction() as held:
            held["_user_id"] = who
            held["language"] = language
        return client


@pytest.fixture
def place(database_url: str, tmp_path: Path) -> Iterator[Place]:
    root = tmp_path / "questionnaires"
    shutil.copytree(QUESTIONNAIRES / "bakery", root / "bakery")
    shutil.copytree(ROOT / "questionnaires" / "miit_sme", root / "miit_sme")
    environment = {
        "READINESS_ENVIRONMENT": "test",
        "READINESS_DATA": str(tmp_path),
        "READINESS_SECRET_KEY": factories.SECRET,
        "READINESS_DATABASE": database_url,
        "READINESS_QUESTIONNAIRES": str(root),
        "READINESS_QUESTIONNAIRE": "bakery/1",
    }
    settings = Settings.from_environment(environment)
    database = Database(database_url)
    with database.session(write=True) as session:
        parts = taken_part(Services.from_settings(settings), session)
        session.commit()
    app = create_app(settings)
    yield Place(app, **parts)
    app.extensions["readiness_database"].close()
    database.close()


def taken_part(services: Services, session: Session) -> dict[str, Any]:
    """The round is opened, the mill answers everything and submits."""
    owner, officer = factories.make_login(session), factories.make_login(session, Role.OFFICER)
    officer.tf_primary_method, officer.tf_totp_secret = "authenticator", "JBSWY3DPEHPK3PXP"
    firm = factories.make_firm(session, owner=owner)
    by = factories.as_person(session, owner)
    round_ = open_round(
        services, session, name="Small firms", reference_year=2025, opens_on=dt.date(2026, 1, 1),
        closes_on=factories.open_until(), by=factories.as_person(session, officer), at=factories.NOON,
        questionnaire=VERSION,
    )  # fmt: skip
    asked = services.catalogue.get(VERSION)
    said = from_document(asked, yaml.safe_load(MILL.read_text(encoding="utf-8")), place="mill")
    key = open_assessment(services, session, firm.key, round_.key, by=by, at=factories.NOON).key
    rest: dict[str, Any] = {"base": {}, "by": by, "at": factories.NOON}
    shares = {code: 100 * share for code, share in said.shares.items()}
    save_profile(services, session, key, profile=said.profile, processes=shares, client_id="1", **rest)
    save_statements(services, session, key, said.statements, client_id="2", **rest)
    save_answers(services, session, key, dict(said.answers), client_id="3", **rest)
    consent = {"scores": True}
    declare_assessment(services, session, key, name="Owner", consent=consent, by=by, at=factories.NOON)
    card = submit_assessment(services, session, key, by=by, at=factories.NOON)
    assert (card.level, card.level_by_points) == (2, 3)
    return {
        "owner": owner.fs_uniquifier, "officer": officer.fs_uniquifier,
        "round_key": round_.key, "key": key, "dimensions": [found.code for found in asked.dimensions],
    }  # fmt: skip


@pytest.mark.parametrize("language", ["zh_Hans", "en", "vi"])
def test_firm_can_open_every_page_of_it_in_every_language(place: Place, language: str) -> None:
    client = place.browser(place.owner, language)
    pages = ["", "profile", "statements", "check", "result", *(f"dimensions/{d}" for d in place.dimensions)]
    for page in pages:
        address = f"/assessments/{place.key}/{page}".rstrip("/")
        shown = client.get(address, follow_redirects=True)
        assert (shown.status_code, shown.request.path.startswith(f"/assessments/{place.key}")) == (200, True)


def test_firm_reads_on_its_result_that_scenarios_hold_it(place: Place) -> None:
    page = place.browser(place.owner).get(f"/assessments/{place.key}/result").text
    assert "8 of the 16 scenarios at question level 3 or above" in page
    assert "not the official service" in page


def test_words_that_vietnamese_lacks_fall_back_to_english(place: Place) -> None:
    page = place.browser(place.owner, "vi").get(f"/assessments/{place.key}/dimensions/SM").text
    assert "today&#39;s plan in the system" in page or "Production control" in page


def test_office_can_open_its_pages_of_the_round(place: Place) -> None:
    client = place.browser(place.officer)
    for page in ("firms", "progress", "ranking"):
        address = f"/office/rounds/{place.round_key}/{page}"
        assert client.get(address).status_code == 200, address


def test_officer_chooses_the_questionnaire_of_a_round(place: Place) -> None:
    page = place.browser(place.officer).get("/office/rounds/new").text
    first, second = page.index('value="bakery/1"'), page.index(f'value="{VERSION}"')
    assert first < second
    assert "for orientation, not the official service" in page
