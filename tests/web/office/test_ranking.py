"""The ranking as the office sees it, takes it home, and nobody else does."""

from __future__ import annotations

import io

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from readiness.assessment.permissions import Role
from readiness.exports.ranking_xlsx import Column, Sheet, ranking_xlsx
from tests.web.office.conftest import Office


def test_officer_sees_places_quartiles_and_those_left_out(office: Office, officer: FlaskClient) -> None:
    page = officer.get(f"/office/rounds/{office.closed}/ranking")
    found = office.ranking(office.closed)
    assert page.status_code == 200
    assert found.verified
    assert found.declared
    for line in (*found.verified, *found.declared, *found.left_out):
        assert line.firm.credit_code in page.text
    assert f"Verified: {len(found.verified)} firms" in page.text


def test_a_place_in_the_ranking_that_is_none_shows_the_beginning(
    office: Office, officer: FlaskClient
) -> None:
    for query in ("from=100000", "table=verified&after=nobody", "table=x&after=9", "after=" + "9" * 400):
        page = officer.get(f"/office/rounds/{office.closed}/ranking?{query}")
        assert page.status_code == 200
        assert office.ranking(office.closed).verified[0].firm.credit_code in page.text


def test_each_table_goes_on_by_itself(office: Office) -> None:
    whole = office.ranking(office.closed)
    lines = [line.firm.credit_code for line in whole.declared]
    seen, after = list[str](), ""
    while True:
        page = office.ranking_page(office.closed, table="declared", after=after, limit=2)
        assert not page.shown.verified
        assert not page.shown.left_out
        seen += [line.firm.credit_code for line in page.shown.declared]
        after = page.following["declared"]
        if not after:
            break
    assert seen == lines
    first = office.ranking_page(office.closed, limit=1)
    best = [(line.place, line.firm.credit_code, line.index) for line in first.shown.verified]
    assert best == [(line.place, line.firm.credit_code, line.index) for line in whole.verified[:1]]
    assert first.counts == {
        "verified": len(whole.verified), "declared": len(lines), "left_out": len(whole.left_out)
    }  # fmt: skip


@pytest.mark.parametrize("role", [Role.FIRM, Role.CONSULTANT])
@pytest.mark.parametrize("page", ["ranking", "ranking.xlsx", "progress", "firms", "import", "assign"])
def test_firms_and_consultants_are_refused(office: Office, role: Role, page: str) -> None:
    assert office.browser(role).get(f"/office/rounds/{office.closed}/{page}").status_code == 403


def test_visitor_is_asked_to_sign_in(office: Office) -> None:
    answer = office.app.test_client().get(f"/office/rounds/{office.closed}/ranking")
    assert (answer.status_code, "/login" in answer.headers["Location"]) == (302, True)


def test_workbook_holds_the_numbers_of_the_ranking(office: Office, officer: FlaskClient) -> None:
    answer = officer.get(f"/office/rounds/{office.closed}/ranking.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    found = office.ranking(office.closed)
    assert book.sheet_names == ["Verified", "Self-declared", "Left out"]
    heading, *rows = book.get_sheet_by_name("Verified").to_python()
    columns = [heading.index(name) for name in ("Rank", "Unified social credit code", "Index", "Level")]
    assert [tuple(row[c] for c in columns) for row in rows] == [
        (line.place, line.firm.credit_code, line.index, line.level) for line in found.verified
    ]
    heading, *rows = book.get_sheet_by_name("Self-declared").to_python()
    assert "Rank" not in heading
    assert [row[0] for row in rows] == [line.quartile for line in found.declared]
    assert len(book.get_sheet_by_name("Left out").to_python()) == 1 + len(found.left_out)


def test_name_like_a_formula_stays_text() -> None:
    sheet = Sheet(
        "Firms", [Column("Firm"), Column("Index", "score")], [["=1+1", 52.25], ["https://x.example", None]]
    )
    rows = CalamineWorkbook.from_filelike(io.BytesIO(ranking_xlsx([sheet]))).get_sheet_by_index(0).to_python()
    assert rows == [["Firm", "Index"], ["'=1+1", 52.25], ["https://x.example", ""]]
