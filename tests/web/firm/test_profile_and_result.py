"""From the profile to the result."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from readiness.scoring.scorecard import Basis
from readiness.services.get_result import get_result
from readiness.store.people import find_user, person_of
from tests.web.firm.conftest import Bakery


def test_shares_that_sum_to_90_are_refused_beside_them(bakery: Bakery, owner: FlaskClient) -> None:
    answer = bakery.send(
        owner, "profile", {"process-loaf": "60", "process-steamed": "30", "profile-employees": "13"}
    )
    assert answer.status_code == 422
    assert 'id="processes-error"' in answer.text
    assert "add up to 90 %" in answer.text
    assert 'value="60"' in answer.text
    assert 'value="13"' in answer.text


def test_profile_is_kept_and_a_stale_one_asks_figure_by_figure(
    bakery: Bakery, owner: FlaskClient, colleague: FlaskClient
) -> None:
    old = owner.get(bakery.at("profile"))
    theirs = {"profile-employees": "１４", "profile-flour_t": "90"}
    assert bakery.send(colleague, "profile", theirs).status_code == 302
    assert 'value="14"' in owner.get(bakery.at("profile")).text
    mine = {"profile-employees": "15", "profile-flour_t": "95", "profile-shop_kind": "market"}
    stale = bakery.send(owner, "profile", mine, shown=old)
    assert stale.status_code == 409
    asked = stale.text.split('name="stands-profile-employees"')[1].split("</fieldset>")[0]
    assert re.findall(r'clash-value">([^<]+)<', asked) == ["14", "15"]
    assert "by Person" in asked
    half = bakery.send(owner, "profile", {"keep-profile-employees": "mine"}, shown=stale)
    assert half.status_code == 409
    choice = {"keep-profile-employees": "mine", "keep-profile-flour_t": "theirs"}
    assert bakery.send(owner, "profile", choice, shown=half).status_code == 302
    page = owner.get(bakery.at("profile")).text
    assert 'value="15"' in page
    assert 'value="90"' in page
    assert re.search(r'<option selected value="market"', page)


def test_two_people_on_different_figures_or_statements_do_not_meet(
    bakery: Bakery, owner: FlaskClient, colleague: FlaskClient
) -> None:
    old = owner.get(bakery.at("profile"))
    assert bakery.send(colleague, "profile", {"profile-employees": "14"}).status_code == 302
    assert bakery.send(owner, "profile", {"profile-flour_t": "90"}, shown=old).status_code == 302
    page = owner.get(bakery.at("profile")).text
    assert 'value="14"' in page
    assert 'value="90"' in page
    old = owner.get(bakery.at("statements"))
    assert bakery.send(colleague, "statements", {"statement-OPEN": "yes"}).status_code == 302
    assert bakery.send(owner, "statements", {"statement-CLEAN": "no"}, shown=old).status_code == 302
    page = owner.get(bakery.at("statements"))
    assert re.search(r'checked [^>]*id="statement-OPEN-0"', page.text)
    assert re.search(r'checked [^>]*id="statement-CLEAN-1"', page.text)
    assert bakery.send(colleague, "statements", {"statement-TRUE": "yes"}).status_code == 302
    stale = bakery.send(owner, "statements", {"statement-OPEN": "no"}, shown=old)
    assert stale.status_code == 409
    asked = stale.text.split('name="stands-statement-OPEN"')[1].split("</fieldset>")[0]
    assert re.findall(r'clash-value">([^<]+)<', asked) == ["Yes", "No"]


def test_firm_opens_an_assessment_in_an_open_round(bakery: Bakery) -> None:
    stranger = bakery.browser(bakery.stranger)
    page = stranger.get("/firm/").text
    address = next(part.split('"')[0] for part in page.split('action="') if "/open/" in part.split('"')[0])
    token = page.split(f'action="{address}"')[1].split('name="csrf_token" value="')[1].split('"')[0]
    opened = stranger.post(address, data={"csrf_token": token})
    assert opened.status_code == 302
    assert stranger.get(opened.location).status_code == 200


def test_firm_goes_from_answers_to_a_result_with_the_index_of_the_scorecard(
    bakery: Bakery, owner: FlaskClient
) -> None:
    bakery.send(owner, "dimensions/DOUGH", {"DOUGH_1": "3", "DOUGH_2-loaf": "14", "DOUGH_2-steamed": "2"})
    bakery.send(owner, "dimensions/OVEN", {"OVEN_1": "probe", "OVEN_3": "yes"})
    check = owner.get(bakery.at("check")).text
    assert "PEOPLE.1" in check
    assert "Must be put right" in check
    yes = {"statement-OPEN": "yes", "statement-CLEAN": "yes", "statement-TRUE": "yes"}
    assert bakery.send(owner, "statements", yes).status_code == 302
    assert "Nothing stands in the way" in owner.get(bakery.at("check")).text
    refused = bakery.send(owner, "declare", {"scores": [], "name": "Baker"})
    assert refused.status_code == 422
    assert bakery.send(owner, "declare", {"scores": "y", "name": "Baker"}).status_code == 302
    page = owner.get(bakery.at("declare")).text
    token = page.split('/submit"')[1].split('name="csrf_token" value="')[1].split('"')[0]
    submitted = owner.post(bakery.at("submit"), data={"csrf_token": token})
    assert submitted.location == bakery.at("receipts")
    shown = owner.get(bakery.at("result")).text
    with bakery.database.session() as session:
        user = find_user(session, bakery.owner_email)
        assert user is not None
        view = get_result(bakery.services, session, bakery.key, by=person_of(user))
    index = view.scorecards[Basis.DECLARED].index
    assert f'<span class="index-number">{index:.1f}</span>' in shown
    assert "Points lost by question" in shown
    assert "chart-bars" in shown
    assert owner.get(bakery.at("dimensions/DOUGH")).text.count('<fieldset class="bare" disabled>') == 1
    assert "evidence" in owner.get(bakery.at("declare")).text


def test_consent_can_be_given_and_taken_back_after_submitting(bakery: Bakery, owner: FlaskClient) -> None:
    yes = {"statement-OPEN": "yes", "statement-CLEAN": "yes", "statement-TRUE": "yes"}
    bakery.send(owner, "statements", yes)
    bakery.send(owner, "dimensions/OVEN", {"OVEN_1": "probe", "OVEN_3": "yes"})
    bakery.send(owner, "declare", {"scores": "y", "figures": "y", "name": "Baker"})
    token = owner.get(bakery.at("declare")).text.split('name="csrf_token" value="')[1].split('"')[0]
    assert owner.post(bakery.at("submit"), data={"csrf_token": token}).location == bakery.at("receipts")
    shown = owner.get(bakery.at("declare"))
    assert 'checked class="form-check-input" id="figures"' in shown.text
    assert bakery.send(owner, "consent", {"evidence": "y"}, shown=shown).status_code == 302
    assert 'checked class="form-check-input" id="evidence"' in owner.get(bakery.at("declare")).text


def test_other_processes_are_told_before_they_are_saved_and_the_old_answers_come_back_with_them(
    bakery: Bakery, owner: FlaskClient
) -> None:
    bakery.send(owner, "dimensions/OVEN", {"OVEN_3": "yes"})
    loaf, both = (
        {"process-loaf": "100", "process-steamed": ""},
        {"process-loaf": "70", "process-steamed": "30"},
    )
    told = bakery.send(owner, "profile", {**loaf, "profile-employees": "15"})
    assert told.status_code == 422
    gone = told.text.split("No longer asked (1)")[1].split("</ul>")[0]
    assert "OVEN.3" in gone
    assert "your answer is kept" in gone
    assert 'value="15"' in told.text
    assert 'value="70"' in owner.get(bakery.at("profile")).text, "nothing is saved yet"
    mark = re.findall(r'name="agreed" value="(\w{32})"', told.text)[0]
    assert bakery.send(owner, "profile", {"agreed": mark}, shown=told).status_code == 302
    assert "OVEN_3" not in owner.get(bakery.at("dimensions/OVEN")).text
    told = bakery.send(owner, "profile", both)
    assert "answered before: the answer comes back" in told.text
    mark = re.findall(r'name="agreed" value="(\w{32})"', told.text)[0]
    assert bakery.send(owner, "profile", {"agreed": mark}, shown=told).status_code == 302
    assert re.search(r'checked [^>]*id="OVEN_3-0"', owner.get(bakery.at("dimensions/OVEN")).text)


def test_processes_can_stay_as_they_were_while_the_figures_are_saved(
    bakery: Bakery, owner: FlaskClient
) -> None:
    told = bakery.send(
        owner, "profile", {"process-loaf": "100", "process-steamed": "", "profile-employees": "15"}
    )
    assert bakery.send(owner, "profile", {"agreed": "as-before"}, shown=told).status_code == 302
    page = owner.get(bakery.at("profile")).text
    assert 'value="15"' in page
    assert 'value="70"' in page


def test_profile_shows_the_sum_of_the_shares_and_rates_with_their_formula(
    bakery: Bakery, owner: FlaskClient
) -> None:
    page = owner.get(bakery.at("profile")).text
    assert "<output>Sum 100 %: complete</output>" in page
    rate = page.split('class="rate-formula"')[1].split("</p>")[0]
    assert re.search(r"100 × .+ ÷ .+ = <output[^>]*>25 %<", rate)
    short = bakery.send(owner, "profile", {"process-steamed": "18"}).text
    assert "Sum 88 %: 12 % missing" in short
    assert "Sum 103 %: over by 3 %" in bakery.send(owner, "profile", {"process-steamed": "33"}).text
    searched = re.findall(r'data-process="steamed" data-words="([^"]+)"', page)[0]
    for words in bakery.app.extensions["readiness_services"].catalogue.get("bakery/1").texts.words.values():
        assert str(words["processes.steamed"]) in searched
