"""Ways on for a firm without a script: asked before what cannot be taken back, told limits, kept in its language."""

from __future__ import annotations

import html
import io
import re

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from readiness.services.check_file import KINDS, MEDIA_TYPES, MEGABYTES
from readiness.store.rows_assessment import Sheet
from tests.web.firm.conftest import Bakery

EVIDENCE = "dimensions/DOUGH/evidence/DOUGH.1"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def _form(page: str, address: str) -> dict[str, str]:
    """The hidden fields of the form with this address."""
    inside = page.split(f'action="{address}"')[1].split("</form>", maxsplit=1)[0]
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', inside)
    return {name: html.unescape(value) for name, value in found}


def test_withdrawing_asks_once_and_nothing_happens_before(bakery: Bakery, owner: FlaskClient) -> None:
    address, here = bakery.at("withdraw"), bakery.at("")
    first = owner.post(
        address, data=_form(owner.get(here).text, address), headers={"Referer": f"http://localhost{here}"}
    )
    assert first.status_code == 200
    assert f"Withdraw {bakery.firm_name} from 2026?" in first.text
    assert f'href="{here}"' in first.text.split("<main", 1)[1]
    assert "Withdrawn" not in owner.get("/firm/").text
    assert owner.post(address, data=_form(first.text, address)).location == "/firm/"
    assert "Withdrawn" in owner.get("/firm/").text


def test_removing_a_file_asks_once(bakery: Bakery, owner: FlaskClient) -> None:
    bakery.send(owner, EVIDENCE, {"file": (io.BytesIO(PDF), "recipes.pdf")})
    page = owner.get(bakery.at(EVIDENCE)).text
    address = next(found for found in re.findall(r'action="([^"]+)"', page) if found.endswith("/remove"))
    asked = owner.post(address, data=_form(page, address))
    assert "Remove recipes.pdf?" in asked.text
    assert "recipes.pdf" in owner.get(bakery.at(EVIDENCE)).text
    assert owner.post(address, data=_form(asked.text, address)).status_code == 302
    assert "No file yet" in owner.get(bakery.at(EVIDENCE)).text


def test_every_form_that_asks_by_script_also_asks_without(bakery: Bakery, owner: FlaskClient) -> None:
    for page in ("", EVIDENCE, "declare"):
        for form in owner.get(bakery.at(page)).text.split("<form")[1:]:
            if "data-ask" in form:
                assert 'name="ask"' in form


def _send_huge(client: FlaskClient, address: str) -> TestResponse:
    """26 MB, more than the service reads at all."""
    head = '--edge\r\nContent-Disposition: form-data; name="file"; filename="能源账单.pdf"\r\n\r\n%PDF'
    body = head.encode() + bytes(26 * 1024 * 1024) + b"\r\n--edge--\r\n"
    return client.post(address, data=body, content_type="multipart/form-data; boundary=edge")


def test_file_above_the_limit_is_named_with_the_limit_on_its_own_page(
    bakery: Bakery, owner: FlaskClient
) -> None:
    answer = _send_huge(owner, bakery.at(EVIDENCE))
    assert answer.status_code == 413
    assert "能源账单.pdf" in answer.text
    assert f"larger than {MEGABYTES} MB" in answer.text
    assert f'href="{bakery.at("dimensions/DOUGH")}#q-DOUGH_1"' in answer.text
    foreign = _send_huge(bakery.browser(bakery.stranger), bakery.at(EVIDENCE))
    assert foreign.status_code == 413
    assert "DOUGH" not in foreign.text


def test_limit_and_kinds_on_the_page_are_those_of_the_check(bakery: Bakery, owner: FlaskClient) -> None:
    page = owner.get(bakery.at(EVIDENCE)).text
    assert ", ".join(KINDS) in page
    assert f"at most {MEGABYTES} MB" in page
    assert {kind.lower() for kind in KINDS} | {"jpg"} == set(MEDIA_TYPES)
    refused = bakery.send(owner, EVIDENCE, {"file": (io.BytesIO(b"MZ program"), "recipes.exe")})
    assert ", ".join(KINDS) in refused.text.split('id="file-error"')[1]


def test_language_changed_on_a_refused_page_leads_to_a_page_that_opens(
    bakery: Bakery, owner: FlaskClient
) -> None:
    token = _token(owner, bakery)
    for said, led in (
        (bakery.at("consent"), bakery.at("")),
        (bakery.at("profile") + "?a=1", bakery.at("profile") + "?a=1"),
        ("/nowhere/at/all", "/"),
    ):
        sent = owner.post(
            "/language/vi", data={"csrf_token": token}, headers={"Referer": f"http://localhost{said}"}
        )
        assert sent.location == led
        assert owner.get(led).status_code == 200


def _token(client: FlaskClient, bakery: Bakery) -> str:
    return re.findall(r'name="csrf_token" value="([^"]+)"', client.get(bakery.at("declare")).text)[0]


def test_answers_of_an_earlier_draft_of_the_questionnaire_are_kept_and_named_so(
    bakery: Bakery, owner: FlaskClient
) -> None:
    with bakery.database.session(write=True) as session:
        sheet = session.scalars(select(Sheet)).one()
        kept = {**sheet.document, "answers": {"DOUGH.9": {"value": 1}}}
        sheet.document = kept
        session.commit()
    page = owner.get(bakery.at("result"))
    assert page.status_code == 409
    assert "Round 2026: the questionnaire in use cannot read what was given for DOUGH.9." in page.text
    assert "Everything is kept as it was given. Tell the cluster office" in page.text
    with bakery.database.session() as session:
        assert session.scalars(select(Sheet)).one().document == kept
