"""Rankings of one firm, of nobody, of firms that are all alike, and of firms that have answered nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from readiness.assessment.permissions import Role
from readiness.services.run_ranking import run_ranking
from readiness.store.ranking_runs import find_runs, list_lines
from readiness.store.rows import Assessment, Round, ScorecardRow, Sheet
from tests.web.office.conftest import AT, Office

LANGUAGES = ("en", "zh_Hans", "vi")
NO_NUMBER = re.compile(r"\bnan\b|\bNone\b|\binf\b|Traceback")


@pytest.fixture(params=LANGUAGES)
def reader(office: Office, request: pytest.FixtureRequest) -> FlaskClient:
    """An officer who reads this language."""
    client = office.browser(Role.OFFICER)
    with client.session_transaction() as held:
        held["language"] = request.param
    return client


@pytest.fixture
def kept(office: Office) -> Iterator[dict[int, tuple[str, object]]]:
    """Standings and sheets of the closed round, put back afterwards."""
    with office.database.session() as session:
        cards = {card.id: card.standing for card in session.scalars(sa.select(ScorecardRow))}
        sheets = {sheet.assessment_id: sheet.document for sheet in session.scalars(sa.select(Sheet))}
    yield {}
    with office.database.transaction() as session:
        for card in session.scalars(sa.select(ScorecardRow)):
            card.standing = cards[card.id]
        for sheet in session.scalars(sa.select(Sheet)):
            sheet.document = sheets[sheet.assessment_id]


def only(office: Office, keep: int) -> None:
    """Leave so many verified firms of the closed round official, and nobody declared."""
    with office.database.transaction() as session:
        query = sa.select(ScorecardRow).join(Assessment).join(Round).where(Round.key == office.closed)
        left = keep
        for card in session.scalars(query.order_by(ScorecardRow.basis.desc(), ScorecardRow.assessment_id)):
            stays = card.standing == "official" and card.basis == "verified" and left > 0
            left -= stays
            card.standing = "official" if stays else "draft"


def shown(client: FlaskClient, address: str) -> str:
    """The words of a page, which holds no number that is none."""
    page = client.get(address)
    assert page.status_code == 200
    main = page.text.split("<main")[1].split("</main")[0]
    words = re.sub(r"<[^>]+>", " ", main)
    assert not NO_NUMBER.search(words), NO_NUMBER.search(words)
    return words


@pytest.mark.parametrize("firms", [0, 1])
def test_a_ranking_of_one_firm_or_nobody_is_said_to_say_nothing(
    office: Office, reader: FlaskClient, kept: object, firms: int
) -> None:
    only(office, firms)
    words = shown(reader, f"/office/rounds/{office.closed}/ranking")
    assert len(office.ranking(office.closed).verified) == firms
    with reader.session_transaction() as held:
        language = held["language"]
    told = {
        "en": ("Nothing is verified yet", "One firm alone"),
        "zh_Hans": ("尚无已核实", "只有一家企业"),
        "vi": ("Chưa có", "Chỉ có một doanh nghiệp"),
    }[language][firms]
    assert told in words
    shown(reader, f"/office/rounds/{office.closed}/sensitivity")
    shown(reader, f"/office/rounds/{office.closed}/quality")
    assert reader.get(f"/office/rounds/{office.closed}/ranking.xlsx").status_code == 200


@pytest.mark.parametrize("firms", [0, 1])
def test_nobody_can_have_a_ranking_of_one_drawn(
    office: Office, officer: FlaskClient, kept: object, firms: int
) -> None:
    only(office, firms)
    address = f"/office/rounds/{office.closed}/sensitivity"
    answer = office.post(officer, address, {"draws": "50", "seed": "1"})
    assert answer.status_code == 422
    assert f"at least 2 official results of the same basis; there is {firms}" in answer.text


def test_firms_that_are_all_alike_share_one_place_and_there_is_no_correlation(
    office: Office, reader: FlaskClient, kept: object
) -> None:
    """The same answers under the same profile: every dimension is constant."""
    with office.database.transaction() as session:
        query = sa.select(Sheet).join(Assessment).join(Round).where(Round.key == office.closed)
        sheets = list(session.scalars(query.order_by(Sheet.assessment_id)))
        verified = next(sheet.document for sheet in sheets if "verification" in sheet.document)
        for sheet in sheets:
            own = {**verified, "firm": {**verified["firm"]}}
            sheet.document = own if "verification" in sheet.document else without(own)
        run_ranking(office.services, session, office.closed, 30, 3, by=office.person(Role.OFFICER), at=AT)
        round_ = session.scalars(sa.select(Round).where(Round.key == office.closed)).one()
        lines = list_lines(session, find_runs(session, round_)["verified"])
        assert {line.place for line in lines} == {1}
        assert {line.tier for line in lines} == {1}
    words = shown(reader, f"/office/rounds/{office.closed}/sensitivity")
    with reader.session_transaction() as held:
        language = held["language"]
    assert {
        "en": "There is none where all firms stand alike",
        "zh_Hans": "所有企业名次相同时没有相关系数",
        "vi": "Không có hệ số khi mọi doanh nghiệp như nhau",
    }[language] in words
    words = shown(reader, f"/office/rounds/{office.closed}/quality")
    assert {"en": "all firms stand alike", "zh_Hans": "α", "vi": "alpha"}[language] in words


def without(document: dict[str, object]) -> dict[str, object]:
    return {name: part for name, part in document.items() if name != "verification"}


def test_firms_that_have_answered_nothing_can_be_judged_without_a_number_that_is_none(
    office: Office, reader: FlaskClient, kept: object
) -> None:
    with office.database.transaction() as session:
        for sheet in session.scalars(sa.select(Sheet)):
            sheet.document = {**without(sheet.document), "answers": {}}
    shown(reader, f"/office/rounds/{office.closed}/quality")
