"""The list of firms with states, and the page of one firm, as the office works with them."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from readiness.assessment.permissions import Role
from readiness.store.firms import add_firm
from readiness.store.rows import Assessment, Firm, Job, Round
from tests.factories import NOON, credit_code, make_login
from tests.web.office.conftest import Office

EVIL = (
    "https://evil.example/",
    "//evil.example",
    "/login",
    "/office/../admin/people",
    "\\\\evil.example",
    "",
)


def firm_in(office: Office, state: str, *, number: int = 0, round_key: str = "") -> str:
    """The key of a firm whose assessment of the round is in this state."""
    with office.database.session() as session:
        query = (
            sa.select(Firm.key).join(Assessment).join(Round).where(Round.key == (round_key or office.open))
        )
        return session.scalars(query.where(Assessment.state == state).order_by(Firm.id)).all()[number]


def key_in(office: Office, state: str) -> str:
    """The key of an assessment of the open round in this state."""
    with office.database.session() as session:
        query = sa.select(Assessment.key).join(Round).where(Round.key == office.open)
        return session.scalars(query.where(Assessment.state == state).order_by(Assessment.id)).all()[0]


def state_of(office: Office, firm_key: str) -> str:
    with office.database.session() as session:
        query = sa.select(Assessment.state).join(Firm).join(Round, Round.id == Assessment.round_id)
        return str(session.scalar(query.where(Firm.key == firm_key, Round.key == office.open)))


def add(office: Office, number: int, name: str) -> str:
    with office.database.transaction() as session:
        return add_firm(session, credit_code=credit_code(number), name=name, city="Wuxi", at=NOON).key


def mails(office: Office) -> list[dict[str, object]]:
    with office.database.session() as session:
        return list(session.scalars(sa.select(Job.payload).where(Job.kind == "mail").order_by(Job.id)))


def test_list_shows_state_progress_submission_and_consultant(office: Office, officer: FlaskClient) -> None:
    page = officer.get(f"/office/rounds/{office.open}/firms?stage=verified").text
    assert 'tag-done">Verified<' in page
    assert 'tag-plain">Draft<' not in page
    assert "100.0 %" in page
    assert "April 30, 2026" in page
    assert office.person(Role.CONSULTANT).name in page
    drafts = officer.get(f"/office/rounds/{office.open}/firms?stage=draft").text
    assert 'tag-plain">Draft<' in drafts
    assert 'tag-done">Verified<' not in drafts


def test_firm_that_is_not_in_the_round_is_found_by_that(office: Office, officer: FlaskClient) -> None:
    add(office, 710001, "Outside Mill")
    assert "Outside Mill" in officer.get(f"/office/rounds/{office.open}/firms?stage=outside").text
    assert "Outside Mill" not in officer.get(f"/office/rounds/{office.open}/firms?stage=draft").text
    assert "Outside Mill" in officer.get(f"/office/rounds/{office.open}/firms?unconfirmed=yes").text
    assert officer.get(f"/office/rounds/{office.open}/firms?stage=nonsense").status_code == 200


def test_confirming_leads_back_to_the_same_filtered_page(office: Office, officer: FlaskClient) -> None:
    add(office, 710002, "Waiting Mill")
    page = f"/office/rounds/{office.open}/firms?search=Waiting&unconfirmed=yes"
    found = re.search(r'action="([^"]+/confirm[^"]*)"', officer.get(page).text)
    assert found is not None
    answer = office.post(officer, found[1].replace("&amp;", "&"), {}, at=page)
    assert (answer.status_code, answer.location) == (302, page)


@pytest.mark.parametrize("evil", EVIL)
def test_way_back_never_leaves_the_office(office: Office, officer: FlaskClient, evil: str) -> None:
    firms = f"/office/rounds/{office.open}/firms"
    key = firm_in(office, "draft")
    answer = officer.post(
        f"{firms}/{key}/confirm", query_string={"back": evil}, data={"csrf_token": _token(officer, firms)}
    )
    assert (answer.status_code, answer.location) == (302, firms)


def _token(client: FlaskClient, page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).text)
    return found[1] if found else ""


def test_result_of_a_firm_is_shown_from_the_submission_on_only(office: Office, officer: FlaskClient) -> None:
    firms = f"/office/rounds/{office.open}/firms"
    assert "Look at the whole result" in officer.get(f"{firms}/{firm_in(office, 'submitted')}").text
    assert "Look at the whole result" not in officer.get(f"{firms}/{firm_in(office, 'draft')}").text


def test_result_and_report_of_a_draft_are_refused_to_the_office_though_the_address_is_typed(
    office: Office, officer: FlaskClient
) -> None:
    drafts, sent = (key_in(office, state) for state in ("draft", "submitted"))
    assert officer.get(f"/assessments/{drafts}/result").status_code == 403
    token = _token(officer, f"/office/rounds/{office.open}/firms")
    answer = officer.post(f"/assessments/{drafts}/report/en", data={"csrf_token": token})
    assert answer.status_code == 403
    assert officer.get(f"/assessments/{sent}/result").status_code == 200


def test_returning_needs_a_reason_and_the_owners_hear_it(office: Office, officer: FlaskClient) -> None:
    with office.database.session() as session:
        query = sa.select(Firm.key).join(Firm.memberships).order_by(Firm.id)
        key = session.scalars(query).first() or ""
    with office.database.transaction() as session:
        query = sa.update(Assessment).where(
            Assessment.firm_id == sa.select(Firm.id).where(Firm.key == key).scalar_subquery(),
            Assessment.round_id == sa.select(Round.id).where(Round.key == office.open).scalar_subquery(),
        )
        session.execute(query.values(state="submitted", submitted_at=NOON))
    page = f"/office/rounds/{office.open}/firms/{key}"
    empty = office.post(officer, f"{page}/return", {"reason": "  "}, at=page)
    assert (empty.status_code, "Fill this in." in empty.text) == (422, True)
    answer = office.post(officer, f"{page}/return", {"reason": "Invoice missing"}, at=page)
    assert (answer.status_code, state_of(office, key)) == (303, "returned")
    mail = mails(office)[-1]
    assert (mail["message"], mail["language"]) == ("returned", "zh_Hans")
    shown = officer.get(page).text
    assert "Gave the assessment back to the firm" in shown
    assert "Reason: Invoice missing" in shown
    assert office.post(officer, f"{page}/return", {"reason": "again"}, at=page).status_code == 409


def test_signed_result_becomes_final_once(office: Office, officer: FlaskClient) -> None:
    key = firm_in(office, "verified")
    page = f"/office/rounds/{office.open}/firms/{key}"
    assert "Make the result final" in officer.get(page).text
    assert office.post(officer, f"{page}/finalise", {}, at=page).status_code == 303
    assert state_of(office, key) == "final"
    assert "Give back to the firm" not in officer.get(page).text
    firms = f"/office/rounds/{office.open}/firms"
    answer = officer.post(f"{page}/finalise", data={"csrf_token": _token(officer, firms)})
    assert answer.status_code == 409


def test_one_firm_is_given_to_a_consultant_from_its_page(office: Office, officer: FlaskClient) -> None:
    key = firm_in(office, "submitted", number=-1)
    page = f"/office/rounds/{office.open}/firms/{key}"
    choice = re.search(r'<option value="([\w-]{22})">', officer.get(page).text)
    assert choice is not None
    assert office.post(officer, f"{page}/assign", {"consultant": ""}, at=page).status_code == 422
    assert office.post(officer, f"{page}/assign", {"consultant": choice[1]}, at=page).status_code == 303
    assert mails(office)[-1]["message"] == "assigned"
    assert "Assigned a consultant to the assessment" in officer.get(page).text


def test_firm_without_an_assessment_has_nothing_to_return(office: Office, officer: FlaskClient) -> None:
    page = f"/office/rounds/{office.open}/firms/{add(office, 710003, 'Empty Mill')}"
    shown = officer.get(page)
    assert (shown.status_code, "has no assessment in this round" in shown.text) == (200, True)
    assert office.post(officer, f"{page}/return", {"reason": "x"}, at=page).status_code == 404


def test_returning_to_a_firm_without_people_asks_the_officer_to_tell_it(
    office: Office, officer: FlaskClient
) -> None:
    page = f"/office/rounds/{office.open}/firms/{firm_in(office, 'submitted', number=3)}"
    before = len(mails(office))
    office.post(officer, f"{page}/return", {"reason": "Invoice missing"}, at=page)
    assert "tell it the reason" in officer.get(page).text
    assert len(mails(office)) == before


def test_officer_of_another_city_finds_no_such_firm(office: Office) -> None:
    with office.database.transaction() as session:
        user = make_login(session, Role.OFFICER, city="Nowhere")
        user.tf_totp_secret, user.tf_primary_method = "JBSWY3DPEHPK3PXP", "authenticator"
        uniquifier = user.fs_uniquifier
    client = office.app.test_client()
    with client.session_transaction() as held:
        held["_user_id"], held["language"] = uniquifier, "en"
    page = f"/office/rounds/{office.open}/firms/{firm_in(office, 'submitted')}"
    token = _token(client, "/account")
    assert client.get(page).status_code == 404
    for step in ("assign", "return", "finalise", "confirm"):
        data = {"csrf_token": token, "reason": "x", "consultant": "x"}
        assert client.post(f"{page}/{step}", data=data).status_code == 404
