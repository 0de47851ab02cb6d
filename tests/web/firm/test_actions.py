"""The action plan at the browser, without scripts: from a plan to its actions, and from a done action to an answer."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from readiness.questionnaire.answers import Answer, State
from readiness.services.add_action import OwnAction, add_action
from readiness.services.save_answers import save_answers
from readiness.store.firms import add_member
from readiness.store.rows import Firm, FirmAction, Round, User
from tests import factories
from tests.databases import Place, Places
from tests.web.firm.conftest import Bakery, _Fields

ENGINES = ("sqlite", "postgresql")
GOAL = "aim=budget&budget=100000"
LOW = "DOUGH.1"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def own_place(request: pytest.FixtureRequest, places: Callable[[str], Places]) -> Iterator[Place]:
    """On SQLite, or on the engine that a test asks for."""
    with places(getattr(request, "param", "sqlite")).place() as found:
        yield found


def send(
    client: FlaskClient, address: str, typed: dict[str, Any], *, shown: TestResponse | None = None
) -> TestResponse:
    """Fill in the form of a page whose form posts to its own address."""
    shown = shown or client.get(address)
    fields = _Fields(address)
    fields.feed(shown.text)
    assert fields.data, shown.text
    return client.post(address, data={**fields.data, **typed})


def plan_address(bakery: Bakery) -> str:
    with bakery.database.session() as session:
        return (
            f"/firm/{session.scalars(sa.select(Firm).where(Firm.name == bakery.firm_name)).one().key}/actions"
        )


def take_over(bakery: Bakery, owner: FlaskClient) -> TestResponse:
    shown = owner.get(bakery.at(f"plan/take-over?choice=0&{GOAL}"))
    assert shown.status_code == 200
    address = re.search(r'action="([^"]+take-over[^"]+)"', shown.text)
    assert address is not None
    fields = _Fields(address[1].replace("&amp;", "&"))
    fields.feed(shown.text)
    return owner.post(fields.action, data=fields.data)


def answer_low(bakery: Bakery, level: int = 1, *, colleague: bool = False) -> None:
    with bakery.database.session(write=True) as session:
        user = session.scalars(sa.select(User).where(User.fs_uniquifier == bakery.owner)).one()
        if colleague:
            firm = session.scalars(sa.select(Firm).where(Firm.name == bakery.firm_name)).one()
            user = factories.make_login(session)
            add_member(session, firm, user, kind="editor")
        save_answers(
            bakery.services, session, bakery.key, {LOW: Answer(State.ANSWERED, level)}, base={}, client_id="low",
            by=factories.as_person(session, user), at=factories.NOON,
        )  # fmt: skip
        session.commit()


def own_step(bakery: Bakery, target: int = 3) -> str:
    """The address of an action of the firm's own that aims at an answer."""
    with bakery.database.transaction() as session:
        user = session.scalars(sa.select(User).where(User.fs_uniquifier == bakery.owner)).one()
        firm = session.scalars(sa.select(Firm).where(Firm.name == bakery.firm_name)).one()
        own = OwnAction(LOW, "New mixer", Answer(State.ANSWERED, target), "", None, 5000.0)
        by = factories.as_person(session, user)
        key = add_action(
            bakery.services, session, firm.key, own, client_id="own", by=by, at=factories.NOON
        ).key
    return f"{plan_address(bakery)}/{key}"


def rows(bakery: Bakery) -> list[FirmAction]:
    with bakery.database.session() as session:
        return list(session.scalars(sa.select(FirmAction).order_by(FirmAction.id)))


def low_step(bakery: Bakery) -> FirmAction:
    return next(row for row in rows(bakery) if row.question == LOW and row.kind == "step")


