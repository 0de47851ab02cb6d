"""A link shows a result to whoever has it, until its day is over or it is taken back."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from readiness.errors import ForbiddenError, InputError, NotFoundError
from readiness.services.open_share import SharedResult, open_share, record_opening
from readiness.services.return_assessment import return_assessment
from readiness.services.share_result import Share, list_shares, revoke_share, share_result
from readiness.store.events import list_events
from readiness.store.rows import ShareLink
from tests.factories import NOON
from tests.services.assessment.lives import Town, another_firm, fill, ladder, make_editor, save, submit

A_WEEK = NOON.date() + dt.timedelta(days=7)


def share(town: Town, *, label: str = "Bank of the town", until: dt.date = A_WEEK) -> str:
    """The secret at the end of the address."""
    address = share_result(
        town.services, town.session, town.key, label=label, until=until, by=town.owner, at=NOON
    )
    return address.rpartition("/shared/")[2]


def opened(town: Town, secret: str, at: dt.datetime = NOON) -> SharedResult | None:
    return open_share(town.services, town.session, secret, at=at)


def shares(town: Town, at: dt.datetime = NOON) -> tuple[Share, ...]:
    return list_shares(town.services, town.session, town.key, by=town.owner, at=at).shares


def test_whoever_has_the_link_sees_the_result_and_no_figures(town: Town) -> None:
    fill(town)
    card = submit(town)
    found = opened(town, share(town))
    assert found is not None
    assert found.page.view.main.index == card.index
    assert found.stands
    assert found.page.peers.quantities == ()


def test_link_shows_the_result_as_it_stands_when_it_is_opened(town: Town) -> None:
    fill(town)
    submit(town)
    secret = share(town)
    before = opened(town, secret)
    return_assessment(town.services, town.session, town.key, reason="again", by=town.officer, at=NOON)
    save(town, {"DOUGH.1": ladder(1)}, base={"DOUGH.1": 3})
    after = opened(town, secret)
    assert before is not None
    assert after is not None
    assert (before.stands, after.stands) == (True, False)
    assert after.page.view.main.index < before.page.view.main.index


def test_link_works_through_its_last_day_by_the_calendar_of_the_service(town: Town) -> None:
    fill(town)
    secret = share(town)
    zone = dt.timezone(dt.timedelta(hours=8))
    last_minute = dt.datetime.combine(A_WEEK, dt.time(23, 59), zone)
    assert opened(town, secret, last_minute) is not None
    assert opened(town, secret, last_minute + dt.timedelta(minutes=1)) is None
    assert [s.state for s in shares(town, last_minute + dt.timedelta(minutes=1))] == ["expired"]


def test_revoked_link_shows_nothing_from_that_moment_on(town: Town) -> None:
    fill(town)
    secret, other = share(town), share(town, label="The boss")
    revoked = next(s for s in shares(town) if s.label == "Bank of the town")
    for _ in range(2):
        revoke_share(town.services, town.session, town.key, revoked.key, by=town.owner, at=NOON)
    assert opened(town, secret) is None
    assert opened(town, other) is not None
    assert [s.state for s in shares(town)] == ["open", "revoked"]
    actions = [event.action for event in list_events(town.session, f"assessment:{town.key}")]
    assert actions.count("revoke_share") == 1
    assert actions.count("share_result") == 2


def test_only_the_hash_of_a_link_is_kept(town: Town) -> None:
    secret = share(town)
    row = town.session.scalars(sa.select(ShareLink)).one()
    assert secret not in {str(value) for value in vars(row).values()}
    assert len(secret) == 43
    assert secret not in str([event.detail for event in list_events(town.session)])


@pytest.mark.parametrize("secret", ["", "x", "N" * 43, "' OR 1=1 --"])
def test_unknown_link_shows_nothing(town: Town, secret: str) -> None:
    share(town)
    assert opened(town, secret) is None


def test_list_tells_who_made_a_link_and_when_it_was_opened_last(town: Town) -> None:
    fill(town)
    secret = share(town)
    assert [(s.made_by, s.opened_at) for s in shares(town)] == [(town.owner.name, None)]
    found = opened(town, secret)
    assert found is not None
    times = [NOON, NOON + dt.timedelta(seconds=30), NOON + dt.timedelta(minutes=5)]
    seen = []
    for at in times:
        record_opening(town.session, found.share_id, at=at)
        town.session.expire_all()
        seen.append(shares(town)[0].opened_at)
    assert seen == [times[0], times[0], times[2]]


@pytest.mark.parametrize(
    ("label", "until", "refusal"),
    [
        (" ", A_WEEK, "label: required"),
        ("x" * 101, A_WEEK, "label: text_too_long"),
        ("Bank", NOON.date() - dt.timedelta(days=1), "until: share_day_past"),
        ("Bank", NOON.date() + dt.timedelta(days=367), "until: share_day_far"),
    ],
)
def test_link_needs_a_name_and_a_day_within_a_year(
    town: Town, label: str, until: dt.date, refusal: str
) -> None:
    with pytest.raises(InputError) as caught:
        share(town, label=label, until=until)
    assert str(caught.value) == refusal
    assert shares(town) == ()


def test_only_owners_share_and_only_their_own(town: Town) -> None:
    share(town)
    key, stranger = shares(town)[0].key, another_firm(town)[1]
    for person, error in (
        (make_editor(town), ForbiddenError),
        (town.officer, ForbiddenError),
        (stranger, NotFoundError),
    ):
        rest = {"by": person, "at": NOON}
        with pytest.raises(error):
            share_result(town.services, town.session, town.key, label="Bank", until=A_WEEK, **rest)
        with pytest.raises(error):
            list_shares(town.services, town.session, town.key, **rest)
        with pytest.raises(error):
            revoke_share(town.services, town.session, town.key, key, **rest)
    other = another_firm(town)
    with pytest.raises(NotFoundError):
        revoke_share(town.services, town.session, other[2], key, by=other[1], at=NOON)
