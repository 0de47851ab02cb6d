"""One question at a time, as the page's script sends it."""

from __future__ import annotations

import json
import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.firm.conftest import Bakery


def save(
    bakery: Bakery, client: FlaskClient, question: str, typed: dict[str, Any], **more: str
) -> TestResponse:
    dimension = question.split(".", maxsplit=1)[0]
    fields = {
        "csrf_token": client.get("/api/csrf-token").json["csrf_token"],
        "client_id": "sending-1",
        **more,
    }
    address = f"/api/assessments/{bakery.key}/dimensions/{dimension}/questions/{question}"
    return client.post(address, data={**fields, **typed})


def save_part(bakery: Bakery, client: FlaskClient, part: str, typed: dict[str, Any]) -> TestResponse:
    token = client.get("/api/csrf-token").json["csrf_token"]
    fields = {"csrf_token": token, "client_id": "sending-1", f"seen-{part}": "{}"}
    return client.post(f"/api/assessments/{bakery.key}/parts/{part}", data={**fields, **typed})


def test_figures_are_kept_before_the_shares_are_complete_and_the_form_goes_on_from_there(
    bakery: Bakery, owner: FlaskClient
) -> None:
    shown = owner.get(bakery.at("profile"))
    half = save_part(bakery, owner, "processes", {"process-loaf": "60", "base-processes": "1"})
    assert half.status_code == 422
    assert "add up to 90 %" in half.json["detail"]
    kept = save_part(bakery, owner, "profile", {"profile-employees": "１５", "base-profile": "1"})
    assert kept.status_code == 200
    sent = {
        "profile-employees": "15",
        "profile-flour_t": "90",
        "base-profile": str(kept.json["revision"]),
        "seen-profile": kept.json["seen"],
    }
    assert bakery.send(owner, "profile", sent, shown=shown).status_code == 302
    page = owner.get(bakery.at("profile")).text
    assert 'value="15"' in page
    assert 'value="90"' in page
    assert 'value="70"' in page, "the shares stand as before"


def test_shares_are_kept_without_touching_the_figures(bakery: Bakery, owner: FlaskClient) -> None:
    typed = {"process-loaf": "60", "process-steamed": "40", "base-processes": "1"}
    kept = save_part(bakery, owner, "processes", typed)
    assert (kept.status_code, kept.json["revision"]) == (200, 2)
    page = owner.get(bakery.at("profile")).text
    assert 'value="60"' in page
    assert 'value="12"' in page


def test_part_over_somebody_elses_is_not_kept_and_the_button_puts_both_together(
    bakery: Bakery, owner: FlaskClient, colleague: FlaskClient
) -> None:
    old = owner.get(bakery.at("statements"))
    first = save_part(bakery, colleague, "statements", {"statement-OPEN": "yes", "base-statements": "0"})
    assert first.status_code == 200
    stale = {"statement-OPEN": "", "statement-CLEAN": "no", "base-statements": "0"}
    refused = save_part(bakery, owner, "statements", stale)
    assert (refused.status_code, refused.json["error"]) == (409, "conflict")
    assert bakery.send(owner, "statements", {"statement-CLEAN": "no"}, shown=old).status_code == 302
    page = owner.get(bakery.at("statements")).text
    assert re.search(r'checked [^>]*id="statement-OPEN-0"', page)
    assert re.search(r'checked [^>]*id="statement-CLEAN-1"', page)


def test_figure_that_cannot_be_read_is_named_and_nothing_is_kept(bakery: Bakery, owner: FlaskClient) -> None:
    typed = {"profile-employees": "many", "profile-flour_t": "90", "base-profile": "1"}
    refused = save_part(bakery, owner, "profile", typed)
    assert refused.status_code == 422
    assert "Employees: " in refused.json["detail"]
    assert 'value="90"' not in owner.get(bakery.at("profile")).text


def test_strangers_find_no_part_to_save(bakery: Bakery) -> None:
    stranger = bakery.browser(bakery.stranger)
    for part in ("profile", "processes", "statements"):
        assert save_part(bakery, stranger, part, {}).status_code == 404


