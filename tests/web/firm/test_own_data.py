"""All data of a firm in one file: who may take it, what stands in it, and that no text in it computes."""

from __future__ import annotations

import html
import io
import json
import zipfile

import pytest
import python_calamine
from flask.testing import FlaskClient

from readiness.services.write_note import write_note
from readiness.store.people import find_user_by_uniquifier, person_of
from readiness.store.rows import Event, Firm, metadata
from tests.factories import NOON
from tests.web.conftest import HASH, PASSWORD, TOTP_SECRET, send
from tests.web.firm.conftest import Bakery, _Fields

HARM = "=1+1"
PART_OF_IT = {
    "answer", "assessment", "assignment", "audit", "event", "evidence", "evidence_file", "firm", "firm_action",
    "invitation", "issued_result",
    "membership", "note", "round", "scenario", "scorecard", "share_link", "sheet", "site", "user", "verdict",
}  # fmt: skip
LEFT_OUT = {
    "growth_line": "drawings of the office",
    "idempotency": "replies to repeated requests, kept for a month",
    "job": "work for the worker; reports can be drawn again",
    "notice": "each person's own page of notices; what they tell of stands in the events",
    "passkey": "sign-ins, on each person's own account page",
    "peer_member": "which scorecards peer figures count",
    "peer_snapshot": "figures of whole groups of firms",
    "ranking_line": "drawings of the office",
    "ranking_run": "drawings of the office",
    "token": "tickets that were mailed, as hashes",
    "web_session": "sign-ins, on each person's own account page",
}


@pytest.fixture
def firm_key(bakery: Bakery) -> str:
    with bakery.database.session() as session:
        return str(session.query(Firm).filter_by(name=bakery.firm_name).one().key)


def fill(bakery: Bakery, owner: FlaskClient) -> None:
    """An answer saved twice, and a note that begins like a formula."""
    for step in ("2", "3"):
        bakery.send(
            owner, "dimensions/DOUGH", {"DOUGH_1": step, "DOUGH_2-loaf": "14.625", "DOUGH_2-steamed": "2"}
        )
    with bakery.database.transaction() as session:
        user = find_user_by_uniquifier(session, bakery.owner)
        assert user is not None
        write_note(bakery.services, session, bakery.key, "DOUGH.1", text=HARM, by=person_of(user), at=NOON)


def test_workbook_holds_history_and_notes_and_no_formula(
    bakery: Bakery, owner: FlaskClient, firm_key: str
) -> None:
    fill(bakery, owner)
    page = f"/firm/{firm_key}/data"
    assert bakery.firm_name in owner.get(page).text
    answer = send(owner, f"{page}/xlsx", {}, page=page)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    history = book.get_sheet_by_name("History of the answers").to_python()
    assert [row[4] for row in history if row[1] == "DOUGH.1"] == [2.0, 3.0]
    assert HARM in book.get_sheet_by_name("Notes").to_python()[1][2]
    assert "Took a copy of all data of the firm" in str(book.get_sheet_by_name("What happened").to_python())
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if "worksheets/sheet" in name]
    assert not any(b"<f>" in part for part in parts)
    assert all(b"frozen" in part for part in parts)


def test_json_holds_the_same_and_no_secret(bakery: Bakery, owner: FlaskClient, firm_key: str) -> None:
    fill(bakery, owner)
    page = f"/firm/{firm_key}/data"
    text = send(owner, f"{page}/json", {}, page=page).text
    document = json.loads(text)
    own = document["assessments"][0]
    assert [row["value"] for row in own["history"] if row["code"] == "DOUGH.1"] == [2, 3]
    assert own["notes"][0]["text"] == HARM
    assert document["people"][0]["email"] == bakery.owner_email
    assert not any(word in text for word in ("not-a-hash", bakery.owner, "token_hash", "audit_seed"))
    with bakery.database.session() as session:
        assert session.query(Event).filter_by(action="export_firm").one().detail == {"kind": "json"}


