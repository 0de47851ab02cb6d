"""The administrator's pages."""

from __future__ import annotations

import re

from readiness.assessment.permissions import Role
from tests.factories import credit_code, make_login, make_round
from tests.web.conftest import Site, send

NEW = {
    "person_name": "New officer",
    "email": "new@cluster.example",
    "role": "officer",
    "city": "Suzhou",
    "language": "vi",
}


def test_administrator_adds_an_officer_who_gets_a_mail_in_the_chosen_language(site: Site) -> None:
    client = site.browser(site.person(Role.ADMINISTRATOR))
    assert send(client, "/admin/people/add", NEW).status_code == 302
    mail = site.mails()[-1]
    assert (mail["message"], mail["language"]) == ("welcome", "vi")
    assert "New officer" in client.get("/admin/people").text
    answer = send(client, "/admin/people/add", NEW)
    assert answer.status_code == 422
    assert 'id="email-error"' in answer.text


def test_ended_login_is_out_at_once_and_the_log_knows(site: Site) -> None:
    administrator, consultant = site.person(Role.ADMINISTRATOR), site.person(Role.CONSULTANT)
    client, other = site.browser(administrator), site.browser(consultant)
    data = {"person_name": consultant.name, "role": "consultant", "city": ""}
    assert send(client, f"/admin/people/{consultant.key}", data).status_code == 302
    assert other.get("/account").status_code == 302
    assert site.events() == ["change_user"]
    assert "change_user" in client.get("/admin/events").text


def test_last_administrator_cannot_be_ended_and_nothing_changes(site: Site) -> None:
    administrator = site.person(Role.ADMINISTRATOR)
    client = site.browser(administrator)
    data = {"person_name": "Other name", "role": "administrator", "city": ""}
    answer = send(client, f"/admin/people/{administrator.key}", data)
    assert answer.status_code == 422
    assert "There must be one active administrator" in answer.text
    assert site.user(administrator.id).name == administrator.name


def test_link_for_a_new_password_is_shown_once_to_hand_over(site: Site) -> None:
    client = site.browser(site.person(Role.ADMINISTRATOR))
    user = site.person()
    page = f"/admin/people/{user.key}"
    answer = send(client, f"{page}/reset", {}, page=page)
    link = re.search(r"http://localhost(/reset/[\w-]+)", answer.text)
    assert link is not None
    assert site.browser().get(link[1]).status_code == 200
    assert site.mails()[-1]["message"] == "reset_issued"


def test_second_factor_of_a_lost_phone_is_forgotten(site: Site) -> None:
    client = site.browser(site.person(Role.ADMINISTRATOR))
    officer = site.person(Role.OFFICER)
    page = f"/admin/people/{officer.key}"
    send(client, f"{page}/forget-second-factor", {}, page=page)
    assert site.user(officer.id).tf_totp_secret is None


def test_people_are_paged_by_key_and_searched(site: Site) -> None:
    client = site.browser(site.person(Role.ADMINISTRATOR))
    for _ in range(52):
        site.person()
    first = client.get("/admin/people").text
    following = re.search(r'href="(/admin/people\?after=\d+)"', first)
    assert following is not None
    assert first.count('scope="row"') == 50
    assert client.get(following[1]).text.count('scope="row"') == 3
    assert client.get("/admin/people?role=officer&search=xyz").text.count('scope="row"') == 0
    assert client.get("/admin/people?after=99999999999999999999").status_code == 200


def test_officer_is_limited_to_a_city_of_the_questionnaire_and_nobody_else_is(site: Site) -> None:
    client = site.browser(site.person(Role.ADMINISTRATOR))
    page = client.get("/admin/people/add").text
    assert '<option value="Suzhou">' in page
    wrong = send(client, "/admin/people/add", {**NEW, "city": "Atlantis"})
    assert "The city Atlantis is not known." in wrong.text
    other = send(client, "/admin/people/add", {**NEW, "role": "consultant"})
    assert 'id="city-error"' in other.text
    assert send(client, "/admin/people/add", NEW).status_code == 302


def test_officer_of_a_city_sees_the_firm_that_registered_there(site: Site) -> None:
    with site.database.transaction() as session:
        officer = make_login(session, Role.OFFICER, city="Suzhou")
        officer.tf_totp_secret = "x"
        round_key = make_round(session).key
    typed = {"credit_code": credit_code(7), "name": "云锦", "city": "Suzhou", "person_name": "Somebody"}
    words = "nine bobbins turn slowly"
    send(site.browser(), "/register", {**typed, "email": "a@firm.example", "password": words, "again": words})
    link = re.sub(r"^https?://[^/]+", "", site.mails()[-1]["values"]["link"])
    send(site.browser(), link, {})
    assert "云锦" in site.browser(officer).get(f"/office/rounds/{round_key}/firms").text