@pytest.mark.parametrize("own_place", ENGINES, indirect=True)
def test_plan_is_looked_at_taken_over_and_never_twice(bakery: Bakery, owner: FlaskClient) -> None:
    answer_low(bakery)
    assert "/plan/take-over?" in owner.get(bakery.at(f"plan?{GOAL}")).text
    answer = take_over(bakery, owner)
    assert answer.status_code == 302
    assert answer.location == plan_address(bakery)
    count = len(rows(bakery))
    assert count
    shown = owner.get(answer.location).text
    assert f"Taken over: {count} new actions" in shown
    assert shown.count('id="action-') == count
    assert "Month 0 to 4" in shown
    again = owner.get(bakery.at(f"plan/take-over?choice=0&{GOAL}")).text
    assert "Everything of this plan stands in the action plan already." in again


def test_pages_of_the_plan_open_in_every_language_with_few_queries(
    bakery: Bakery, owner: FlaskClient
) -> None:
    answer_low(bakery)
    take_over(bakery, owner)
    base, key = plan_address(bakery), low_step(bakery).key
    pages = ("", "?state=late", f"/{key}", f"/{key}/done", "/new", f"/new?question={LOW}")
    for language, page in itertools.product(("zh_Hans", "en", "vi"), pages):
        with owner.session_transaction() as held:
            held["language"] = language
        asked: list[str] = []
        engine = bakery.app.extensions["readiness_database"].engine
        listen = lambda c, cur, statement, *rest, asked=asked: asked.append(statement)  # noqa: E731
        sa.event.listen(engine, "before_cursor_execute", listen)
        answer = owner.get(base + page)
        sa.event.remove(engine, "before_cursor_execute", listen)
        assert answer.status_code == 200
        assert "%(" not in answer.text
        queries = [statement for statement in asked if statement.startswith("SELECT")]
        assert 1 < len(queries) <= 12, (page, queries)


@pytest.mark.parametrize("own_place", ENGINES, indirect=True)
def test_done_action_saves_the_answer_with_its_file_and_says_what_moved(
    bakery: Bakery, owner: FlaskClient
) -> None:
    answer_low(bakery)
    take_over(bakery, owner)
    address = f"{plan_address(bakery)}/{low_step(bakery).key}/done"
    shown = owner.get(address)
    assert "The score moves only through the answer" in shown.text
    refused = send(owner, address, {}, shown=shown)
    assert refused.status_code == 422
    assert "tick that there is no evidence yet" in refused.text
    answer = send(
        owner,
        address,
        {"file": (io.BytesIO(PDF), "mixer.pdf"), "yuan_spent": "2,500"},
        shown=owner.get(address),
    )
    assert answer.status_code == 302, answer.text
    page = owner.get(answer.location).text
    assert "the index went from" in page
    row = low_step(bakery)
    assert (row.state, row.yuan_spent) == ("done", 2500.0)
    assert row.points_reached is not None
    assert row.points_reached > 0
    assert row.target is not None
    assert "mixer.pdf" in owner.get(bakery.at(f"dimensions/DOUGH/evidence/{LOW}")).text


def test_answer_that_somebody_changed_meanwhile_is_chosen_between(bakery: Bakery, owner: FlaskClient) -> None:
    address = f"{own_step(bakery)}/done"
    shown = owner.get(address)
    answer_low(bakery, 4, colleague=True)
    clash = send(owner, address, {"bare": "y"}, shown=shown)
    assert clash.status_code == 409
    assert "Somebody else changed this meanwhile" in clash.text
    mine = send(owner, address, {"bare": "y", "keep-DOUGH_1": "mine"}, shown=clash)
    assert mine.status_code == 302
    assert [row.state for row in rows(bakery)] == ["done"]


def test_answer_waits_while_nothing_can_be_filled_in_and_is_offered_afterwards(
    bakery: Bakery, owner: FlaskClient
) -> None:
    answer_low(bakery)
    base = own_step(bakery)
    _set_round(bakery, state="closed")
    answer = send(owner, f"{base}/done", {})
    assert answer.status_code == 302
    assert "Done, answer waiting" in owner.get(base).text
    assert [row.waiting for row in rows(bakery)] == [True]
    _set_round(bakery, state="open")
    for page in ("", "dimensions/DOUGH"):
        assert f'href="{base}/done"' in owner.get(bakery.at(page)).text
    assert send(owner, f"{base}/done", {"bare": "y"}).status_code == 302
    assert f'href="{base}/done"' not in owner.get(bakery.at("")).text