def test_sheets_are_named_in_the_readers_language_and_for_owners_only(
    bakery: Bakery, owner: FlaskClient, firm_key: str
) -> None:
    with owner.session_transaction() as held:
        held["language"] = "zh_Hans"
    page = f"/firm/{firm_key}/data"
    answer = send(owner, f"{page}/xlsx", {}, page=page)
    names = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).sheet_names
    assert {"企业", "佐证材料", "答案历史"} <= set(names)
    stranger = bakery.browser(bakery.stranger)
    assert stranger.get(f"/firm/{firm_key}/data").status_code == 404
    assert send(stranger, f"/firm/{firm_key}/data/json", {}, page="/firm/").status_code == 404
    assert send(owner, f"/firm/{firm_key}/data/pdf", {}, page="/firm/").status_code == 404


def test_every_table_is_part_of_it_or_left_out_for_a_reason() -> None:
    assert set(metadata.tables) == PART_OF_IT | LEFT_OUT.keys()


def test_sheet_comes_back_by_forms_alone_and_is_taken_once(bakery: Bakery, owner: FlaskClient) -> None:
    fill(bakery, owner)
    sheet = owner.get(bakery.at("answers.xlsx"))
    rows = (
        python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(sheet.data))
        .get_sheet_by_index(0)
        .to_python()
    )
    for row in rows:
        row[3] = 1 if row[0] == "DOUGH.1" else row[3]
    text = "\n".join("\t".join('"' + str(cell).replace('"', '""') + '"' for cell in row) for row in rows)
    page = bakery.at("answers/import")
    file = (io.BytesIO(text.encode()), "answers.csv")
    looked = send(owner, page, {"file": file})
    assert looked.status_code == 200
    assert "DOUGH.1" in looked.text
    fields = _Fields(bakery.at("answers/take"))
    fields.feed(looked.text)
    assert fields.data["take"] == ["DOUGH.1"]
    nothing = owner.post(bakery.at("answers/take"), data={**fields.data, "take": []})
    assert nothing.status_code == 422
    assert "Tick at least one answer." in nothing.text
    for _ in range(2):
        taken = owner.post(bakery.at("answers/take"), data=fields.data)
        assert taken.location == bakery.at("")
    shown = owner.get(bakery.at("questions/DOUGH.1")).text
    assert shown.count("<tr><td>") == 3
    bakery.send(owner, "dimensions/DOUGH", {"DOUGH_1": "2"})
    stale = send(owner, page, {"file": (io.BytesIO(text.replace('"1"', '"0"').encode()), "answers.csv")})
    assert "This answer was changed after the file was downloaded." in stale.text


def test_refused_file_says_why_beside_its_field(bakery: Bakery, owner: FlaskClient) -> None:
    answer = send(owner, bakery.at("answers/import"), {"file": (io.BytesIO(b"x"), "answers.xls")})
    assert answer.status_code == 422
    assert "This is the old Excel format." in answer.text


def test_deleting_wants_the_password_anew_and_says_first_what_stays(
    bakery: Bakery, owner: FlaskClient, firm_key: str
) -> None:
    with bakery.database.transaction() as session:
        user = find_user_by_uniquifier(session, bakery.owner)
        assert user is not None
        user.password, user.tf_primary_method, user.tf_totp_secret = HASH, "authenticator", TOTP_SECRET
    own = owner.get("/account/delete").text
    assert "You are the only owner" in own
    page = f"/firm/{firm_key}/delete"
    assert "What stays, and why" in owner.get(page).text
    code = bakery.app.extensions["readiness_totp"].current(TOTP_SECRET)
    typed = {"name": bakery.firm_name, "present": "wrong", "code": "000000"}
    for wrong, said in (
        ({}, "This is not your present password."),
        ({"present": PASSWORD}, "This code is not right."),
        ({"present": PASSWORD, "code": code, "name": "Other"}, "This is not the firm's name."),
    ):
        answer = send(owner, page, {**typed, **wrong})
        assert answer.status_code == 422
        assert said in html.unescape(answer.text)
    assert send(owner, page, {**typed, "present": PASSWORD, "code": code}).location == "/login"
    assert owner.get("/firm/").location.startswith("/login")
    with bakery.database.session() as session:
        assert session.query(Firm).filter_by(key=firm_key).one().name == "–"
