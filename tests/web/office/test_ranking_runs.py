"""The office has a ranking drawn, reads how sure it is, and can make it again."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from readiness.assessment.permissions import Role
from readiness.errors import ForbiddenError, InputError
from readiness.jobs.worker import Worker
from readiness.services.remake_ranking import remake_rankings
from readiness.services.request_ranking import request_ranking
from readiness.services.run_ranking import run_ranking
from readiness.services.seal import seal_of_run
from readiness.store.ranking_runs import find_runs, list_lines
from readiness.store.rows import Job, RankingLine, RankingRun, Round, Sheet
from tests.web.office.conftest import AT, Office


def work(office: Office) -> None:
    """Do what waits, as a worker would."""
    from readiness.jobs.tasks import TASKS
    from readiness.jobs.worker import Timing

    worker = Worker(office.services, office.database, {"ranking": TASKS["ranking"]}, Timing())
    while worker.work_once():
        pass


def drawn(office: Office, draws: int = 40, seed: int = 3) -> dict[str, RankingRun]:
    """The closed round drawn at once."""
    with office.database.transaction() as session:
        made = run_ranking(
            office.services, session, office.closed, draws, seed, by=office.person(Role.OFFICER), at=AT
        )
        session.expunge_all()
    return {run.basis: run for run in made}


def round_of(office: Office) -> sa.Select[tuple[Round]]:
    return sa.select(Round).where(Round.key == office.closed)


def test_before_anything_is_drawn_the_page_says_so_and_offers_it(
    office: Office, officer: FlaskClient
) -> None:
    page = officer.get(f"/office/rounds/{office.open}/sensitivity")
    assert page.status_code == 200
    assert "Nothing has been drawn yet." in page.text
    assert "Draw the ranking" in page.text
    ranking = officer.get(f"/office/rounds/{office.open}/ranking").text
    assert "Range" not in ranking


def test_officer_has_it_drawn_by_a_worker_and_reads_ranges_and_tiers(
    office: Office, officer: FlaskClient
) -> None:
    address = f"/office/rounds/{office.closed}/sensitivity"
    assert office.post(officer, address, {"draws": "50", "seed": "9"}).status_code == 302
    waiting = officer.get(address)
    assert waiting.text.count("The ranking is being drawn") == 1
    assert (waiting.headers["Refresh"], "<form method" in waiting.text.split("<main")[1]) == ("5", False)
    work(office)
    assert "Refresh" not in officer.get(address).headers
    page = officer.get(address).text
    for words in ("Everything drawn", "Spearman", "Who moves most"):
        assert words in page
    ranking = officer.get(f"/office/rounds/{office.closed}/ranking").text
    assert "of 50 draws" in ranking
    assert "Results have changed" not in ranking
    with office.database.session() as session:
        run = find_runs(session, session.scalars(round_of(office)).one())["verified"]
        assert (run.draws, run.seed, run.engine) == (50, 9, "1")
        for line in list_lines(session, run):
            assert line.low <= line.median <= line.high
            assert line.credit_code in ranking


def test_a_drawing_that_failed_is_told_with_what_to_do(office: Office, officer: FlaskClient) -> None:
    address = f"/office/rounds/{office.open}/sensitivity"
    with office.database.transaction() as session:
        key = request_ranking(
            office.services, session, office.open, draws=30, seed=1, by=office.person(Role.OFFICER), at=AT
        )
        job = session.scalars(sa.select(Job).where(Job.key == key)).one()
        job.state = "failed"
    page = officer.get(address).text
    assert "The ranking could not be drawn." in page
    assert "Draw the ranking" in page
    with office.database.transaction() as session:
        session.execute(sa.delete(Job).where(Job.key == key))


def test_the_workbook_holds_chances_and_adjusted_scores(office: Office, officer: FlaskClient) -> None:
    drawn(office)
    content = officer.get(f"/office/rounds/{office.closed}/ranking.xlsx").data
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert {"Range from", "Median rank", "Tier", "Adjusted score"} <= set(rows[0])
    assert all(len(row) == len(rows[0]) for row in rows)
    assert rows[1][rows[0].index("Tier")] == "A"


def test_a_run_can_be_made_again(office: Office) -> None:
    one, other = drawn(office), drawn(office)
    assert one["verified"].result_digest == other["verified"].result_digest
    with office.database.session() as session:
        found = remake_rankings(office.services, session)
    assert found.again >= 4
    assert (found.outrun, found.differences) == (0, ())


@pytest.mark.parametrize("column", ["low", "score", "tier", "adjusted"])
def test_a_line_changed_behind_the_programs_back_is_named(office: Office, column: str) -> None:
    drawn(office)
    with office.database.session(write=True) as session:
        run = find_runs(session, session.scalars(round_of(office)).one())["verified"]
        line = list_lines(session, run)[-1]
        where = (RankingLine.run_id == run.id) & (RankingLine.assessment_id == line.assessment_id)
        session.execute(sa.update(RankingLine).where(where).values({column: getattr(line, column) + 1}))
        session.expire_all()
        differences = remake_rankings(office.services, session).differences
        session.rollback()
    assert [line for line in differences if "its lines are not those that were stored" in line]


def test_another_seed_than_the_one_stored_is_named(office: Office) -> None:
    run = drawn(office)["verified"]
    with office.database.session(write=True) as session:
        session.execute(sa.update(RankingRun).where(RankingRun.id == run.id).values(seed=run.seed ^ 1))
        session.expire_all()
        differences = remake_rankings(office.services, session).differences
        session.rollback()
    assert any(run.key in line and "the row is not what was stored" in line for line in differences)


@pytest.mark.parametrize("column", ["settings", "input_digest", "sensitivity"])
def test_what_made_a_run_is_sealed(office: Office, column: str) -> None:
    run = drawn(office)["verified"]
    changed = "0" * 64 if column == "input_digest" else {**getattr(run, column), "draws": 1}
    with office.database.session(write=True) as session:
        session.execute(sa.update(RankingRun).where(RankingRun.id == run.id).values({column: changed}))
        session.expire_all()
        row = session.get_one(RankingRun, run.id)
        assert seal_of_run(row) != row.seal
        differences = remake_rankings(office.services, session).differences
        session.rollback()
    assert any(f"{run.key} verified: the row is not what was stored" in line for line in differences)


def test_a_run_that_saw_other_answers_is_whole_but_not_made_again(office: Office) -> None:
    run = drawn(office)["verified"]
    with office.database.session(write=True) as session:
        line = list_lines(session, run)[0]
        sheet = session.get_one(Sheet, line.assessment_id)
        answers = dict(sheet.document["answers"])
        answers.pop(next(iter(answers)))
        sheet.document = {**sheet.document, "answers": answers}
        session.flush()
        session.expire_all()
        found = remake_rankings(office.services, session)
        session.rollback()
    assert found.outrun >= 1
    assert found.differences == ()


def test_a_second_click_asks_for_nothing_new(office: Office) -> None:
    with office.database.session(write=True) as session:
        keys = {
            request_ranking(
                office.services,
                session,
                office.closed,
                draws=30,
                seed=1,
                by=office.person(Role.OFFICER),
                at=AT,
            )
            for _ in range(2)
        }
        jobs = session.scalars(sa.select(Job).where(Job.key.in_(keys))).all()
        session.rollback()
    assert len(jobs) == 1


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"draws": "-5", "seed": "1"}, "A whole number from 2 to 100000."),
        ({"draws": "many", "seed": "1"}, "Not a valid integer value."),
        ({"draws": "50", "seed": "-1"}, "A whole number from 0 to 2,147,483,647."),
        ({"draws": "50", "seed": "99999999999"}, "A whole number from 0 to 2,147,483,647."),
    ],
)
def test_impossible_draws_and_seeds_are_refused_in_a_sentence(
    office: Office, officer: FlaskClient, fields: dict[str, str], message: str
) -> None:
    answer = office.post(officer, f"/office/rounds/{office.closed}/sensitivity", fields)
    assert answer.status_code == 422
    assert message in answer.text


def test_a_round_without_two_official_firms_cannot_be_drawn(office: Office) -> None:
    with office.database.session(write=True) as session:
        session.execute(sa.text("UPDATE scorecard SET standing = 'draft'"))
        with pytest.raises(InputError, match="ranking_of_too_few"):
            run_ranking(office.services, session, office.closed, 20, 1, by=office.person(Role.OFFICER), at=AT)
        session.rollback()


def test_officer_of_one_city_sees_no_ranges_and_cannot_draw(office: Office) -> None:
    from dataclasses import replace

    person = replace(office.person(Role.OFFICER), city="suzhou")
    with office.database.session(write=True) as session, pytest.raises(ForbiddenError):
        request_ranking(office.services, session, office.closed, draws=30, seed=1, by=person, at=AT)


@pytest.mark.parametrize("role", [Role.FIRM, Role.CONSULTANT])
def test_firms_and_consultants_are_refused(office: Office, role: Role, tmp_path: Path) -> None:
    assert office.browser(role).get(f"/office/rounds/{office.closed}/sensitivity").status_code == 403
