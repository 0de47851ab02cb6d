"""A round of 10,000 firms, closed and ranked: `python benchmarks/ranking.py [--firms N] [--draws N] [--database URL]`.

Those of SEEDED synthetic firms stand again and again with assessments, sheets and scorecards, so that some 85 in a
hundred have submitted. The first line is the time of a demo of that many firms. With `--draws` the ranking is drawn
first, step by step as a worker does it, and the pages then show ranges. The database must be empty.
"""

from __future__ import annotations

import argparse
import datetime as dt
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, cast

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from readiness.app import create_app
from readiness.assessment.permissions import Person, Role
from readiness.config import Settings
from readiness.services.build_ranking import build_ranking, page_ranking
from readiness.services.close_round import close_round
from readiness.services.context import Services
from readiness.services.run_ranking import RankingMade, RankingOrder, draw_order, keep_runs, read_order
from readiness.services.seed_demo import seed_demo
from readiness.store import migrate
from readiness.store.base import Base
from readiness.store.database import Database
from readiness.store.people import person_of
from readiness.store.rows import Assessment, Firm, Round, ScorecardRow, Sheet, User
from readiness.store.types import new_key

SEEDED = 300
NOW = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)
Rows = list[dict[str, Any]]


def main() -> None:
    """Print one line for each step; the peak is that of the whole process so far."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=10_000)
    parser.add_argument("--draws", type=int, default=0)
    parser.add_argument("--database", default="")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environment = {"READINESS_ENVIRONMENT": "development", "READINESS_DATA": folder}
        if options.database:
            environment["READINESS_DATABASE"] = options.database
        settings = Settings.from_environment(environment)
        migrate.upgrade(settings.database_url)
        database = Database(settings.database_url)
        print(f"{'what':<34}{'wall s':>9}{'CPU s':>9}{'queries':>9}{'peak MB':>9}")
        services = Services.from_settings(settings)
        timed(f"seed of {SEEDED} firms, two rounds", partial(seed, services, database), database.engine)
        timed(f"copies up to {options.firms:,}", partial(multiply, database, options.firms), database.engine)
        if options.draws:
            draw(services, database, options.draws)
        rank(services, database)
        app = create_app(settings)
        fetch(app, database)
        app.extensions["readiness_database"].close()
        database.close()


def timed(what: str, run: Callable[[], object], engine: sa.Engine) -> None:
    """Run it once and print what it took; transaction control is no query."""
    sent: list[str] = []

    def note(_c: object, _x: object, statement: str, *_rest: object) -> None:
        sent.append(statement.lstrip()[:6].upper())

    sa.event.listen(engine, "before_cursor_execute", note)
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    sa.event.remove(engine, "before_cursor_execute", note)
    queries = sum(statement in {"SELECT", "INSERT", "UPDATE", "DELETE"} for statement in sent)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what:<34}{wall:>9.2f}{cpu:>9.2f}{queries:>9}{peak:>9.0f}", flush=True)


def seed(services: Services, database: Database) -> None:
    """The demo with SEEDED firms."""
    with database.transaction() as session:
        seed_demo(services, session, firms=SEEDED, seed=1, at=NOW)


def multiply(database: Database, firms: int) -> None:
    """Copy the firms of the open round with assessment and scorecards until there are so many."""
    with database.transaction() as session:
        round_id = open_round(session).id
        kept = rows_of(session, sa.select(Firm.__table__))
        taken = {r["firm_id"]: r for r in rows_of(session, of_round(Assessment, round_id))}
        cards = rows_of(
            session,
            sa.select(ScorecardRow.__table__)
            .join(Assessment, Assessment.id == ScorecardRow.assessment_id)
            .where(Assessment.round_id == round_id),
        )
        sheets = rows_of(session, sa.select(Sheet.__table__).where(Sheet.assessment_id.in_(ids_of(taken))))
        for copy in range(1, -(-firms // len(kept))):
            chosen = kept[: firms - copy * len(kept)]
            shift = copy * 10 * len(kept)
            known = {firm["id"] for firm in chosen}
            put(session, Firm, [again(f, shift, credit_code=f"C{shift:06d}{f['id']:06d}") for f in chosen])
            ours = [taken[firm] for firm in sorted(known)]
            put(session, Assessment, [again(a, shift, firm_id=a["firm_id"] + shift) for a in ours])
            ids = {a["id"] for a in ours}
            stated = [s for s in sheets if s["assessment_id"] in ids]
            put(session, Sheet, [s | {"assessment_id": s["assessment_id"] + shift} for s in stated])
            scored = [c | {"id": c["id"] + shift} for c in cards if c["assessment_id"] in ids]
            put(session, ScorecardRow, [c | {"assessment_id": c["assessment_id"] + shift} for c in scored])


def ids_of(assessments: dict[int, dict[str, Any]]) -> list[int]:
    """The numbers of these assessments."""
    return [row["id"] for row in assessments.values()]


def open_round(session: Session) -> Round:
    """The round that counts and is open."""
    return session.query(Round).filter_by(state="open", practice=False).one()


def of_round(kind: type[Assessment], round_id: int) -> sa.Select[Any]:
    """All columns of the round's rows."""
    return sa.select(kind.__table__).where(kind.round_id == round_id)


