"""What a firm meets before it has said what it makes, and addresses that do not fit together."""

from __future__ import annotations

import io
import re

from flask.testing import FlaskClient

from tests.web.firm.conftest import Bakery, opened, press

DOUGH, PEOPLE = "dimensions/DOUGH", "dimensions/PEOPLE"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def test_new_firm_is_told_to_say_what_it_makes_not_that_nothing_applies(bakery: Bakery) -> None:
    client, address = opened(bakery)
    page = client.get(address).text
    assert "Not applicable" not in page
    assert "0/0" not in page
    assert "First the processes" in page
    assert f'href="{address}/profile"' in page.split("First the processes")[1]


def test_file_or_report_under_another_assessments_address_is_not_there(
    bakery: Bakery, owner: FlaskClient
) -> None:
    _client, other = opened(bakery)
    bakery.send(owner, f"{DOUGH}/evidence/DOUGH.1", {"file": (io.BytesIO(PDF), "recipes.pdf")})
    page = owner.get(bakery.at(f"{DOUGH}/evidence/DOUGH.1")).text
    link = re.findall(r'href="(/assessments/[^"]+)" download', page)[0]
    assert owner.get(link).status_code == 200
    assert owner.get(link.replace(bakery.at(""), other)).status_code == 404
    remove = next(found for found in re.findall(r'action="([^"]+)"', page) if found.endswith("/remove"))
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
    elsewhere = remove.replace(bakery.at(""), other)
    assert owner.post(elsewhere, data={"csrf_token": token}).status_code == 404
    report = press(owner, owner.get(bakery.at("result")).text, "/report/en")
    assert owner.get(report).status_code == 200
    assert owner.get(report.replace(bakery.at(""), other)).status_code == 404


def test_declaration_without_the_needed_statement_names_it_and_all_else_that_is_wrong(
    bakery: Bakery, owner: FlaskClient
) -> None:
    bakery.send(owner, "dimensions/OVEN", {"OVEN_1": "probe", "OVEN_3": "yes"})
    before = owner.get(bakery.at("declare")).text
    assert "must be confirmed as true first" in before
    refused = bakery.send(owner, "declare", {"scores": [], "name": ""})
    assert refused.status_code == 422
    assert f'href="{bakery.at("statements")}#statement-TRUE"' in refused.text
    assert 'id="name-error"' in refused.text
    assert "Without this consent nothing can be submitted." in refused.text
    kept = bakery.send(owner, "declare", {"scores": "y", "name": "王师傅"})
    assert kept.status_code == 422
    assert 'value="王师傅"' in kept.text


def test_figure_that_cannot_be_read_and_shares_above_100_are_said_at_once(
    bakery: Bakery, owner: FlaskClient
) -> None:
    answer = bakery.send(owner, "profile", {"profile-employees": "abc", "process-loaf": "80"})
    assert answer.status_code == 422
    assert 'id="profile-employees-error"' in answer.text
    assert "add up to 110 %" in answer.text
    unread = bakery.send(owner, "profile", {"process-loaf": "abc", "profile-employees": "-5"}).text
    assert 'id="process-loaf-error"' in unread
    assert 'id="profile-employees-error"' in unread
    assert "add up to" not in unread, "what cannot be read is not summed"
    assert 'value="12"' in owner.get(bakery.at("profile")).text


def test_answer_that_cannot_be_read_and_one_without_its_reason_are_said_at_once(
    bakery: Bakery, owner: FlaskClient
) -> None:
    typed = {"PEOPLE_1": ["breakfast"], "PEOPLE_2-na": "y", "PEOPLE_3": "many"}
    answer = bakery.send(owner, PEOPLE, typed)
    assert answer.status_code == 422
    assert 'id="PEOPLE_2-reason-error"' in answer.text
    assert 'id="PEOPLE_3-error"' in answer.text
    shown = owner.get(bakery.at(PEOPLE)).text.split('id="q-PEOPLE_1"')[1].split("</section>")[0]
    assert "checked" not in shown, "nothing of a refused page is kept"


def test_check_links_every_remark_to_its_control_with_the_text_of_the_question(
    bakery: Bakery, owner: FlaskClient
) -> None:
    page = owner.get(bakery.at("check")).text
    question = re.search(r'#q-DOUGH_1">DOUGH\.1 ([^<]{10,})<', page)
    assert question is not None
    assert f'href="{bakery.at("statements")}#statement-TRUE"' in page
    client, address = opened(bakery)
    new = client.get(f"{address}/check").text
    assert f'href="{address}/profile#processes"' in new
    assert f'href="{address}/profile#profile-employees"' in new
    shown = client.get(f"{address}/profile").text
    assert 'id="processes"' in shown
    assert 'id="profile-employees"' in shown
    assert 'id="statement-TRUE"' in client.get(f"{address}/statements").text


def test_chinese_pages_have_chinese_signs_between_their_words(bakery: Bakery) -> None:
    client = bakery.browser(bakery.stranger)
    with client.session_transaction() as held:
        held["language"] = "zh_Hans"
    listed = re.sub(r"<[^>]+>", "", client.get("/firm/").text.split("<main", 1)[1])
    assert re.search(r"[\u4e00-\u9fff0-9], ?[\u4e00-\u9fff]", listed) is None
    address = press(client, client.get("/firm/").text, "/open/").removesuffix("/scan")
    check = re.sub(r"<[^>]+>", "", client.get(f"{address}/check").text.split("<main", 1)[1])
    assert re.search(r"%\. |\): |[\u4e00-\u9fff]: ", check) is None
