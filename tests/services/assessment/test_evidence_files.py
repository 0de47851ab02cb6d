"""How long a file is good, what is said about it, how many answers it supports, and what it is worth."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from readiness.errors import (
    ConflictError,
    FilesUnavailableError,
    ForbiddenError,
    InputError,
    InputErrors,
    NotFoundError,
)
from readiness.services.add_evidence import add_evidence, attach_file, keep_file
from readiness.services.check_file import NAME_LENGTH, clean_name
from readiness.services.count_evidence import find_lapsed, let_lapse
from readiness.services.declare_assessment import declare_assessment
from readiness.services.describe_evidence import About, describe_evidence
from readiness.services.get_evidence import EvidencePage, get_evidence_page, list_files
from readiness.services.get_result import get_result
from readiness.services.link_evidence import link_evidence
from readiness.services.open_evidence import open_evidence, open_preview
from readiness.services.purge_files import delete_files, find_expired, record_purge
from readiness.services.remove_evidence import remove_evidence
from readiness.services.submit_assessment import submit_assessment
from readiness.store.events import list_events
from readiness.store.files import Files
from readiness.store.rows import Assessment, Evidence
from tests.factories import NOON
from tests.services.assessment.lives import (
    CONSENT,
    Town,
    another_firm,
    fill,
    ladder,
    make_editor,
    save,
    submit,
)
from tests.services.assessment.test_evidence import PDF, attach, grade, picture

TODAY = NOON.date()
DAY = dt.timedelta(days=1)
NOTHING = About()
OTHER = "OVEN.1"


def page(town: Town, code: str = "DOUGH.1", at: dt.datetime = NOON) -> EvidencePage:
    return get_evidence_page(town.services, town.session, town.key, code, by=town.owner, at=at)


def describe(town: Town, row: Evidence, about: About, base: About = NOTHING, at: dt.datetime = NOON) -> None:
    describe_evidence(town.services, town.session, town.key, row.key, about, base=base, by=town.owner, at=at)


def link(town: Town, *rows: Evidence, code: str = OTHER) -> list[Evidence]:
    keys = [row.key for row in rows]
    return link_evidence(town.services, town.session, town.key, code, keys, by=town.owner, at=NOON)


def work(town: Town) -> Assessment:
    return town.session.query(Assessment).filter_by(key=town.key).one()


def test_file_counts_on_its_last_good_day_and_no_more_afterwards(town: Town) -> None:
    fill(town, DOUGH__1={"value": 3})
    row = attach(town)
    describe(town, row, About(valid_until=TODAY))
    assert grade(town, "DOUGH.1") == "shown"
    assert find_lapsed(town.services, town.session, at=NOON) == {}
    tomorrow = NOON + DAY
    lapsed = find_lapsed(town.services, town.session, at=tomorrow)
    assert lapsed == {work(town).id: ["DOUGH.1"]}
    let_lapse(town.services, town.session, work(town).id, ["DOUGH.1"], at=tomorrow)
    assert grade(town, "DOUGH.1") == "told"
    assert find_lapsed(town.services, town.session, at=tomorrow) == {}
    line = page(town, at=tomorrow).files[0]
    assert (line.counts, line.lapsed) == (False, True)
    [event] = [event for event in list_events(town.session) if event.action == "lapse_evidence"]
    assert event.detail == {"questions": ["DOUGH.1"]}


def test_submission_looks_at_the_last_good_day_itself_and_keeps_the_declaration(town: Town) -> None:
    fill(town, DOUGH__1={"value": 3})
    describe(town, attach(town), About(valid_until=TODAY))
    declare_assessment(
        town.services, town.session, town.key, name="Zhang", consent=CONSENT, by=town.owner, at=NOON
    )
    card = submit_assessment(town.services, town.session, town.key, by=town.owner, at=NOON + DAY)
    assert next(line.grade for line in card.questions if line.code == "DOUGH.1") == "told"


def test_file_that_lapses_after_the_submission_still_counts(town: Town) -> None:
    fill(town, DOUGH__1={"value": 3})
    describe(town, attach(town), About(valid_until=TODAY))
    submit(town)
    later = NOON + 30 * DAY
    assert find_lapsed(town.services, town.session, at=later) == {}
    shown = page(town, at=later)
    assert (shown.judged_on, shown.submitted) == (TODAY, True)
    assert (shown.files[0].counts, shown.files[0].lapsed) == (True, True)
    assert grade(town, "DOUGH.1") == "shown"


def test_longer_validity_lets_a_lapsed_file_count_again(town: Town) -> None:
    fill(town, DOUGH__1={"value": 3})
    row = attach(town)
    old = About(valid_until=TODAY - DAY)
    describe(town, row, old)
    assert grade(town, "DOUGH.1") == "told"
    describe(town, row, About(valid_until=TODAY + DAY), old)
    assert grade(town, "DOUGH.1") == "shown"


def test_what_is_said_about_a_file_needs_a_new_declaration_and_stays_in_the_log(town: Town) -> None:
    fill(town)
    row = attach(town)
    declare_assessment(
        town.services, town.session, town.key, name="Zhang", consent=CONSENT, by=town.owner, at=NOON
    )
    describe(town, row, About(TODAY - DAY, None, "page 3"))
    assert work(town).declared_at is None
    [event] = list_events(town.session, f"evidence:{row.key}")
    assert (event.action, event.detail["was"], event.detail["now"]["note"]) == (
        "describe_evidence",
        {"note": ""},
        "page 3",
    )


def test_two_people_who_describe_a_file_never_write_over_each_other_unseen(town: Town) -> None:
    row = attach(town)
    describe(town, row, About(note="mine"))
    with pytest.raises(ConflictError):
        describe(town, row, About(note="theirs"))
    assert page(town).files[0].about.note == "mine"
    describe(town, row, About(note="theirs"), About(note="mine"))
    assert page(town).files[0].about.note == "theirs"


def test_days_that_cannot_be_are_refused_all_at_once(town: Town) -> None:
    row = attach(town)
    with pytest.raises(InputErrors) as caught:
        describe(town, row, About(TODAY + DAY, TODAY, "x" * 1001))
    assert [(e.field, e.code) for e in caught.value.errors] == [
        ("issued_on", "day_to_come"), ("valid_until", "valid_before_issue"), ("note", "text_too_long"),
    ]  # fmt: skip


def test_same_content_is_kept_once_and_stands_once_beside_an_answer(town: Town) -> None:
    first, again = attach(town), attach(town, name="again.pdf")
    assert again is first
    revision = work(town).revision
    attach(town)
    assert work(town).revision == revision
    other = attach(town, code=OTHER)
    assert other.file is first.file
    assert len(town.services.files.list()) == 1


def test_one_file_supports_two_answers_until_it_is_taken_from_each(town: Town) -> None:
    fill(town, DOUGH__1={"value": 3})
    row = attach(town)
    assert [line.name for line in page(town, OTHER).others] == ["recipe.pdf"]
    [second] = link(town, row)
    assert link(town, row) == []
    assert page(town).files[0].codes == ("DOUGH.1", OTHER)
    assert (grade(town, "DOUGH.1"), grade(town, OTHER)) == ("shown", "shown")
    remove_evidence(town.services, town.session, row.key, by=town.owner, at=NOON)
    assert (grade(town, "DOUGH.1"), grade(town, OTHER)) == ("told", "shown")
    assert open_evidence(town.services, town.session, second.key, by=town.owner).content == PDF


def test_bytes_go_only_when_the_file_supports_no_answer_any_more(town: Town) -> None:
    save(town, {"DOUGH.1": ladder(1)})
    row = attach(town, name="oven.png", content=picture())
    [second] = link(town, row)
    later = NOON + 400 * DAY

    def purge() -> int:
        expired = find_expired(town.services, town.session, at=later)
        delete_files(town.services, expired)
        record_purge(town.session, expired, at=later)
        return len(expired.evidence)

    remove_evidence(town.services, town.session, row.key, by=town.owner, at=NOON)
    assert purge() == 0
    remove_evidence(town.services, town.session, second.key, by=town.owner, at=NOON)
    assert purge() == 1
    assert town.services.files.list() == []
    attach(town, name="oven.png", content=picture())
    assert len(town.services.files.list()) == 2, "the same picture sent again is kept anew, with its preview"


def test_file_of_another_firm_is_not_there_to_be_used(town: Town) -> None:
    _, other, key = another_firm(town)
    sent = {"name": "a.pdf", "content": PDF, "by": other, "at": NOON}
    row = add_evidence(town.services, town.session, key, "DOUGH.1", **sent)
    with pytest.raises(NotFoundError):
        link(town, row)
    mine = attach(town)
    assert mine.file is not row.file, "what two firms send is never shared, even if it is the same"
    with pytest.raises(InputError, match="files_none"):
        link(town)


def test_editor_of_one_dimension_says_nothing_about_a_file_of_another(town: Town) -> None:
    row = attach(town)
    link(town, row)
    colleague = make_editor(town, ["OVEN"])
    with pytest.raises(ForbiddenError):
        describe_evidence(
            town.services,
            town.session,
            town.key,
            row.key,
            About(note="x"),
            base=NOTHING,
            by=colleague,
            at=NOON,
        )
    shown = get_evidence_page(town.services, town.session, town.key, OTHER, by=colleague, at=NOON)
    assert (shown.editable, shown.files[0].editable) == (True, False)


def test_page_says_by_the_engine_what_a_file_lifts(town: Town) -> None:
    fill(town, DOUGH__1={"value": 4})
    before = get_result(town.services, town.session, town.key, by=town.owner).main
    promised = page(town).weighed
    assert promised is not None
    assert (promised.counts, promised.caps) == (False, (70, 90))
    row = attach(town)
    after = get_result(town.services, town.session, town.key, by=town.owner).main
    kept = page(town).weighed
    assert kept is not None
    assert kept.counts
    assert promised.gain == kept.gain == after.index - before.index > 0
    describe(town, row, About(valid_until=TODAY - DAY))
    lapsed = page(town).weighed
    assert lapsed is not None
    assert not lapsed.counts


def test_worth_is_for_the_firm_alone_and_files_for_whoever_verifies(town: Town) -> None:
    fill(town)
    describe(town, attach(town), About(TODAY - DAY, TODAY + DAY, "page 3"))
    submit(town)
    seen = get_evidence_page(town.services, town.session, town.key, "DOUGH.1", by=town.consultant, at=NOON)
    assert (seen.weighed, seen.editable) == (None, False)
    files = list_files(town.services, town.session, town.key, by=town.consultant, at=NOON)
    assert files["DOUGH.1"][0].about == About(TODAY - DAY, TODAY + DAY, "page 3")
    with pytest.raises(ForbiddenError):
        get_evidence_page(town.services, town.session, town.key, "DOUGH.1", by=town.officer, at=NOON)


def test_picture_has_a_small_one_and_a_paper_has_none(town: Town) -> None:
    photo, paper = attach(town, name="oven.png", content=picture(size=(1200, 600))), attach(town)
    small = open_preview(town.services, town.session, photo.key, by=town.owner)
    assert (small.media_type, small.content[:2]) == ("image/jpeg", b"\xff\xd8")
    with pytest.raises(NotFoundError):
        open_preview(town.services, town.session, paper.key, by=town.owner)
    _, other, _ = another_firm(town)
    with pytest.raises(NotFoundError):
        open_preview(town.services, town.session, photo.key, by=other)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("C:\\papers\\许可证（2026）.pdf", "许可证（2026）.pdf"),
        ("../../etc/a.pdf", "a.pdf"),
        ("a\u202efdp.png", "afdp.png"),
        ("a\r\nb\x00.pdf", "ab.pdf"),
        ("\ud800.pdf", "-.pdf"),
        ("", "-"),
        ("证" * 300 + ".pdf", "证" * (NAME_LENGTH - 4) + ".pdf"),
    ],
)
def test_odd_name_is_kept_as_what_it_shows(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


def test_evidence_lives_in_a_bucket_like_in_a_folder(town: Town, s3_url: str) -> None:
    there = replace(town, services=replace(town.services, files=Files(s3_url)))
    row = attach(there, name="oven.png", content=picture())
    assert len(there.services.files.list()) == 2
    assert open_preview(there.services, town.session, row.key, by=town.owner).content[:2] == b"\xff\xd8"
    remove_evidence(there.services, town.session, row.key, by=town.owner, at=NOON)
    expired = find_expired(there.services, town.session, at=NOON + 400 * DAY)
    delete_files(there.services, expired)
    assert there.services.files.list() == []


def test_store_that_is_away_keeps_nothing_and_names_nothing(
    town: Town, s3_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    away = replace(town.services, files=Files(s3_url))
    with pytest.raises(FilesUnavailableError):
        keep_file(away, "a.pdf", PDF)
    assert page(town).files == ()
    kept = keep_file(town.services, "a.pdf", PDF)
    attach_file(town.services, town.session, town.key, "DOUGH.1", kept, by=town.owner, at=NOON)
    assert [line.name for line in page(town).files] == ["a.pdf"]
