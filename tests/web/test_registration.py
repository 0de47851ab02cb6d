"""Ways in for firms: registering, invitations, confirming, a new password."""

from __future__ import annotations

import datetime as dt
import re

from readiness.assessment.permissions import Role
from readiness.services.invite_firm import invite_firm
from readiness.store.firms import find_firm_by_code
from tests.factories import as_person, credit_code, make_firm
from tests.web.conftest import PASSWORD, Site, send, sign_in

NEW = "nine bobbins turn slowly"


def _form(number: int, **changes: str) -> dict[str, str]:
    return {
        "credit_code": credit_code(number),
        "name": "苏州云锦纺织有限公司",
        "person_name": "Person at a loom",
        "email": "owner@firm.example",
        "password": NEW,
        "again": NEW,
        **changes,
    }


def _link(site: Site) -> str:
    return re.sub(r"^https?://[^/]+", "", site.mails()[-1]["values"]["link"])


def test_firm_registers_confirms_with_a_button_and_signs_in(site: Site) -> None:
    client = site.browser()
    assert send(client, "/register", _form(1)).status_code == 200
    link = _link(site)
    assert "button" in client.get(link).text
    assert sign_in(site.browser(), "owner@firm.example", NEW).status_code == 422
    assert send(client, link, {}).location == "/login"
    assert sign_in(site.browser(), "owner@firm.example", NEW).status_code == 302
    with site.database.session() as session:
        firm = find_firm_by_code(session, credit_code(1))
        assert firm is not None
        assert firm.confirmed_at is None
    done = client.get(link)
    assert done.status_code == 410
    assert "Confirmed already" in done.text


def test_known_address_sees_the_same_page_and_gets_another_mail(site: Site) -> None:
    site.person(email="owner@firm.example")
    known = send(site.browser(), "/register", _form(1))
    unknown = send(site.browser(), "/register", _form(2, email="other@firm.example"))
    assert known.status_code == unknown.status_code == 200
    assert known.text.replace("owner@", "other@") == unknown.text or "owner@firm.example" in known.text
    assert [mail["message"] for mail in site.mails()] == ["register_known", "register"]


def test_mistakes_stand_beside_their_fields_and_what_was_typed_is_kept(site: Site) -> None:
    answer = send(
        site.browser(), "/register", _form(1, credit_code="123", again="something else", name="云锦")
    )
    assert answer.status_code == 422
    assert 'value="云锦"' in answer.text
    assert 'id="again-error"' in answer.text
    answer = send(site.browser(), "/register", _form(1, credit_code="913205000000000000"))
    assert 'id="credit_code-error"' in answer.text
    assert 'aria-describedby="credit_code-hint credit_code-error"' in answer.text
    assert site.mails() == []


def test_easy_passwords_are_refused(site: Site) -> None:
    for password in (
        "short",
        "aaaaaaaaaaaaaaaa",
        "123456789012",
        "owner@firm.example",
        "readiness readiness",
    ):
        answer = send(site.browser(), "/register", _form(1, password=password, again=password))
        assert 'id="password-error"' in answer.text, password


def test_long_passwords_with_blanks_and_chinese_are_welcome(site: Site) -> None:
    for number, password in enumerate(
        ("loom by " * 16, "我家的织机每天都在安静地唱歌呢", " leading blank words ")
    ):
        form = _form(number + 1, password=password, again=password, email=f"p{number}@firm.example")
        assert send(site.browser(), "/register", form).status_code == 200
        send(site.browser(), _link(site), {})
        assert sign_in(site.browser(), f"p{number}@firm.example", password).status_code == 302


def test_forgotten_password_is_replaced_once_and_the_page_tells_nobody_who_is_known(site: Site) -> None:
    user = site.person()
    old = site.browser(user)
    known = send(site.browser(), "/reset", {"email": user.email})
    unknown = send(site.browser(), "/reset", {"email": "nobody@firm.example"})
    assert (known.status_code, unknown.status_code) == (200, 200)
    assert len(site.mails()) == 1
    link = _link(site)
    assert send(site.browser(), link, {"password": NEW, "again": NEW}).location == "/login"
    assert old.get("/account").status_code == 302
    assert sign_in(site.browser(), user.email, PASSWORD).status_code == 422
    assert sign_in(site.browser(), user.email, NEW).status_code == 302
    assert site.browser().get(link).status_code == 404


