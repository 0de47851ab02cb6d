"""The quality of a round as the office sees it, and nobody else does."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from readiness.assessment.permissions import Role
from readiness.services.list_rounds import list_rounds
from tests.web.office.conftest import Office


def test_officer_reads_alpha_correlations_agreement_and_sheets(office: Office, officer: FlaskClient) -> None:
    page = officer.get(f"/office/rounds/{office.closed}/quality")
    assert page.status_code == 200
    for words in (
        "Standardised alpha",
        "Item–rest correlation",
        "Declared against audited, by consultant",
        "Sheets to look at",
    ):
        assert words in page.text
    assert ">nan<" not in page.text.lower()


@pytest.mark.parametrize("language", ["zh_Hans", "vi"])
def test_the_page_speaks_the_reader_s_language(office: Office, officer: FlaskClient, language: str) -> None:
    with officer.session_transaction() as held:
        held["language"] = language
    page = officer.get(f"/office/rounds/{office.closed}/quality")
    assert page.status_code == 200
    assert "Item–rest correlation" not in page.text


@pytest.mark.parametrize("role", [Role.FIRM, Role.CONSULTANT])
def test_firms_and_consultants_do_not_see_it(office: Office, role: Role) -> None:
    assert office.browser(role).get(f"/office/rounds/{office.closed}/quality").status_code == 403


def test_a_round_without_submissions_says_so(office: Office, officer: FlaskClient) -> None:
    with office.database.session() as session:
        rounds = list_rounds(office.services, session, by=office.person(Role.OFFICER))
    practice = next(round_.key for round_ in rounds if round_.practice)
    page = officer.get(f"/office/rounds/{practice}/quality")
    assert page.status_code == 200
    assert "Nothing is submitted yet" in page.text