def test_question_is_kept_and_the_form_goes_on_from_there(bakery: Bakery, owner: FlaskClient) -> None:
    shown = owner.get(bakery.at("dimensions/DOUGH"))
    kept = save(bakery, owner, "DOUGH.2", {"DOUGH_2-loaf": "14.5 h", "base-DOUGH_2": "0"})
    assert kept.status_code == 200
    assert kept.json["revision"] == 2, "the profile was the first"
    assert ":" in kept.json["time"]
    sent = {
        "DOUGH_2-loaf": "14.5 h",
        "base-DOUGH_2": str(kept.json["revision"]),
        "seen-DOUGH_2": kept.json["seen"],
        "DOUGH_1": "3",
    }
    assert bakery.send(owner, "dimensions/DOUGH", sent, shown=shown).status_code == 302
    assert 'value="14.5"' in owner.get(bakery.at("dimensions/DOUGH")).text


def test_sending_that_comes_twice_is_kept_once(bakery: Bakery, owner: FlaskClient) -> None:
    first = save(bakery, owner, "DOUGH.1", {"DOUGH_1": "3", "base-DOUGH_1": "0"})
    again = save(bakery, owner, "DOUGH.1", {"DOUGH_1": "3", "base-DOUGH_1": "0"})
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json["revision"] == again.json["revision"]


def test_part_over_the_own_one_of_another_window_is_put_together(bakery: Bakery, owner: FlaskClient) -> None:
    seen = {"profile-employees": "12", "profile-flour_t": "80", "profile-rye_t": "20"}
    one = {**seen, "profile-employees": "15", "base-profile": "1", "seen-profile": json.dumps(seen)}
    other = {**seen, "profile-flour_t": "90", "base-profile": "1", "seen-profile": json.dumps(seen)}
    assert save_part(bakery, owner, "profile", one).status_code == 200
    kept = save_part(bakery, owner, "profile", other)
    assert kept.status_code == 200
    assert {"profile-employees": "15", "profile-flour_t": "90"}.items() <= dict(kept.json["fields"]).items()
    assert 'value="15"' in owner.get(bakery.at("profile")).text


def test_own_save_on_top_of_a_colleagues_does_not_hide_the_colleagues_from_an_older_page(
    bakery: Bakery, owner: FlaskClient, colleague: FlaskClient
) -> None:
    seen = {"profile-employees": "12", "profile-flour_t": "80", "profile-rye_t": "20"}
    old = {**seen, "profile-employees": "15", "base-profile": "1", "seen-profile": json.dumps(seen)}
    theirs = {**seen, "profile-employees": "14", "base-profile": "1", "seen-profile": json.dumps(seen)}
    given = save_part(bakery, colleague, "profile", theirs)
    upon = {**seen, "profile-employees": "14"}
    mine = {**upon, "profile-rye_t": "21", "base-profile": str(given.json["revision"])}
    mine |= {"seen-profile": json.dumps(upon)}
    assert save_part(bakery, owner, "profile", {**mine, "client_id": "sending-2"}).status_code == 200
    refused = save_part(bakery, owner, "profile", {**old, "client_id": "sending-3"})
    assert (refused.status_code, refused.json["error"]) == (409, "conflict")
    assert 'value="14"' in owner.get(bakery.at("profile")).text


def test_answer_over_somebody_elses_is_not_kept_until_one_of_both_is_chosen(
    bakery: Bakery, owner: FlaskClient, colleague: FlaskClient
) -> None:
    save(bakery, colleague, "DOUGH.1", {"DOUGH_1": "3", "base-DOUGH_1": "0"})
    mine = {"DOUGH_1": "1", "base-DOUGH_1": "0"}
    stale = save(bakery, owner, "DOUGH.1", mine, client_id="sending-2")
    assert (stale.status_code, stale.json["error"]) == (409, "conflict")
    both = stale.json["choice"]
    assert re.findall(r'clash-value">([^<]+)<', both) == ["in a book with changes", "on a wall"]
    assert len(set(re.findall(r"by (Person \d+), [^)]*:\d\d", both))) == 2
    chosen = {**mine, "keep-DOUGH_1": "theirs", "stands-DOUGH_1": "2"}
    kept = save(bakery, owner, "DOUGH.1", chosen, client_id="sending-3")
    assert kept.status_code == 200
    assert kept.json["fields"] == [["DOUGH_1", "3"]]
    history = owner.get(bakery.at("questions/DOUGH.1")).text
    kept_words = re.findall(r"<td>((?:in|on) a [^<]+)</td>", history)
    assert kept_words == ["in a book with changes", "on a wall", "in a book with changes"]
    assert save(bakery, owner, "DOUGH.1", chosen, client_id="sending-3").status_code == 200, "sent again"
    assert owner.get(bakery.at("questions/DOUGH.1")).text.count("<td>on a wall</td>") == 1


