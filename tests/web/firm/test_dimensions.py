"""A firm answers dimension by dimension."""

from __future__ import annotations

import io
import re

from flask.testing import FlaskClient

from tests.web.firm.conftest import Bakery

DOUGH, PEOPLE, OVEN = "dimensions/DOUGH", "dimensions/PEOPLE", "dimensions/OVEN"


def test_firm_answers_a_dimension_and_comes_back_to_it(bakery: Bakery, owner: FlaskClient) -> None:
    typed = {
        "DOUGH_1": "3",
        "DOUGH_2-loaf": "１４.5 h",
        "DOUGH_2-steamed": "2.5",
        "DOUGH_4-autolyse": "daily",
    }
    saved = bakery.send(owner, DOUGH, typed)
    assert saved.status_code == 302
    page = owner.get(bakery.at(DOUGH)).text
    assert 'value="14.5"' in page
    assert "in a book with changes" in page
    assert 'id="DOUGH_1-3" name="DOUGH_1" type="radio" value="3"' in page.replace("checked ", "")
    assert "Computed from the profile:" in page
    assert "100 × Rye flour a year ÷ Flour a year" in page


def test_second_press_from_the_same_page_keeps_what_was_added(bakery: Bakery, owner: FlaskClient) -> None:
    shown = owner.get(bakery.at(DOUGH))
    assert bakery.send(owner, DOUGH, {"DOUGH_1": "3"}, shown=shown).status_code == 302
    more = {"DOUGH_1": "3", "DOUGH_2-loaf": "14.5"}
    assert bakery.send(owner, DOUGH, more, shown=shown).status_code == 302
    assert 'value="14.5"' in owner.get(bakery.at(DOUGH)).text


def test_other_value_from_a_page_taken_back_in_the_browser_replaces_the_own_one(
    bakery: Bakery, owner: FlaskClient
) -> None:
    shown = owner.get(bakery.at(DOUGH))
    assert bakery.send(owner, DOUGH, {"DOUGH_1": "3"}, shown=shown).status_code == 302
    assert bakery.send(owner, DOUGH, {"DOUGH_1": "2"}, shown=shown).status_code == 302
    history = owner.get(bakery.at("questions/DOUGH.1")).text
    assert re.findall(r"<td>((?:in|on) a [^<]+)</td>", history) == ["in a book", "in a book with changes"]


def test_value_typed_before_the_own_newer_one_was_saved_is_asked_about(
    bakery: Bakery, owner: FlaskClient
) -> None:
    shown = owner.get(bakery.at(DOUGH))
    assert bakery.send(owner, DOUGH, {"DOUGH_1": "3"}).status_code == 302
    late = bakery.send(owner, DOUGH, {"DOUGH_1": "2", "age": "3600"}, shown=shown)
    assert late.status_code == 409
    assert 'name="keep-DOUGH_1"' in late.text


def test_firm_without_the_figures_can_say_that_they_are_not_measured(
    bakery: Bakery, owner: FlaskClient
) -> None:
    assert 'name="DOUGH_3-not_measured"' not in owner.get(bakery.at(DOUGH)).text, "the figures stand"
    assert bakery.send(owner, "profile", {"profile-rye_t": ""}).status_code == 302
    assert bakery.send(owner, DOUGH, {"DOUGH_3-not_measured": "y"}).status_code == 302
    page = owner.get(bakery.at(DOUGH)).text
    assert "figures are missing" in page
    assert re.search(r'<input[^>]*checked[^>]*name="DOUGH_3-not_measured"', page)


def test_every_kind_of_answer_can_be_given_and_taken_back(bakery: Bakery, owner: FlaskClient) -> None:
    typed = {"PEOPLE_1": ["breakfast", "guild_local"], "PEOPLE_2": "yes", "PEOPLE_3-not_measured": "y"}
    assert bakery.send(owner, PEOPLE, typed).status_code == 302
    assert (
        bakery.send(owner, OVEN, {"OVEN_1": "dial", "OVEN_2-burnt": "3", "OVEN_2-baked": "1,200"}).status_code
        == 302
    )
    page = owner.get(bakery.at(OVEN)).text
    assert 'value="1200"' in page
    assert bakery.send(owner, OVEN, {"OVEN_1": ""}).status_code == 302
    tasks = owner.get(bakery.at("")).text
    assert "In progress" in tasks
    assert "Done" in tasks


