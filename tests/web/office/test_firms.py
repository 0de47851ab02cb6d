"""Importing, confirming, inviting and assigning firms."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from flask.testing import FlaskClient

from readiness.assessment.permissions import Role
from readiness.errors import InputError
from readiness.services.keep_list import delete_abandoned, fetch_list, keep_list
from readiness.services.list_assignments import list_assignments
from readiness.store.firms import add_firm, find_firm_by_code
from readiness.store.people import find_user
from tests.factories import NOON, credit_code
from tests.web.office.conftest import Office

GOOD, OTHER = credit_code(700001), credit_code(700002)
BAD = GOOD[:-1] + ("0" if GOOD[-1] != "0" else "1")


def _list(*rows: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO("\n".join(["credit_code,name,city", *rows]).encode()), "firms.csv"


def test_import_names_the_bad_row_and_keeps_the_good_ones(office: Office, officer: FlaskClient) -> None:
    file = _list(f"{GOOD},Good Mill,Suzhou", f"{BAD},Bad Mill,Suzhou", f"{OTHER},Far Mill,Atlantis")
    answer = office.post(officer, f"/office/rounds/{office.open}/import", {"file": file})
    assert answer.status_code == 200
    assert '<td class="number">3</td>' in answer.text
    assert "This is no unified social credit code" in answer.text
    assert "The city Atlantis is not known." in answer.text
    with office.database.session() as session:
        good = find_firm_by_code(session, GOOD)
        assert good is not None
        assert good.name == "Good Mill"
        assert find_firm_by_code(session, OTHER) is None


def test_trial_import_writes_nothing(office: Office, officer: FlaskClient) -> None:
    code = credit_code(700003)
    data = {"file": _list(f"{code},Trial Mill,Suzhou"), "dry_run": "y"}
    answer = office.post(officer, f"/office/rounds/{office.open}/import", data)
    assert "Nothing was written" in answer.text
    with office.database.session() as session:
        assert find_firm_by_code(session, code) is None


def test_list_that_was_looked_at_is_taken_in_by_a_button_once_and_by_nobody_else(
    office: Office, officer: FlaskClient
) -> None:
    code, address = credit_code(700005), f"/office/rounds/{office.open}/import"
    seen = office.post(officer, address, {"file": _list(f"{code},Second Mill,Suzhou"), "dry_run": "y"})
    held = re.search(r'name="list" value="([^"]+)"', seen.text)
    assert held is not None
    other = office.browser(Role.OFFICER)
    for client, path in ((other, held[1]), (officer, "lists/00/unknown"), (officer, "")):
        refused = office.post(client, f"{address}/take", {"list": path}, at=address)
        assert (refused.status_code, "Choose the file again" in refused.text) == (422, True)
    elsewhere = office.post(
        officer, f"/office/rounds/{office.closed}/import/take", {"list": held[1]}, at=address
    )
    assert elsewhere.status_code == 422
    with office.database.session() as session:
        assert find_firm_by_code(session, code) is None
    taken = office.post(officer, f"{address}/take", {"list": held[1]}, at=address)
    assert (taken.status_code, "Nothing was written" in taken.text) == (200, False)
    with office.database.session() as session:
        assert find_firm_by_code(session, code) is not None
    assert office.post(officer, f"{address}/take", {"list": held[1]}, at=address).status_code == 422


def test_list_that_nobody_took_in_is_deleted_after_a_day(office: Office) -> None:
    services, by = office.services, office.person(Role.OFFICER)
    at = dt.datetime.now(dt.UTC)
    kept = keep_list(services, "firms.csv", b"x", round_key=office.open, by=by, at=at)
    late = at + dt.timedelta(minutes=61)
    with pytest.raises(InputError):
        fetch_list(services, kept, kept.path, round_key=office.open, by=by, at=late)
    delete_abandoned(services, at=late)
    assert fetch_list(services, kept, kept.path, round_key=office.open, by=by, at=at) == b"x"
    delete_abandoned(services, at=at + dt.timedelta(days=2))
    with pytest.raises(InputError):
        fetch_list(services, kept, kept.path, round_key=office.open, by=by, at=at)


def test_file_that_is_no_list_is_refused_with_the_way_on(office: Office, officer: FlaskClient) -> None:
    for name, words in (
        ("firms.xls", "old Excel format"),
        ("firms.pdf", "Send one of these"),
        ("", "Fill this in."),
    ):
        answer = office.post(
            officer, f"/office/rounds/{office.open}/import", {"file": (io.BytesIO(b"x"), name)}
        )
        assert (answer.status_code, words in answer.text) == (422, True)


def test_closed_round_takes_no_firms(office: Office, officer: FlaskClient) -> None:
    data = {"file": _list(f"{OTHER},Late Mill,Suzhou")}
    assert office.post(officer, f"/office/rounds/{office.closed}/import", data).status_code == 422


def test_unconfirmed_firm_is_confirmed_and_invited(office: Office, officer: FlaskClient) -> None:
    code = credit_code(700004)
    with office.database.session(write=True) as session:
        key = add_firm(session, credit_code=code, name="Self Mill", city="Wuxi", at=NOON).key
        session.commit()
    firms = f"/office/rounds/{office.open}/firms"
    assert "Confirm Self Mill" in officer.get(f"{firms}?search=Self").text
    assert office.post(officer, f"{firms}/{key}/confirm", {}, at=f"{firms}?search=Self").status_code == 302
    assert "Confirm Self Mill" not in officer.get(f"{firms}?search=Self").text
    invited = office.post(officer, f"{firms}/{key}/invite", {"email": ""})
    assert (invited.status_code, "/invitation/" in invited.text) == (200, True)
    assert office.post(officer, f"{firms}/{key}/invite", {"email": "nobody"}).status_code == 422


def test_ticked_firm_goes_to_the_chosen_consultant(office: Office, officer: FlaskClient) -> None:
    address = f"/office/rounds/{office.open}/assign"
    with office.database.session() as session:
        page = list_assignments(office.services, session, office.open, by=office.person(Role.OFFICER))
        free = next(line.assessment for line in page.lines if not line.consultants)
        consultant = find_user(session, office.person(Role.CONSULTANT).email)
        assert consultant is not None
        key, choice = free.key, consultant.key
    waiting = officer.get(f"{address}?waiting=yes").text
    with office.database.session() as session:
        page = list_assignments(
            office.services, session, office.open, by=office.person(Role.OFFICER), waiting=True
        )
        assert page.lines
        assert all(line.assessment.state == "submitted" and not line.consultants for line in page.lines)
        assert all(line.assessment.key in waiting for line in page.lines)
    sent = office.post(officer, address, {"consultant": choice, "assessments": key})
    assert (sent.status_code, office.post(officer, address, {"consultant": choice}).status_code) == (302, 422)
    with office.database.session() as session:
        page = list_assignments(office.services, session, office.open, by=office.person(Role.OFFICER))
        line = next(line for line in page.lines if line.assessment.key == key)
        assert [user.key for user in line.consultants] == [choice]
