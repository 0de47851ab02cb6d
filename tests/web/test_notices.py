"""What people are told, on the page and by mail, and how they turn it off."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from readiness.assessment.notices import Kind
from readiness.services.mail_switch import off_link
from readiness.services.notify import notify
from readiness.services.remove_member import remove_member
from readiness.store.firms import add_member
from readiness.store.rows import User
from tests.factories import NOON, as_person, make_firm, make_services
from tests.web.conftest import Site, send

FORM = re.compile(r'action="(/notices/[\w-]{22})"')
BADGE = re.compile(r'class="count">(\d+)')


def tell(site: Site, user: User, message: str = "reminder", **details: str) -> None:
    """The person is told something about a firm of the same name as always."""
    services = make_services(site.settings.data_dir)
    given = {"by": "Owner", "left": "7", "day": "2026-05-03", **details}
    with site.database.transaction() as session:
        row = session.get(User, user.id)
        assert row is not None
        notify(services, session, row, message, path="/firm/", at=NOON, firm=make_firm(session), **given)


def unread(client: FlaskClient) -> int:
    """What the number at the top of a page says; 0 without one."""
    found = BADGE.search(client.get("/account").text)
    return int(found[1]) if found else 0


def test_notice_is_counted_until_it_is_opened_and_leads_to_its_page(site: Site) -> None:
    user = site.person()
    tell(site, user)
    tell(site, user, "parts_given", parts="")
    client = site.browser(user)
    assert unread(client) == 2
    page = client.get("/notices").text
    assert "Questions left in your part: 7." in page
    assert "Please finish by May 3, 2026." in page
    newest = FORM.findall(page)[0]
    assert send(client, newest, {}, page="/notices").location == "/firm/"
    assert unread(client) == 1
    assert FORM.findall(client.get("/notices").text)[1] == newest, "unread ones stand first"
    assert send(client, newest, {"stay": "1"}, page="/notices").location == "/notices"


def test_marking_all_as_read_leaves_what_came_after_the_page(site: Site) -> None:
    user = site.person()
    tell(site, user)
    client = site.browser(user)
    before = {"seen": "2026-01-01T00:00:00+00:00"}
    send(client, "/notices", before)
    assert unread(client) == 1
    for odd in ("never", "2026-05-03"):
        send(client, "/notices", {"seen": odd})
    assert unread(client) == 0


def test_notice_of_somebody_else_does_not_exist(site: Site) -> None:
    user, other = site.person(), site.person()
    tell(site, user)
    notice = FORM.findall(site.browser(user).get("/notices").text)[0]
    assert send(site.browser(other), notice, {}, page="/account").status_code == 404
    assert unread(site.browser(user)) == 1
    assert FORM.findall(site.browser(other).get("/notices").text) == []


def test_what_is_turned_off_comes_neither_way_and_what_is_essential_stays(site: Site) -> None:
    user = site.person()
    client = site.browser(user)
    send(client, "/account/notices", {"on": ["late.page", "returned.mail", "no.such"]})
    assert "choose_notices" in site.events()
    for message in ("reminder", "late", "made_editor"):
        tell(site, user, message)
    assert [mail["message"] for mail in site.mails()] == ["made_editor"]
    assert unread(client) == 2
    page = client.get("/account/notices").text
    assert re.findall(r'value="([\w.]+)" checked', page) == ["late.page"]
    assert "returned." not in page, "there is no switch for it"


@pytest.mark.parametrize("program", [True, False])
def test_link_in_a_mail_turns_its_kind_off_by_button_or_by_the_mail_program(
    site: Site, program: bool
) -> None:
    user = site.person()
    tell(site, user)
    [mail] = site.mails()
    address = mail["off"].removeprefix("https://readiness.example")
    visitor = site.browser()
    assert user.email in visitor.get(address).text
    assert site.user(user.id).muted is None, "looking turns nothing off"
    if program:
        assert visitor.post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    else:
        assert "turned off" in send(visitor, address, {}).text
    assert site.user(user.id).muted == ["reminded.mail"]
    tell(site, user)
    assert len(site.mails()) == 1
    assert unread(site.browser(user)) == 2


def test_changed_link_turns_nothing_off(site: Site) -> None:
    user, other = site.person(), site.person()
    services = make_services(site.settings.data_dir)
    address = off_link(services, user, Kind.LATE).removeprefix(services.settings.base_url)
    changed = address.replace(user.key, other.key)
    essential = off_link(services, user, Kind.RETURNED).removeprefix(services.settings.base_url)
    visitor = site.browser()
    for wrong in (changed, essential, address[:-1], "/notices/off/12345678"):
        assert visitor.get(wrong).status_code == 404
        assert visitor.post(wrong).status_code == 404
    assert (site.user(user.id).muted, site.user(other.id).muted) == (None, None)


def test_who_is_removed_keeps_no_notice_of_the_firm_but_the_last(site: Site) -> None:
    owner, editor = site.person(), site.person()
    services = make_services(site.settings.data_dir)
    with site.database.transaction() as session:
        rows = [session.get(User, user.id) for user in (owner, editor)]
        assert rows[0] is not None
        assert rows[1] is not None
        firm = make_firm(session, owner=rows[0])
        add_member(session, firm, rows[1], kind="editor")
        session.flush()
        session.expire_all()
        notify(
            services, session, rows[1], "reminder", path="/", at=NOON, firm=firm, by="Owner", left="3", day=""
        )
        by = as_person(session, rows[0])
        remove_member(services, session, firm.key, rows[1].key, by=by, at=NOON)
    page = site.browser(site.user(editor.id)).get("/notices").text
    assert len(FORM.findall(page)) == 1
    assert "taken you off the list" in page