def _invite(site: Site, email: str = "", *, days_ago: int = 0) -> str:
    officer = site.person(Role.OFFICER)
    with site.database.transaction() as session:
        firm = make_firm(session)
        services = site.app.extensions["readiness_services"]
        at = dt.datetime.now(dt.UTC) - dt.timedelta(days=days_ago)
        by = as_person(session, session.merge(officer))
        return invite_firm(services, session, firm.key, by=by, at=at, kind="owner", email=email).code


def test_bearer_of_a_code_makes_a_login_and_is_a_member(site: Site) -> None:
    code = _invite(site)
    client = site.browser()
    address = send(client, "/invitation", {"code": code.lower().replace("-", " ")}).location
    join = {"person_name": "Somebody", "email": "new@firm.example", "password": NEW, "again": NEW}
    assert send(client, address, join).location == "/login"
    assert sign_in(client, "new@firm.example", NEW).status_code == 302
    assert "Firm" in client.get("/account").text
    assert client.get(address).status_code == 410


def test_signed_in_member_of_another_firm_joins_by_one_button(site: Site) -> None:
    code = _invite(site)
    client = site.browser(site.person())
    assert send(client, f"/invitation/{code}/join", {}, page=f"/invitation/{code}").status_code == 302
    assert site.events()[-1] == "accept_invitation"


def test_wrong_code_says_so(site: Site) -> None:
    answer = send(site.browser(), "/invitation", {"code": "AAAAA-BBBBB-CCCCC-DDDDD"})
    assert answer.status_code == 422
    assert "There is no invitation with this code." in answer.text
    short = send(site.browser(), "/invitation", {"code": "AAAAA-BBBBB-CCCCC"})
    assert "This has 15 letters and digits; an invitation code has 20." in short.text
    odd = send(site.browser(), "/invitation", {"code": "AAAAA-BBBBB-CCCCC-DDDD?"})
    assert "These do not occur in invitation codes: ?." in odd.text
    link = site.browser().get("/invitation/AAAAA-BBBBB-CCCCC-DDDD")
    assert link.status_code == 404
    assert 'value="AAAAA-BBBBB-CCCCC-DDDD"' in link.text


def test_visitor_is_not_told_whether_a_firm_takes_part(site: Site) -> None:
    with site.database.transaction() as session:
        code = make_firm(session).credit_code
    known = send(site.browser(), "/register", _form(1, credit_code=code))
    unknown = send(site.browser(), "/register", _form(90_001))
    assert known.status_code == unknown.status_code == 200
    tokens = re.compile(r'name="csrf_token" value="[^"]+"')
    assert tokens.sub("", known.text) == tokens.sub("", unknown.text)
    assert [mail["message"] for mail in site.mails()] == ["register_taken", "register"]


def test_all_mistakes_of_a_registration_are_named_at_once(site: Site) -> None:
    typed = _form(1, credit_code="123", email="no address", city="Atlantis", password="short")
    answer = send(site.browser(), "/register", typed)
    assert answer.status_code == 422
    for name in ("credit_code", "email", "city", "password", "again"):
        assert f'id="{name}-error"' in answer.text, name
    assert answer.text.count("Fill this in.") == 0
    empty = send(site.browser(), "/register", _form(1, name=""))
    assert empty.text.split('id="name-error"')[1].split("</p>")[0].count("Fill this in.") == 1


def test_hall_of_firms_behind_one_address_registers_and_a_flooded_mailbox_keeps_its_form(site: Site) -> None:
    for number in range(12):
        typed = _form(number + 1, email=f"p{number}@firm.example")
        assert send(site.browser(), "/register", typed).status_code == 200
    for number in range(10):
        assert send(site.browser(), "/register", _form(number + 20)).status_code == 200
    flooded = send(site.browser(), "/register", _form(40))
    assert flooded.status_code == 429
    assert int(flooded.headers["Retry-After"]) > 0
    assert 'value="苏州云锦纺织有限公司"' in flooded.text


