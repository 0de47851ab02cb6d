"""The result so far beside the questions: what it says, who sees it, and one number of progress on all pages."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from readiness.assessment.permissions import Role
from readiness.store.rows import Assessment
from tests import factories
from tests.web.firm.conftest import Bakery, choose_process, opened

PAGES = ["", "dimensions/DOUGH", "scan", "outlook"]
PANEL = re.compile(r'<aside class="so-far".*?</aside>', re.DOTALL)


def _panel(client: FlaskClient, address: str) -> str:
    found = PANEL.search(client.get(address).text)
    assert found is not None
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found.group()))


def _officer(bakery: Bakery) -> FlaskClient:
    with bakery.database.session(write=True) as session:
        officer = factories.make_login(session, role=Role.OFFICER)
        officer.tf_totp_secret = "a second factor"
        who = officer.fs_uniquifier
        session.commit()
    return bakery.browser(who)


def test_firm_without_answers_reads_that_a_range_needs_some(bakery: Bakery) -> None:
    client, address = opened(bakery)
    assert PANEL.search(client.get(address).text) is None
    choose_process(client, address, "loaf")
    for place in PAGES:
        assert "After the first answers" in _panel(client, f"{address}/{place}".rstrip("/"))


@pytest.mark.parametrize("place", PAGES)
def test_firm_with_answers_reads_a_range_without_and_with_documents(
    bakery: Bakery, owner: FlaskClient, place: str
) -> None:
    bakery.send(owner, "dimensions/OVEN", {"OVEN_1": "probe"})
    panel = _panel(owner, bakery.at(place))
    assert re.search(r"Index \d+–\d+", panel)
    assert "With a document behind every answer" in panel


def test_range_says_the_same_on_every_page(bakery: Bakery, owner: FlaskClient) -> None:
    bakery.send(owner, "dimensions/DOUGH", {"DOUGH_1": "2", "DOUGH_2-loaf": "14", "DOUGH_2-steamed": "2"})
    assert len({_panel(owner, bakery.at(page)) for page in PAGES}) == 1


def test_one_number_of_progress_stands_on_all_pages_of_firm_and_office(
    bakery: Bakery, owner: FlaskClient
) -> None:
    bakery.send(owner, "dimensions/OVEN", {"OVEN_1": "probe"})
    bakery.send(owner, "dimensions/DOUGH", {"DOUGH_1": "3"})
    share = re.search(r"Answered by weight +([\d.]+ ?%)", _panel(owner, bakery.at("")))
    assert share is not None
    office = _officer(bakery)
    with bakery.database.session() as session:
        row = session.query(Assessment).filter_by(key=bakery.key).one()
        firms = f"/office/rounds/{row.round.key}/firms"
        firm = f"{firms}/{row.firm.key}"
    places = {
        "list of assessments": owner.get("/firm/").text,
        "check": owner.get(bakery.at("check")).text,
        "parts, for the office": office.get(bakery.at("")).text,
        "list of firms": office.get(firms).text,
        "page of the firm": office.get(firm).text,
    }
    assert {name: share.group(1) in page for name, page in places.items()} == dict.fromkeys(places, True)


def test_others_than_the_firm_see_no_range(bakery: Bakery, owner: FlaskClient) -> None:
    bakery.send(owner, "dimensions/OVEN", {"OVEN_1": "probe"})
    office = _officer(bakery)
    assert office.get(bakery.at("outlook")).status_code == 403
    parts = office.get(bakery.at(""))
    assert parts.status_code == 200
    assert PANEL.search(parts.text) is None
    assert bakery.browser(bakery.stranger).get(bakery.at("outlook")).status_code == 404


def test_range_is_gone_once_the_assessment_is_handed_in(bakery: Bakery, owner: FlaskClient) -> None:
    bakery.send(owner, "dimensions/OVEN", {"OVEN_1": "probe", "OVEN_3": "yes"})
    yes = {"statement-OPEN": "yes", "statement-CLEAN": "yes", "statement-TRUE": "yes"}
    bakery.send(owner, "statements", yes)
    bakery.send(owner, "declare", {"scores": "y", "name": "王师傅"})
    page = owner.get(bakery.at("check")).text + owner.get(bakery.at("declare")).text
    address = bakery.at("submit")
    token = page.split('name="csrf_token" value="')[-1].split('"')[0]
    assert owner.post(address, data={"csrf_token": token, "confirmed": "yes"}).status_code == 302
    assert PANEL.search(owner.get(bakery.at("")).text) is None
