"""The receipt after the submission, and the locked copy behind it."""

from __future__ import annotations

import hashlib
import html
import re

import pytest
from flask.testing import FlaskClient

from tests.web.firm.conftest import Bakery

YES = {"statement-OPEN": "yes", "statement-CLEAN": "yes", "statement-TRUE": "yes"}


def submit(bakery: Bakery, owner: FlaskClient) -> str:
    """From the statements to the submission; gives the address that the browser is led to."""
    bakery.send(owner, "dimensions/DOUGH", {"DOUGH_1": "3", "DOUGH_2-loaf": "14", "DOUGH_2-steamed": "2"})
    bakery.send(owner, "dimensions/OVEN", {"OVEN_1": "probe", "OVEN_3": "yes"})
    bakery.send(owner, "statements", YES)
    bakery.send(owner, "declare", {"scores": "y", "name": "Baker Li"})
    page = owner.get(bakery.at("declare")).text
    token = page.split('/submit"')[1].split('name="csrf_token" value="')[1].split('"')[0]
    return str(owner.post(bakery.at("submit"), data={"csrf_token": token}).location)


def links(page: str, ending: str) -> list[str]:
    """Addresses on the page with this ending."""
    return re.findall(rf'href="([^"]*/receipts/[^"]*{ending})"', page)


def test_submitting_leads_to_the_receipt_which_leads_to_copy_and_result(
    bakery: Bakery, owner: FlaskClient
) -> None:
    assert submit(bakery, owner) == bakery.at("receipts")
    page = owner.get(bakery.at("receipts")).text
    assert re.search(r'class="secret">[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}<', page)
    assert "Baker Li" in page
    assert f'href="{bakery.at("result")}"' in page
    for ending in ("/copy", "/copy.json"):
        assert owner.get(links(page, ending)[0]).status_code == 200
    for other in ("", "result"):
        assert f'href="{bakery.at("receipts")}"' in owner.get(bakery.at(other)).text


def test_digest_on_the_page_is_that_of_the_file(bakery: Bakery, owner: FlaskClient) -> None:
    submit(bakery, owner)
    page = owner.get(bakery.at("receipts")).text
    shown = re.findall(r'class="secret">([0-9a-f ]{79})<', page)[0].replace(" ", "")
    answer = owner.get(links(page, "/copy.json")[0])
    assert hashlib.sha256(answer.data).hexdigest() == shown
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_copy_shows_answers_in_words_and_no_way_to_change_them(bakery: Bakery, owner: FlaskClient) -> None:
    submit(bakery, owner)
    copy = owner.get(links(owner.get(bakery.at("receipts")).text, "/copy")[0]).text
    main = html.unescape(copy.split("<main")[1].split("</main>")[0])
    assert "14" in main
    assert re.search(r"step 3: \w", main)
    assert "70 %" in main
    assert "<form" not in main
    assert "<input" not in main


def test_before_the_first_submission_there_is_the_way_to_it(bakery: Bakery, owner: FlaskClient) -> None:
    page = owner.get(bakery.at("receipts")).text
    assert f'href="{bakery.at("check")}"' in page
    assert "Nothing was submitted yet" in page


@pytest.mark.parametrize("ending", ["", "/copy", "/copy.json"])
def test_receipt_of_another_assessment_does_not_exist(
    bakery: Bakery, owner: FlaskClient, ending: str
) -> None:
    submit(bakery, owner)
    address = links(owner.get(bakery.at("receipts")).text, "/copy")[0].removesuffix("/copy")
    assert bakery.browser(bakery.stranger).get(address + ending).status_code == 404
    assert owner.get(bakery.at(f"receipts/{'N' * 22}{ending}")).status_code == 404