def test_wrong_number_stays_as_typed_with_the_message_beside_it(bakery: Bakery, owner: FlaskClient) -> None:
    answer = bakery.send(owner, DOUGH, {"DOUGH_2-loaf": "a long while", "DOUGH_1": "2"})
    assert answer.status_code == 422
    assert 'value="a long while"' in answer.text
    assert 'id="DOUGH_2-loaf-error"' in answer.text
    assert 'href="#DOUGH_2-loaf"' in answer.text
    assert "This is no number" in answer.text
    assert 'value="14.5"' not in owner.get(bakery.at(DOUGH)).text


def test_impossible_number_is_refused_beside_its_own_process(bakery: Bakery, owner: FlaskClient) -> None:
    answer = bakery.send(owner, DOUGH, {"DOUGH_2-loaf": "12", "DOUGH_2-steamed": "900"})
    assert answer.status_code == 422
    assert 'id="DOUGH_2-steamed-error"' in answer.text
    assert 'value="900"' in answer.text


def test_part_of_a_ratio_alone_is_refused(bakery: Bakery, owner: FlaskClient) -> None:
    answer = bakery.send(owner, OVEN, {"OVEN_2-burnt": "3"})
    assert answer.status_code == 422
    assert 'id="OVEN_2-baked-error"' in answer.text


def test_exclusive_option_stands_alone(bakery: Bakery, owner: FlaskClient) -> None:
    answer = bakery.send(owner, PEOPLE, {"PEOPLE_1": ["nothing", "breakfast"]})
    assert answer.status_code == 422
    assert "This choice stands alone" in answer.text


def test_not_applicable_needs_a_reason_and_only_where_allowed(bakery: Bakery, owner: FlaskClient) -> None:
    refused = bakery.send(owner, PEOPLE, {"PEOPLE_2-na": "y"})
    assert refused.status_code == 422
    assert 'id="PEOPLE_2-reason-error"' in refused.text
    assert (
        bakery.send(owner, PEOPLE, {"PEOPLE_2-na": "y", "PEOPLE_2-reason": "one-man shop"}).status_code == 302
    )
    page = owner.get(bakery.at(PEOPLE)).text
    assert "one-man shop" in page
    assert 'name="PEOPLE_3-na"' not in page


def test_stale_form_asks_for_each_question_and_saves_what_was_chosen(
    bakery: Bakery, owner: FlaskClient, colleague: FlaskClient
) -> None:
    old = owner.get(bakery.at(DOUGH))
    theirs = {"DOUGH_1": "1", "DOUGH_2-loaf": "12", "DOUGH_2-steamed": "3"}
    assert bakery.send(colleague, DOUGH, theirs).status_code == 302
    mine = {"DOUGH_1": "4", "DOUGH_2-loaf": "13", "DOUGH_4-autolyse": "daily"}
    stale = bakery.send(owner, DOUGH, mine, shown=old)
    assert stale.status_code == 409
    asked = stale.text.split('name="stands-DOUGH_1"')[1].split("</fieldset>")[0]
    assert re.findall(r'clash-value">([^<]+)<', asked) == ["on a wall", "in a book that others use"]
    assert len(set(re.findall(r"by (Person \d+), [^)]*:\d\d", asked))) == 2, "both with name and time"
    assert 'value="13"' in stale.text
    undecided = bakery.send(owner, DOUGH, {"keep-DOUGH_1": "mine"}, shown=stale)
    assert undecided.status_code == 409
    assert 'name="keep-DOUGH_1"' not in undecided.text, "what was chosen is not asked again"
    assert bakery.send(owner, DOUGH, {"keep-DOUGH_2": "theirs"}, shown=undecided).status_code == 302
    page = owner.get(bakery.at(DOUGH)).text
    assert re.search(r'<input checked [^>]*id="DOUGH_1-4"', page)
    assert 'value="12"' in page
    assert 'value="13"' not in page
    history = owner.get(bakery.at("questions/DOUGH.2")).text.split("<tbody>")[1]
    assert [("13" in row, "12" in row) for row in history.split("</tr>")[:3]] == [
        (False, True), (True, False), (False, True)
    ], "the history has what was given up as well"  # fmt: skip