def test_own_answer_of_another_window_is_no_conflict(bakery: Bakery, owner: FlaskClient) -> None:
    save(bakery, owner, "DOUGH.1", {"DOUGH_1": "3", "base-DOUGH_1": "0"})
    second = save(bakery, owner, "DOUGH.1", {"DOUGH_1": "1", "base-DOUGH_1": "0"}, client_id="sending-2")
    assert (second.status_code, second.json["revision"]) == (200, 3)
    earlier = {"DOUGH_1": "2", "base-DOUGH_1": "0"}
    late = save(bakery, owner, "DOUGH.1", earlier, client_id="sending-4", age="60")
    assert late.status_code == 409, "typed before the newer one was saved"


def test_nothing_is_saved_in_the_name_of_somebody_who_signed_in_meanwhile(
    bakery: Bakery, owner: FlaskClient
) -> None:
    typed = {"DOUGH_1": "3", "base-DOUGH_1": "0"}
    assert save(bakery, owner, "DOUGH.1", typed, person="somebody@else.example").status_code == 401
    assert save(bakery, owner, "DOUGH.1", typed, person=bakery.owner_email).status_code == 200


def test_likely_slip_of_unit_is_asked_about_in_the_reply(bakery: Bakery, owner: FlaskClient) -> None:
    odd = save(bakery, owner, "DOUGH.2", {"DOUGH_2-loaf": "0.14", "DOUGH_2-steamed": "2"})
    assert odd.status_code == 200
    assert "did you mean 14?" in " ".join(odd.json["remarks"])
    again = {"DOUGH_2-loaf": "14", "DOUGH_2-steamed": "2", "base-DOUGH_2": str(odd.json["revision"])}
    assert save(bakery, owner, "DOUGH.2", again, client_id="sending-2").json["remarks"] == []


def test_refusal_says_why_and_keeps_nothing(bakery: Bakery, owner: FlaskClient) -> None:
    for typed in (
        {"DOUGH_2-loaf": "long"},
        {"DOUGH_2-loaf": "9000"},
        {"DOUGH_2-loaf": "2", "DOUGH_2-not_measured": "y"},
    ):
        refused = save(bakery, owner, "DOUGH.2", {**typed, "base-DOUGH_2": "0"})
        assert refused.status_code == 422
        assert refused.json["detail"]
    assert "saved by" not in owner.get(bakery.at("dimensions/DOUGH")).text


def test_what_is_not_asked_or_not_ones_own_does_not_exist(bakery: Bakery, owner: FlaskClient) -> None:
    assert save(bakery, owner, "DOUGH.3", {}).status_code == 404, "computed from the profile"
    assert save(bakery, owner, "DOUGH.9", {}).status_code == 404
    stranger = bakery.browser(bakery.stranger)
    assert save(bakery, stranger, "DOUGH.1", {"DOUGH_1": "3"}).status_code == 404
    assert save(bakery, owner, "DOUGH.1", {"DOUGH_1": "3"}, csrf_token="made up").status_code == 400
    nobody = bakery.app.test_client()
    assert save(bakery, nobody, "DOUGH.1", {"DOUGH_1": "3"}).status_code == 401


def test_shares_that_change_the_questions_are_not_kept_before_the_firm_has_seen_which(
    bakery: Bakery, owner: FlaskClient
) -> None:
    for share in ("100", ""):
        typed = {"process-loaf": share, "process-steamed": "", "base-processes": "1"}
        refused = save_part(bakery, owner, "processes", typed)
        assert refused.status_code == 422
        assert "this changes the questions" in refused.json["detail"]
    assert 'value="70"' in owner.get(bakery.at("profile")).text