def rows_of(session: Session, query: sa.Select[Any]) -> Rows:
    """What the query finds, as dictionaries by column."""
    return [dict(row) for row in session.execute(query).mappings()]


def again(row: dict[str, Any], shift: int, **changes: object) -> dict[str, Any]:
    """The row under ids and a key of its own."""
    return row | {"id": row["id"] + shift, "key": new_key()} | changes


def put(session: Session, kind: type[Base], rows: Rows) -> None:
    """Insert them at once."""
    session.execute(sa.insert(cast("sa.Table", kind.__table__)), rows)


def officer_of(session: Session) -> User:
    """The demo's officer."""
    return session.query(User).filter_by(role=Role.OFFICER.value).one()


def draw(services: Services, database: Database, draws: int) -> None:
    """The whole job of a drawn ranking, in the steps of a worker."""
    made = Made()

    def read() -> None:
        with database.session() as session:
            made.order = read_order(
                services, session, open_round(session).key, draws, 1, by=person_of(officer_of(session))
            )

    def keep() -> None:
        with database.transaction() as session:
            keep_runs(session, made.order, made.lists, by_id=None, at=NOW)

    timed("drawing: read and take apart", read, database.engine)
    print("  ", *(f"{entrants.basis}: {len(entrants.codes):,}" for entrants in made.order.lists))
    timed(
        "drawing: draws, ranges, doubts", lambda: made.lists.extend(draw_order(made.order)), database.engine
    )
    timed("drawing: keep", keep, database.engine)


@dataclass
class Made:
    """What the steps of a drawing hand on."""

    order: RankingOrder = field(init=False)
    lists: list[RankingMade] = field(default_factory=list)


def rank(services: Services, database: Database) -> None:
    """The services by themselves."""
    with database.session() as session:
        by: Person = person_of(officer_of(session))
        key = open_round(session).key

    def close() -> None:
        with database.transaction() as session:
            close_round(services, session, key, by=by, at=NOW)

    def page() -> None:
        with database.session() as session:
            page_ranking(services, session, key, by=by)

    def whole() -> None:
        with database.session() as session:
            found = build_ranking(services, session, key, by=by)
            print("  ", *(len(part) for part in (found.verified, found.declared, found.left_out)))

    timed("page_ranking, open round", page, database.engine)
    timed("close_round", close, database.engine)
    timed("page_ranking, closed round", page, database.engine)
    timed("build_ranking, every line", whole, database.engine)


def fetch(app: Flask, database: Database) -> None:
    """What the office's browser asks for."""
    with database.session() as session:
        officer = officer_of(session)
        key = session.query(Round).filter_by(state="closed").order_by(Round.id.desc()).limit(1).one().key
    browser = app.test_client()
    with browser.session_transaction() as held:
        held["_user_id"], held["user_id"] = officer.fs_uniquifier, officer.id
    engine = app.extensions["readiness_database"].engine
    for part in ("firms", "progress", "ranking", "ranking.xlsx"):
        address = f"/office/rounds/{key}/{part}"
        timed(f"office: {part}", partial(get, browser, address), engine)
        if part != "ranking.xlsx":
            timed("  again", partial(get, browser, address), engine)


def get(browser: FlaskClient, address: str) -> None:
    """One request that must succeed."""
    answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)


if __name__ == "__main__":
    main()
