"""The PDF of a real assessment, drawn from the stored answers."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from babel.dates import format_date
from pypdf import PdfReader

from readiness.errors import NotFoundError
from readiness.services.get_receipt import list_receipts
from readiness.services.get_result import get_result
from readiness.services.render_report import model_of, render_report
from readiness.services.request_report import get_report, request_report
from readiness.services.return_assessment import return_assessment
from readiness.store.database import Database
from tests.factories import NOON
from tests.services.assessment.lives import (
    Town,
    bakery_services,
    confirm_all,
    fill,
    make_editor,
    make_town,
    sign,
    submit,
)


@pytest.fixture
def submitted(sqlite_url: str, tmp_path: Path) -> Iterator[Town]:
    database = Database(sqlite_url)
    with database.session(write=True) as session:
        town = make_town(bakery_services(tmp_path), session)
        fill(town)
        submit(town)
        yield town
    database.close()


def test_report_is_stored_under_a_random_name_and_told_by_a_speaking_one(submitted: Town) -> None:
    seen: list[int] = []
    found = render_report(
        submitted.services, submitted.session, submitted.key, "en", by=submitted.owner, at=NOON,
        progress=seen.append,
    )  # fmt: skip
    content = submitted.services.files.get(found["path"])
    assert content.startswith(b"%PDF-")
    assert len(content) == found["size"]
    assert found["name"] == f"{submitted.firm.name}-2026-en-2026-03-02.pdf"
    assert seen == [90]


def test_firms_own_figures_stand_in_the_offices_report_only_with_consent(submitted: Town) -> None:
    result = get_result(submitted.services, submitted.session, submitted.key, by=submitted.officer)
    assert model_of(result, "en", today=NOON.date(), figures=False).indicators == ()
    assert model_of(result, "en", today=NOON.date(), figures=True).indicators != ()


def test_declared_result_counts_from_its_submission_and_the_rounds_end_stands_beside_it(
    submitted: Town,
) -> None:
    result = get_result(submitted.services, submitted.session, submitted.key, by=submitted.owner)
    facts = dict(model_of(result, "en", today=dt.date(2027, 1, 1), figures=False).cover.facts)
    assert facts["Result as of"] == "March 2, 2026"
    assert facts["Round closes on"] == format_date(result.round.closes_on, "long", locale="en")
    assert facts["Result as of"] != facts["Round closes on"]
    result.round.practice = True
    facts = dict(model_of(result, "en", today=dt.date(2027, 1, 1), figures=False).cover.facts)
    assert "Round closes on" not in facts, "a practice round has no last day"


def test_verified_result_counts_from_the_day_of_the_signature(submitted: Town) -> None:
    town = submitted
    confirm_all(town)
    sign(town, signed_on=dt.date(2026, 3, 5), at=NOON + dt.timedelta(days=7))
    result = get_result(submitted.services, submitted.session, submitted.key, by=submitted.owner)
    cover = model_of(result, "en", today=dt.date(2027, 1, 1), figures=False).cover
    assert dict(cover.facts)["Result as of"] == "March 5, 2026"
    assert cover.validity == "Valid until December 5, 2026"


def test_person_who_left_the_firm_has_lost_its_report_too(submitted: Town) -> None:
    town = submitted
    editor = make_editor(town)
    job = request_report(town.services, town.session, town.key, "en", by=editor, at=NOON)
    assert get_report(town.services, town.session, job, by=editor).state == "queued"
    left = replace(editor, firms={})
    with pytest.raises(NotFoundError):
        get_report(town.services, town.session, job, by=left)


def test_report_of_a_submitted_result_prints_number_and_digest_of_its_receipt(submitted: Town) -> None:
    town = submitted
    (receipt,) = list_receipts(town.services, town.session, town.key, by=town.owner).receipts
    found = render_report(town.services, town.session, town.key, "zh_Hans", by=town.owner, at=NOON)
    cover = PdfReader(io.BytesIO(town.services.files.get(found["path"]))).pages[0].extract_text()
    printed = "".join(cover.split())
    assert receipt.number in printed
    assert receipt.digest in printed
    assert "/verify" in printed


def test_report_of_answers_that_are_back_prints_no_number(submitted: Town) -> None:
    town = submitted
    return_assessment(town.services, town.session, town.key, reason="again", by=town.officer, at=NOON)
    found = render_report(town.services, town.session, town.key, "en", by=town.owner, at=NOON)
    cover = PdfReader(io.BytesIO(town.services.files.get(found["path"]))).pages[0].extract_text()
    assert "Digest" not in cover
    assert "/verify" not in cover
