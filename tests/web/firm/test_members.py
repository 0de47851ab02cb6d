"""Owners look after the people of their firm."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from readiness.store.firms import add_member
from readiness.store.rows import Firm, Job, Membership, User
from tests import factories
from tests.web.firm.conftest import Bakery

STEP = re.compile(r'action="(/firm/[^"]+)"')
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class People:
    """The bakery with an editor beside its owner."""

    def __init__(self, bakery: Bakery) -> None:
        self.bakery = bakery
        with bakery.database.session(write=True) as session:
            firm = session.scalars(sa.select(Firm).where(Firm.name == bakery.firm_name)).one()
            editor = factories.make_login(session)
            add_member(session, firm, editor, kind="editor")
            self.page = f"/firm/{firm.key}/members"
            self.firm_id, self.editor_key, self.editor = firm.id, editor.key, editor.fs_uniquifier
            self.editor_id, self.editor_name = editor.id, editor.name
            session.commit()

    def post(self, client: FlaskClient, address: str, data: dict[str, Any]) -> Any:
        token = TOKEN.search(client.get("/account").text)
        assert token is not None
        return client.post(address, data={"csrf_token": token[1], **data})

    def kinds(self) -> list[str]:
        with self.bakery.database.session() as session:
            query = (
                sa.select(Membership.kind).where(Membership.firm_id == self.firm_id).order_by(Membership.id)
            )
            return list(session.scalars(query))

    def mails(self) -> list[str]:
        with self.bakery.database.session() as session:
            payloads = session.scalars(sa.select(Job.payload).where(Job.kind == "mail").order_by(Job.id))
            return [payload["message"] for payload in payloads]


@pytest.fixture
def people(bakery: Bakery) -> People:
    return People(bakery)


def test_owner_invites_a_colleague_by_mail_and_takes_it_back(people: People, owner: FlaskClient) -> None:
    assert people.page in owner.get("/firm/").text
    asked = {"email": "new@firm.example", "kind": "editor", "dimensions": ["DOUGH"], "language": "vi"}
    invited = people.post(owner, people.page, asked)
    assert invited.status_code == 200
    assert people.mails() == ["invitation"]
    code = re.search(r"/invitation/([\w-]+)", invited.text)
    assert code is not None
    assert people.bakery.app.test_client().get(f"/invitation/{code[1]}").status_code == 200
    page = owner.get(people.page).text
    assert "new@firm.example" in page
    assert "only DOUGH" in page
    address = next(found for found in STEP.findall(page) if "/invitations/" in found)
    assert people.post(owner, address, {}).status_code == 302
    assert "new@firm.example" not in owner.get(people.page).text
    assert people.bakery.app.test_client().get(f"/invitation/{code[1]}").status_code == 410
    assert people.post(owner, address, {}).status_code == 404


def test_wrong_address_stays_as_typed_with_the_message_beside_it(people: People, owner: FlaskClient) -> None:
    answer = people.post(owner, people.page, {"email": "nobody at all", "kind": "editor", "language": "en"})
    assert answer.status_code == 422
    assert 'value="nobody at all"' in answer.text
    assert 'id="email-error"' in answer.text
    assert people.post(owner, people.page, {"email": "a@b.example", "kind": "emperor"}).status_code == 422
    assert people.mails() == []


def test_owner_hands_the_firm_on_and_steps_back(people: People, owner: FlaskClient) -> None:
    role = f"{people.page}/{people.editor_key}/role"
    assert people.post(owner, role, {"kind": "owner"}).status_code == 302
    assert people.kinds() == ["owner", "owner"]
    heir = people.bakery.browser(people.editor)
    with people.bakery.database.session() as session:
        first = session.scalars(sa.select(User.key).where(User.email == people.bakery.owner_email)).one()
    assert people.post(heir, f"{people.page}/{first}/role", {"kind": "editor"}).status_code == 302
    assert people.kinds() == ["editor", "owner"]
    assert owner.get(people.page).status_code == 403
    assert people.mails() == ["made_owner", "made_editor"]


def test_owner_hands_the_firm_over_in_one_step(people: People, owner: FlaskClient) -> None:
    over = f"{people.page}/{people.editor_key}/hand-over"
    assert over in owner.get(people.page).text
    assert people.post(owner, over, {}).location == "/firm/"
    assert people.kinds() == ["editor", "owner"]
    assert people.mails() == ["made_owner"]
    assert people.post(owner, over, {}).status_code == 403, "sent again by one who is no owner any more"
    assert people.kinds() == ["editor", "owner"]


def test_firm_is_not_handed_to_oneself_nor_to_who_cannot_sign_in(people: People, owner: FlaskClient) -> None:
    with people.bakery.database.session(write=True) as session:
        first = session.scalars(sa.select(User.key).where(User.email == people.bakery.owner_email)).one()
        session.execute(sa.update(User).where(User.id == people.editor_id).values(active=False))
        session.commit()
    for user in (first, people.editor_key):
        people.post(owner, f"{people.page}/{user}/hand-over", {})
    assert people.kinds() == ["owner", "editor"]
    people.post(owner, f"{people.page}/{people.editor_key}/role", {"kind": "owner"})
    people.post(owner, f"{people.page}/{first}/remove", {})
    assert people.kinds() == ["owner", "owner"], "who cannot sign in is no owner to rely on"


def test_last_owner_neither_leaves_nor_steps_back(people: People, owner: FlaskClient) -> None:
    with people.bakery.database.session() as session:
        first = session.scalars(sa.select(User.key).where(User.email == people.bakery.owner_email)).one()
    people.post(owner, f"{people.page}/{first}/role", {"kind": "editor"})
    assert "The firm needs an owner" in owner.get(people.page).text
    people.post(owner, f"{people.page}/{first}/remove", {})
    assert people.kinds() == ["owner", "editor"]


def test_removed_member_is_out_at_once_and_told_by_mail(people: People, owner: FlaskClient) -> None:
    editor = people.bakery.browser(people.editor)
    assert editor.get(people.bakery.at("")).status_code == 200
    assert people.post(owner, f"{people.page}/{people.editor_key}/remove", {}).status_code == 302
    assert people.kinds() == ["owner"]
    assert people.mails() == ["member_removed"]
    assert editor.get(people.bakery.at("")).status_code == 302, "to the sign-in"


def test_editor_manages_nobody_and_another_firms_owner_finds_nothing(people: People) -> None:
    steps = {
        people.page: {"email": "x@firm.example", "kind": "owner"},
        f"{people.page}/{people.editor_key}/role": {"kind": "owner"},
        f"{people.page}/{people.editor_key}/remove": {},
        f"{people.page.removesuffix('members')}invitations/{'a' * 22}/withdraw": {},
    }
    for who, status in ((people.editor, 403), (people.bakery.stranger, 404)):
        client = people.bakery.browser(who)
        assert client.get(people.page).status_code == status
        for address, data in steps.items():
            assert people.post(client, address, data).status_code == status
    assert people.kinds() == ["owner", "editor"]


def test_owner_gives_a_part_and_a_day_and_sees_who_is_late(people: People, owner: FlaskClient) -> None:
    address = f"{people.page}/{people.editor_key}"
    assert people.post(owner, address, {"dimensions": ["DOUGH"], "due_on": "2099-05-03"}).status_code == 302
    page = owner.get(people.page).text
    assert re.search(r">[01] of \d answered<", page)
    assert "to be finished by May 3, 2099" in page
    assert 'tag-warn">Late' not in page
    with people.bakery.database.session(write=True) as session:
        seat = session.scalars(sa.select(Membership).where(Membership.user_id == people.editor_id)).one()
        seat.due_on = dt.date(2020, 1, 1)
        session.commit()
    assert 'tag-warn">Late' in owner.get(people.page).text
    assert people.mails() == ["parts_given"]


def test_day_that_has_passed_is_refused_and_the_ticks_stay(people: People, owner: FlaskClient) -> None:
    address = f"{people.page}/{people.editor_key}"
    refused = people.post(owner, address, {"dimensions": ["OVEN"], "due_on": "2020-01-01"})
    assert refused.status_code == 422
    assert "This day has passed" in refused.text
    assert re.search(r'<input[^>]*checked[^>]*value="OVEN"', refused.text)
    nonsense = people.post(owner, address, {"due_on": "next week"})
    assert nonsense.status_code == 422
    assert people.mails() == []


def test_reminder_goes_out_once_a_day(people: People, owner: FlaskClient) -> None:
    address = f"{people.page}/{people.editor_key}/remind"
    assert people.post(owner, address, {}).status_code == 302
    assert people.post(owner, address, {}).status_code == 302
    assert "less than a day ago" in owner.get(people.page).text
    assert people.mails() == ["reminder"]


def test_editor_sees_the_own_dimensions_first(people: People, owner: FlaskClient) -> None:
    people.post(owner, f"{people.page}/{people.editor_key}", {"dimensions": ["DOUGH"]})
    editor = people.bakery.browser(people.editor)
    first = editor.get(people.bakery.at("")).text
    assert "dimensions/DOUGH" in first
    assert "dimensions/OVEN" not in first
    assert "dimensions/OVEN" in editor.get(people.bakery.at("") + "?person=all").text
    by_person = owner.get(people.bakery.at("") + f"?person={people.editor_key}").text
    assert people.editor_name in by_person
    assert "dimensions/OVEN" not in by_person
    assert owner.get(people.bakery.at("") + "?person=nobody&role=nothing").status_code == 200


def test_stranger_and_editor_give_no_parts(people: People) -> None:
    for who, status in ((people.bakery.stranger, 404), (people.editor, 403)):
        client = people.bakery.browser(who)
        address = f"{people.page}/{people.editor_key}"
        assert client.get(address).status_code == status
        assert people.post(client, address, {}).status_code == status
        assert people.post(client, f"{address}/remind", {}).status_code == status
