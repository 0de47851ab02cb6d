"""What is deleted in the course of time, and what never is."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from readiness.errors import NotFoundError
from readiness.services.context import Services
from readiness.services.purge_files import delete_files, find_expired, record_purge
from readiness.services.remove_evidence import remove_evidence
from readiness.services.return_assessment import return_assessment
from readiness.store.events import list_events
from readiness.store.jobs import add_job
from readiness.store.rows import Evidence, Job
from tests.factories import NOON
from tests.services.assessment.lives import Town, confirm_all, fill, ladder, save, submit
from tests.services.assessment.test_evidence import PDF, attach

LATER = NOON + dt.timedelta(days=400)


def purge(town: Town, at: dt.datetime = LATER, services: Services | None = None) -> tuple[int, int]:
    expired = find_expired(services or town.services, town.session, at=at)
    delete_files(town.services, expired)
    record_purge(town.session, expired, at=at)
    return len(expired.evidence), len(expired.reports)


def remove(town: Town, row: Evidence, hours: int = 1) -> None:
    at = NOON + dt.timedelta(hours=hours)
    remove_evidence(town.services, town.session, row.key, by=town.owner, at=at)
    town.session.flush()


def test_removed_file_that_nothing_rests_on_goes_after_its_days_and_the_log_tells(town: Town) -> None:
    save(town, {"DOUGH.1": ladder(1)})
    row, kept = attach(town), attach(town, content=PDF + b"%other")
    remove(town, row)
    assert purge(town, NOON + dt.timedelta(days=30)) == (0, 0)
    assert purge(town) == (1, 0)
    with pytest.raises(NotFoundError):
        town.services.files.get(row.file.path)
    assert town.services.files.get(kept.file.path)
    assert [event.action for event in list_events(town.session, f"evidence:{row.key}")][:1] == [
        "purge_evidence"
    ]
    assert purge(town) == (0, 0)


def test_file_that_lay_there_when_a_verdict_was_given_is_kept(town: Town) -> None:
    fill(town, DOUGH__1={"value": 3})
    row = attach(town)
    submit(town)
    confirm_all(town)
    return_assessment(town.services, town.session, town.key, reason="again", by=town.officer, at=NOON)
    remove(town, row)
    assert purge(town) == (0, 0)
    assert town.services.files.get(row.file.path)


def test_file_that_a_stored_result_rests_on_is_kept(town: Town) -> None:
    fill(town, DOUGH__1={"value": 3})
    row = attach(town)
    submit(town)
    return_assessment(town.services, town.session, town.key, reason="again", by=town.officer, at=NOON)
    remove(town, row)
    assert purge(town) == (0, 0)


def test_zero_days_keep_for_ever(town: Town) -> None:
    save(town, {"DOUGH.1": ladder(1)})
    remove(town, attach(town))
    settings = dataclasses.replace(town.services.settings, keep_evidence_days=0)
    assert purge(town, services=dataclasses.replace(town.services, settings=settings)) == (0, 0)


def test_old_report_is_deleted_and_its_job_stays(town: Town) -> None:
    job = add_job(town.session, "report", {}, by_id=town.owner.id, at=NOON)
    job.state, job.finished_at, job.result = "done", NOON, {"path": "reports/00/x", "name": "x.pdf"}
    other = add_job(town.session, "mail", {}, by_id=None, at=NOON)
    other.state, other.finished_at = "done", NOON
    town.session.flush()
    town.services.files.put("reports/00/x", b"%PDF")
    assert purge(town, NOON + dt.timedelta(days=89)) == (0, 0)
    assert purge(town) == (0, 1)
    found = town.session.get_one(Job, job.id)
    assert (found.state, found.result) == ("done", {"name": "x.pdf"})
    assert [event.detail for event in list_events(town.session, "reports")] == [{"files": 1}]
    assert purge(town) == (0, 0)


def test_two_workers_tell_of_a_file_once(town: Town) -> None:
    save(town, {"DOUGH.1": ladder(1)})
    row = attach(town)
    remove(town, row)
    expired = find_expired(town.services, town.session, at=LATER)
    for _ in range(2):
        delete_files(town.services, expired)
        record_purge(town.session, expired, at=LATER)
    actions = [event.action for event in list_events(town.session, f"evidence:{row.key}")]
    assert actions.count("purge_evidence") == 1
