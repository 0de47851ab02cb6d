"""The quick scan: what it asks first, its page without scripts, and that its answers are ordinary ones."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from readiness.assessment.permissions import EDITOR
from readiness.store.people import find_user
from readiness.store.rows import Membership
from tests import factories
from tests.web.firm.conftest import Bakery, choose_process, opened

SCANNED = {"DOUGH_1": "3", "OVEN_1": "probe", "PEOPLE_1": ["breakfast"]}
ASKED = r'<section class="question" id="q-(\w+)"'


def test_new_firm_is_asked_what_it_makes_before_anything_else(bakery: Bakery) -> None:
    client, address = opened(bakery)
    page = client.get(f"{address}/scan").text
    assert re.findall(ASKED, page) == []
    assert "What makes most of your output?" in page
    assert re.search(r'<optgroup label="[^"]+">', page)
    assert choose_process(client, address, "layer").status_code == 302
    asked = client.get(f"{address}/scan").text
    assert re.findall(ASKED, asked) == ["DOUGH_1", "OVEN_1", "PEOPLE_1"]
    assert 'value="100"' in client.get(f"{address}/profile").text


def test_firm_that_chooses_nothing_or_what_there_is_not_is_told_beside_the_field(bakery: Bakery) -> None:
    client, address = opened(bakery)
    for wrong in ("", "no_such_thing"):
        answer = choose_process(client, address, wrong)
        assert answer.status_code == 422
        assert 'id="processes-error"' in answer.text
    assert 'value="100"' not in client.get(f"{address}/profile").text


def test_process_that_a_colleague_declared_meanwhile_stands(bakery: Bakery) -> None:
    client, address = opened(bakery)
    page = client.get(f"{address}/scan").text
    assert choose_process(client, address, "loaf").status_code == 302
    assert choose_process(client, address, "layer", page).status_code == 302
    late = client.get(f"{address}/scan")
    assert "A colleague has declared the processes meanwhile." in late.text
    assert re.search(r"Main process: *Loaves|Main process: *[A-Z]", late.text)


def test_answers_of_the_scan_are_answers_of_the_assessment(bakery: Bakery, owner: FlaskClient) -> None:
    assert bakery.send(owner, "scan", SCANNED).status_code == 302
    dimension = owner.get(bakery.at("dimensions/DOUGH")).text
    assert re.search(r'checked[^>]*value="3"|value="3"[^>]*checked', dimension.split('id="q-DOUGH_1"')[1])
    done = owner.get(bakery.at("scan")).text
    assert "The quick scan is complete" in done
    assert re.search(r"Index <strong>\d+–\d+</strong>", done)


def test_answers_given_before_stand_in_the_scan(bakery: Bakery, owner: FlaskClient) -> None:
    bakery.send(owner, "dimensions/OVEN", {"OVEN_1": "dial"})
    page = owner.get(bakery.at("scan")).text
    assert re.search(r'checked[^>]*value="dial"|value="dial"[^>]*checked', page)


def test_two_people_on_one_question_of_the_scan_choose(
    bakery: Bakery, owner: FlaskClient, colleague: FlaskClient
) -> None:
    old = owner.get(bakery.at("scan"))
    assert bakery.send(colleague, "scan", {"OVEN_1": "probe"}).status_code == 302
    stale = bakery.send(owner, "scan", {"OVEN_1": "dial"}, shown=old)
    assert stale.status_code == 409
    assert 'name="stands-OVEN_1"' in stale.text


def test_editor_is_asked_what_belongs_to_the_own_dimensions_only(bakery: Bakery) -> None:
    with bakery.database.session(write=True) as session:
        editor = factories.make_login(session)
        owner = find_user(session, bakery.owner_email)
        assert owner is not None
        firm_id = owner.memberships[0].firm_id
        session.add(Membership(firm_id=firm_id, user_id=editor.id, kind=EDITOR, dimensions=["OVEN"]))
        who = editor.fs_uniquifier
        session.commit()
    page = bakery.browser(who).get(bakery.at("scan")).text
    assert re.findall(ASKED, page) == ["OVEN_1"]
    assert "2 more questions are for colleagues" in page


def test_scan_is_offered_until_it_is_answered(bakery: Bakery, owner: FlaskClient) -> None:
    link = f'href="{bakery.at("scan")}"'
    assert link in owner.get("/firm/").text
    assert link in owner.get(bakery.at("")).text
    bakery.send(owner, "scan", SCANNED)
    assert link not in owner.get("/firm/").text


def test_strangers_find_no_scan(bakery: Bakery) -> None:
    assert bakery.browser(bakery.stranger).get(bakery.at("scan")).status_code == 404
