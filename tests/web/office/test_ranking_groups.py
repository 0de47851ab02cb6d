"""The ranking of one peer group: places and ranges inside it, from the draws of the whole list."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from readiness.assessment.permissions import Role
from readiness.scoring.cohorts import Path
from readiness.scoring.drawn import GROUP_LEAST, digest_of_lines
from readiness.scoring.ranking import places
from readiness.scoring.scorecard import Basis
from readiness.services.remake_ranking import Remade, drawn_line, remake_rankings
from readiness.services.run_ranking import run_ranking
from readiness.services.seal import seal_of_run
from readiness.services.snapshot_peers import key_of
from readiness.store.ranking_runs import find_runs, list_lines
from readiness.store.rows import RankingLine, Round
from tests.databases import Place
from tests.web.office.conftest import AT, Office

FIRMS = 90


@pytest.fixture(scope="module")
def cluster(module_place: Place) -> Iterator[Office]:
    """Firms enough for groups, the closed round drawn."""
    office = Office(module_place, firms=FIRMS)
    with office.database.transaction() as session:
        run_ranking(office.services, session, office.closed, 50, 3, by=office.person(Role.OFFICER), at=AT)
    yield office
    office.close()


@pytest.fixture
def reader(cluster: Office) -> FlaskClient:
    return cluster.browser(Role.OFFICER)


def group_of(cluster: Office, basis: Basis) -> Path:
    """The smallest group in which a list of this basis is ranked."""
    groups = cluster.ranking_page(cluster.closed).order.groups
    return min(
        (group for group, firms in groups.items() if basis in firms), key=lambda group: groups[group][basis]
    )


def lines_of(cluster: Office, basis: Basis) -> list[RankingLine]:
    with cluster.database.session() as session:
        round_ = session.scalars(sa.select(Round).where(Round.key == cluster.closed)).one()
        lines = list_lines(session, find_runs(session, round_)[basis.value])
        session.expunge_all()
    return lines


def test_only_groups_of_enough_firms_are_offered(cluster: Office, reader: FlaskClient) -> None:
    groups = cluster.ranking_page(cluster.closed).order.groups
    assert any(Basis.VERIFIED in firms for firms in groups.values())
    for firms in groups.values():
        assert firms.get(Basis.VERIFIED, 5) >= 5
        assert firms.get(Basis.DECLARED, 8) >= 8
    page = reader.get(f"/office/rounds/{cluster.closed}/ranking").text
    assert all(f'value="{key_of(group)}"' in page for group in groups)


def test_inside_a_group_firms_have_the_places_of_the_group_alone(cluster: Office) -> None:
    group = group_of(cluster, Basis.VERIFIED)
    shown = cluster.ranking_page(cluster.closed, group=group).shown.verified
    assert [line.place for line in shown] == places([line.index for line in shown])
    whole = [line.firm.credit_code for line in cluster.ranking(cluster.closed).verified]
    assert [whole.index(line.firm.credit_code) for line in shown] == sorted(
        whole.index(line.firm.credit_code) for line in shown
    )


def test_a_group_keeps_ranges_that_lie_inside_it(cluster: Office) -> None:
    group = key_of(group_of(cluster, Basis.VERIFIED))
    found = [line.groups[group] for line in lines_of(cluster, Basis.VERIFIED) if group in (line.groups or {})]
    assert {one["firms"] for one in found} == {len(found)}
    assert [one["place"] for one in found] == sorted(one["place"] for one in found)
    for one in found:
        assert 1 <= one["low"] <= one["median"] <= one["high"] <= len(found)


def test_the_page_of_a_group_shows_its_firms_and_ranges_only(cluster: Office, reader: FlaskClient) -> None:
    group = group_of(cluster, Basis.VERIFIED)
    page = reader.get(f"/office/rounds/{cluster.closed}/ranking?group={key_of(group)}").text
    shown = cluster.ranking_page(cluster.closed, group=group).shown
    assert f"Verified: {len(shown.verified)} firms" in page
    assert "Places and ranges count inside the group" in page
    assert "Results have changed" not in page
    assert "all firms of the round" in page
    inside = {line.firm.credit_code for line in (*shown.verified, *shown.declared)}
    for line in (*cluster.ranking(cluster.closed).verified, *cluster.ranking(cluster.closed).declared):
        assert (line.firm.credit_code in page) is (line.firm.credit_code in inside)


@pytest.mark.parametrize("group", ["ZZ", "GM/none", "<script>", "/", "GM/small/more", "x" * 300])
def test_a_group_that_is_none_or_too_small_leads_to_the_next_larger_one(
    cluster: Office, reader: FlaskClient, group: str
) -> None:
    answer = reader.get(f"/office/rounds/{cluster.closed}/ranking", query_string={"group": group})
    assert answer.status_code == 200
    assert "The next larger group" in answer.text
    assert "<script>" not in answer.text.split("<main")[1]


def test_a_group_too_small_shows_nobody_s_place(cluster: Office, reader: FlaskClient) -> None:
    """A sub-sector with a size that fewer than five verified firms have."""
    verified = cluster.ranking(cluster.closed).verified
    alone = next(line for line in verified if len(line.peers) < 2)
    group = f"{alone.firm.sub_sector}/{alone.firm.size}"
    page = reader.get(f"/office/rounds/{cluster.closed}/ranking?group={group}").text
    assert "A list of a group is made from 5 firms on" in page
    assert alone.firm.credit_code not in page


def test_the_workbook_of_a_group_counts_inside_it(cluster: Office, reader: FlaskClient) -> None:
    group = key_of(group_of(cluster, Basis.VERIFIED))
    content = reader.get(f"/office/rounds/{cluster.closed}/ranking.xlsx?group={group}").data
    heads, *rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    own = {line.credit_code: (line.groups or {}).get(group) for line in lines_of(cluster, Basis.VERIFIED)}
    assert rows
    for row in rows:
        found = own[row[heads.index("Unified social credit code")]]
        assert found is not None
        named = ("Rank", "Range from", "Range to")
        assert [row[heads.index(name)] for name in named] == [found["place"], found["low"], found["high"]]


def test_the_workbook_of_all_firms_names_the_place_in_every_group(
    cluster: Office, reader: FlaskClient
) -> None:
    content = reader.get(f"/office/rounds/{cluster.closed}/ranking.xlsx").data
    heads, *rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    for row, line in zip(rows, cluster.ranking(cluster.closed).verified, strict=True):
        sector = next((peer for peer in line.peers if len(peer.group) == 1), None)
        assert row[heads.index("Sub-sector: rank")] == (sector.place if sector else "")


def test_a_range_of_a_group_changed_behind_the_programs_back_is_named(cluster: Office) -> None:
    with cluster.database.session(write=True) as session:
        assert remake_rankings(cluster.services, session) == Remade(2, 0, ())
        line = next(line for line in session.scalars(sa.select(RankingLine)) if line.groups)
        group, found = next(iter((line.groups or {}).items()))
        line.groups = {**(line.groups or {}), group: {**found, "low": found["low"] + 1}}
        session.flush()
        session.expire_all()
        differences = remake_rankings(cluster.services, session).differences
        session.rollback()
    assert [line for line in differences if "its lines are not those that were stored" in line]


def test_a_run_of_old_that_ranked_no_groups_can_still_be_made_again(cluster: Office) -> None:
    with cluster.database.session(write=True) as session:
        round_ = session.scalars(sa.select(Round).where(Round.key == cluster.closed)).one()
        for run in find_runs(session, round_).values():
            for line in list_lines(session, run):
                line.groups = None
            run.settings = {name: value for name, value in run.settings.items() if name != GROUP_LEAST}
            run.result_digest = digest_of_lines([drawn_line(line) for line in list_lines(session, run)])
            run.seal = seal_of_run(run)
        session.flush()
        session.expire_all()
        assert remake_rankings(cluster.services, session) == Remade(2, 0, ())
        session.rollback()