def _set_round(bakery: Bakery, *, state: str) -> None:
    with bakery.database.transaction() as session:
        session.scalars(sa.select(Round)).one().state = state


def test_action_is_given_a_person_a_day_and_a_state_and_the_history_tells(
    bakery: Bakery, owner: FlaskClient
) -> None:
    base = own_step(bakery)
    with bakery.database.session() as session:
        key = session.scalars(sa.select(User.key).where(User.fs_uniquifier == bakery.owner)).one()
    seen = owner.get(base)
    saved = send(
        owner,
        base,
        {"owner": key, "due_on": "2020-01-31", "state": "in_work", "yuan_spent": "50"},
        shown=seen,
    )
    assert saved.status_code == 302
    shown = owner.get(base).text
    assert "Status: To do → In work" in shown
    assert "Late" in shown
    stale = send(owner, base, {"yuan_planned": "1"}, shown=seen)
    assert stale.status_code == 409
    for typed, words in (
        ({"state": "dropped"}, "Say why the action is dropped."),
        ({"due_on": "soon"}, "This is no day."),
        ({"yuan_planned": "much"}, "This is no number."),
    ):
        refused = send(owner, base, typed)
        assert refused.status_code == 422
        assert words in refused.text
    listed = owner.get(f"{plan_address(bakery)}?person={key}&state=late").text
    assert listed.count('id="action-') == 1
    assert 'id="action-' not in owner.get(f"{plan_address(bakery)}?person={key}&state=done").text


def test_own_action_is_added_by_hand(bakery: Bakery, owner: FlaskClient) -> None:
    page = f"{plan_address(bakery)}/new"
    assert LOW in owner.get(page).text
    shown = owner.get(f"{page}?question={LOW}")
    refused = send(owner, page, {"title": ""}, shown=shown)
    assert refused.status_code == 422
    for _ in range(2):
        done = send(owner, page, {"title": "New mixer", "DOUGH_1": "3", "yuan_planned": "12000"}, shown=shown)
        assert done.status_code == 302
    [row] = rows(bakery)
    assert (row.title, row.yuan_planned, row.target) == (
        "New mixer", 12000.0, {"state": "answered", "value": 3, "reason": ""},
    )  # fmt: skip
    assert "New mixer" in owner.get(plan_address(bakery)).text


def test_limited_editor_sees_the_plan_and_takes_none_over(bakery: Bakery, owner: FlaskClient) -> None:
    answer_low(bakery)
    step, base = own_step(bakery), plan_address(bakery)
    with bakery.database.session(write=True) as session:
        user = factories.make_login(session)
        firm = session.scalars(sa.select(Firm).where(Firm.name == bakery.firm_name)).one()
        add_member(session, firm, user, kind="editor", dimensions=["OVEN"])
        session.commit()
    editor = bakery.browser(user.fs_uniquifier)
    assert editor.get(base).status_code == 200
    assert "take-over?" not in editor.get(bakery.at(f"plan?{GOAL}")).text
    assert editor.get(bakery.at(f"plan/take-over?choice=0&{GOAL}")).status_code == 403
    assert "It is done" not in editor.get(step).text
    assert bakery.browser(bakery.stranger).get(base).status_code == 404


def test_goal_without_a_plan_leads_back_to_the_plan_page(bakery: Bakery, owner: FlaskClient) -> None:
    for goal in ("", "?aim=2&choice=9", "?aim=budget&budget=0"):
        answer = owner.get(bakery.at(f"plan/take-over{goal}"))
        assert answer.status_code == 302
        assert answer.location.startswith(bakery.at("plan"))