def test_choice_against_an_answer_that_changed_again_is_asked_again(
    bakery: Bakery, owner: FlaskClient, colleague: FlaskClient
) -> None:
    old = owner.get(bakery.at(DOUGH))
    bakery.send(colleague, DOUGH, {"DOUGH_1": "1"})
    stale = bakery.send(owner, DOUGH, {"DOUGH_1": "4"}, shown=old)
    assert bakery.send(colleague, DOUGH, {"DOUGH_1": "2"}).status_code == 302
    again = bakery.send(owner, DOUGH, {"keep-DOUGH_1": "mine"}, shown=stale)
    assert again.status_code == 409
    assert "in a book" in again.text


def test_unreadable_number_beside_somebody_elses_stays_as_typed(
    bakery: Bakery, owner: FlaskClient, colleague: FlaskClient
) -> None:
    old = owner.get(bakery.at(DOUGH))
    bakery.send(colleague, DOUGH, {"DOUGH_2-loaf": "12"})
    stale = bakery.send(owner, DOUGH, {"DOUGH_2-loaf": "long"}, shown=old)
    assert stale.status_code == 409
    refused = bakery.send(owner, DOUGH, {"keep-DOUGH_2": "mine"}, shown=stale)
    assert refused.status_code == 422
    assert 'value="long"' in refused.text


def test_two_people_on_different_questions_do_not_meet(bakery: Bakery, owner: FlaskClient) -> None:
    old = owner.get(bakery.at(DOUGH))
    assert bakery.send(owner, DOUGH, {"DOUGH_1": "1"}).status_code == 302
    assert bakery.send(owner, DOUGH, {"DOUGH_2-loaf": "12"}, shown=old).status_code == 302
    page = owner.get(bakery.at(DOUGH)).text
    assert "on a wall" in page
    assert 'value="12"' in page


def test_another_firms_assessment_does_not_exist(bakery: Bakery) -> None:
    stranger = bakery.browser(bakery.stranger)
    for page in ("", DOUGH, "profile", "statements", "result", "check"):
        assert stranger.get(bakery.at(page)).status_code == 404


def test_file_is_attached_read_and_removed(bakery: Bakery, owner: FlaskClient) -> None:
    page = f"{DOUGH}/evidence/DOUGH.1"
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    sent = bakery.send(owner, page, {"file": (io.BytesIO(pdf), "recipes.pdf")})
    assert sent.status_code == 302, sent.text
    shown = owner.get(bakery.at(page))
    assert "recipes.pdf" in shown.text
    link = re.findall(r'href="(/assessments/[^"]+)" download', shown.text)[0]
    assert owner.get(link).headers["Content-Disposition"].startswith("attachment")
    assert bakery.browser(bakery.stranger).get(link).status_code == 404
    refused = bakery.send(owner, page, {"file": (io.BytesIO(b"MZ\x90\x00program"), "recipes.exe")})
    assert refused.status_code == 422


def test_contradiction_is_told_beside_the_answer_and_on_the_check(bakery: Bakery, owner: FlaskClient) -> None:
    assert bakery.send(owner, OVEN, {"OVEN_3": "yes"}).status_code == 302
    assert bakery.send(owner, "statements", {"statement-CLEAN": "no"}).status_code == 302
    for page in (OVEN, "check"):
        shown = owner.get(bakery.at(page))
        assert shown.status_code == 200
        assert "The oven is clean here but the hygiene check was not passed." in shown.text
