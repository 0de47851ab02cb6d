"""Opening, closing and watching rounds."""

from __future__ import annotations

from flask.testing import FlaskClient

from readiness.store.rows import Round
from tests.web.office.conftest import FIRMS, Office

ROUND = {"name": "Autumn", "reference_year": "2025", "opens_on": "2026-09-01", "closes_on": "2026-11-30"}


def test_officer_sees_all_rounds_and_how_far_one_is(office: Office, officer: FlaskClient) -> None:
    assert "2025" in officer.get("/office/").text
    page = officer.get(f"/office/rounds/{office.open}/progress").text
    assert f"<dd>{FIRMS}</dd>" in page
    assert "Suzhou" in page


def test_officer_reads_the_name_of_the_questionnaire_even_of_one_whose_folder_is_gone(
    office: Office, officer: FlaskClient
) -> None:
    with office.database.session(write=True) as session:
        session.query(Round).filter_by(key=office.closed).update({"questionnaire": "textile/1999"})
        session.commit()
    page = officer.get("/office/").text
    with office.database.session(write=True) as session:
        version = office.services.settings.questionnaire
        session.query(Round).filter_by(key=office.closed).update({"questionnaire": version})
        session.commit()
    name = office.services.catalogue.get(version).texts.get("questionnaire.name", "en").value
    assert f">{name} {version.partition('/')[2]}</td>" in page
    assert ">textile/1999</td>" in page
    assert version not in page


def test_round_is_opened_once_and_closed_once(office: Office, officer: FlaskClient) -> None:
    opened = office.post(officer, "/office/rounds/new", ROUND)
    assert opened.status_code == 302
    key = opened.headers["Location"].split("/")[-2]
    again = office.post(officer, "/office/rounds/new", ROUND)
    assert (again.status_code, "There is a round with this name already." in again.text) == (422, True)
    close = f"/office/rounds/{key}/close"
    assert office.post(officer, close, {}, at="/office/").status_code == 302
    assert office.post(officer, close, {}, at="/office/").status_code == 409


def test_round_that_ends_before_it_begins_is_refused(office: Office, officer: FlaskClient) -> None:
    answer = office.post(officer, "/office/rounds/new", {**ROUND, "name": "Back", "closes_on": "2026-08-31"})
    assert (answer.status_code, "The last day is before the first." in answer.text) == (422, True)


def test_round_without_a_name_or_days_is_refused(office: Office, officer: FlaskClient) -> None:
    assert office.post(officer, "/office/rounds/new", {}).status_code == 422