def test_right_invitation_codes_are_not_counted_and_wrong_ones_of_a_network_are(site: Site) -> None:
    code = _invite(site)
    for _ in range(12):
        assert send(site.browser(), "/invitation", {"code": code}).status_code == 302
    wrong = {"code": "AAAAA-BBBBB-CCCCC-DDDDD"}
    for number in range(50):
        client = site.browser()
        client.environ_base["REMOTE_ADDR"] = f"2001:db8::{number:x}"
        assert send(client, "/invitation", wrong).status_code == 422
    client.environ_base["REMOTE_ADDR"] = "2001:db8::ffff"
    refused = send(client, "/invitation", wrong)
    assert refused.status_code == 429
    assert 'value="AAAAA-BBBBB-CCCCC-DDDDD"' in refused.text
    client.environ_base["REMOTE_ADDR"] = "2001:db8:0:1::1"
    assert send(client, "/invitation", {"code": code}).status_code == 302


def test_whole_message_out_of_a_chat_is_taken_for_the_code_in_it(site: Site) -> None:
    code = _invite(site)
    message = f"云锦纺织：邀请码{code}，打开 https://readiness.example/invitation/{code} 即可。"
    answer = send(site.browser(), "/invitation", {"code": message})
    assert (answer.status_code, answer.location) == (302, f"/invitation/{code}")


def test_old_invitation_says_who_invited_and_a_new_one_is_asked_for_by_one_button(site: Site) -> None:
    code = _invite(site, "wang@mill.example", days_ago=31)
    client, address = site.browser(), f"/invitation/{code}"
    page = client.get(address)
    assert page.status_code == 410
    assert "This invitation has run out" in page.text
    assert "the cluster office" in page.text
    assert "wang@" not in page.text
    assert send(client, f"{address}/ask", {}, page=address).location == address
    again = client.get(address).text
    assert "A new invitation was asked for" in again
    assert "/ask" not in again
    assert site.mails()[-1]["message"] == "invitation_asked"


def test_unknown_code_asks_nobody(site: Site) -> None:
    address = "/invitation/AAAAA-BBBBB-CCCCC-DDDDD"
    assert send(site.browser(), f"{address}/ask", {}, page="/invitation").status_code == 422
    assert site.mails() == []


def test_forwarded_invitation_hides_the_first_address_and_tells_another_account_what_it_does(
    site: Site,
) -> None:
    code = _invite(site, "wang@mill.example")
    address = f"/invitation/{code}"
    stranger = site.browser().get(address).text
    assert "w•••@mill.example" in stranger
    assert "wang@" not in stranger
    other = site.browser(site.person())
    page = other.get(address).text
    assert "You can join with this account all the same" in page
    left = send(other, "/logout", {"next": address}, page=address)
    assert left.location == address
    assert 'id="person_name"' in other.get(address).text
    assert send(other, "/logout", {"next": "//evil.example/"}, page=address).location == "/"


def test_staff_and_members_are_not_offered_a_seat_they_cannot_use(site: Site) -> None:
    code = _invite(site)
    address = f"/invitation/{code}"
    staff = site.browser(site.person(Role.CONSULTANT)).get(address).text
    assert "whose account belongs to the cluster" in staff
    assert "/join" not in staff
    user = site.person()
    client = site.browser(user)
    send(client, f"{address}/join", {}, page=address)
    assert "You belong to this firm already" in client.get(address).text


def test_confirmation_comes_again_by_one_button_and_nobody_learns_who_waits(site: Site) -> None:
    client = site.browser()
    page = send(client, "/register", _form(1))
    assert 'action="/confirm"' in page.text
    waiting = send(client, "/confirm", {"email": "owner@firm.example"})
    unknown = send(client, "/confirm", {"email": "nobody@firm.example"})
    tokens = re.compile(r'name="csrf_token" value="[^"]+"')
    alike = [tokens.sub("", answer.text).replace("nobody@", "owner@") for answer in (waiting, unknown)]
    assert alike[0] == alike[1]
    assert [mail["message"] for mail in site.mails()] == ["register", "register"]
    assert send(client, _link(site), {}).location == "/login"
    assert send(client, "/confirm", {"email": "no address"}).status_code == 422


def test_colleague_who_confirms_second_is_told_that_the_firm_is_here(site: Site) -> None:
    links = []
    for email in ("first@firm.example", "second@firm.example"):
        send(site.browser(), "/register", _form(1, email=email))
        links.append(_link(site))
    assert send(site.browser(), links[0], {}).location == "/login"
    page = send(site.browser(), links[1], {})
    assert page.status_code == 200
    assert "Your firm is here already" in page.text
    assert site.mails()[-1]["message"] == "register_owner"
