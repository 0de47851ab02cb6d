"""Rounds, lists of firms, progress and the ranking, as the office works with them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import sqlalchemy as sa
import xlsxwriter

from readiness.assessment.permissions import Role
from readiness.errors import ForbiddenError, InputError, NotFoundError
from readiness.services.build_ranking import Ranking, build_ranking
from readiness.services.confirm_firm import confirm_firm
from readiness.services.import_firms import ImportReport, import_firms
from readiness.services.list_progress import list_progress
from readiness.services.open_round import open_round
from readiness.services.read_firm_file import FirmLine, read_firm_file
from readiness.services.request_report import get_report, request_report
from readiness.services.return_assessment import return_assessment
from readiness.services.save_statements import save_statements
from readiness.store.database import Database
from readiness.store.firms import find_firm_by_code
from readiness.store.rows import ScorecardRow
from tests.factories import NOON, as_person, credit_code, make_login
from tests.services.assessment.lives import Town, another_firm, confirm_all, fill, save, sign, submit

HEAD = "统一社会信用代码,企业名称,城市,区县\n"


def take(town: Town, lines: list[FirmLine], **more: object) -> ImportReport:
    options = {"by": town.officer, "at": NOON, **more}
    return import_firms(town.services, town.session, lines, **options)  # type: ignore[arg-type]


def line(row: int, number: int, name: str = "", **cells: str) -> FirmLine:
    return FirmLine(row, {"credit_code": credit_code(number), "name": name or f"Bakery {number}", **cells})


def rank(town: Town) -> Ranking:
    return build_ranking(town.services, town.session, town.round.key, by=town.officer)


def test_round_is_bound_to_the_questionnaire_it_was_opened_with(town: Town) -> None:
    assert (town.round.questionnaire, town.round.digest) == ("bakery/1", town.questionnaire.digest)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"name": "2026"}, "round_name_taken"),
        ({"closes_on": dt.date(2026, 6, 1)}, "days_out_of_order"),
        ({"questionnaire": "bakery/9"}, "questionnaire_unknown"),
    ],
)
def test_round_that_cannot_be_is_refused(town: Town, changes: dict[str, object], refusal: str) -> None:
    values: dict[str, object] = {
        "name": "2027", "reference_year": 2026, "opens_on": dt.date(2026, 7, 1),
        "closes_on": dt.date(2026, 9, 1), "by": town.officer, "at": NOON,
    }  # fmt: skip
    with pytest.raises(InputError, match=refusal):
        open_round(town.services, town.session, **(values | changes))  # type: ignore[arg-type]


def test_firm_cannot_open_a_round(town: Town) -> None:
    with pytest.raises(ForbiddenError):
        open_round(
            town.services, town.session, name="mine", reference_year=2025, opens_on=NOON.date(),
            closes_on=NOON.date(), by=town.owner, at=NOON,
        )  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_list_in_chinese_is_read_in_every_encoding_of_the_trade(encoding: str) -> None:
    content = f"{HEAD}{credit_code(1)},示例面包房,苏州市,\n\n".encode(encoding)
    assert read_firm_file("list.csv", content) == [
        FirmLine(2, {"credit_code": credit_code(1), "name": "示例面包房", "city": "苏州市", "district": ""})
    ]


def test_workbook_is_read_like_a_csv(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["credit_code", "name", "remark"])
        sheet.write_row(1, 0, [credit_code(1), "Bakery", "unread"])
    (found,) = read_firm_file("list.xlsx", path.read_bytes())
    assert found == FirmLine(2, {"credit_code": credit_code(1), "name": "Bakery"})


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("list.xls", b"\xd0\xcf", "file_old_excel"),
        ("list.pdf", b"%PDF-", "file_type"),
        ("list.xlsx", b"PK nothing", "file_broken"),
        ("list.csv", b"name,city\nBakery,Suzhou\n", "columns_missing"),
        ("list.csv", b"\xff\xff\xff", "file_encoding"),
    ],
)
def test_list_that_cannot_be_read_says_why(name: str, content: bytes, refusal: str) -> None:
    with pytest.raises(InputError, match=refusal):
        read_firm_file(name, content)


def test_good_rows_are_kept_and_each_bad_one_says_why(town: Town) -> None:
    report = take(
        town,
        [
            line(2, 9001, city="苏州市", district="Gusu"),
            FirmLine(3, {"credit_code": "91320500000000000X", "name": "Wrong digit"}),
            line(4, 9001),
            line(5, 9002, city="Atlantis"),
            FirmLine(6, {"credit_code": credit_code(9003), "name": " "}),
            FirmLine(7, {"credit_code": town.firm.credit_code, "name": "New name"}),
            FirmLine(8, {"credit_code": credit_code(9004), "name": "Same", "city": ""}),
        ],
    )
    assert [row.row for row in report.new] == [2, 8]
    assert [(row.row, row.changes["name"][1]) for row in report.changed] == [(7, "New name")]
    assert [(row.row, row.field, row.code) for row in report.refused] == [
        (3, "credit_code", "credit_code_invalid"),
        (4, "credit_code", "row_repeated"),
        (5, "city", "city_unknown"),
        (6, "name", "required"),
    ]
    found = find_firm_by_code(town.session, credit_code(9001))
    assert found is not None
    assert (found.city, found.district, found.confirmed_at) == ("Suzhou", "Gusu", NOON)


def test_same_list_again_only_matches(town: Town) -> None:
    lines = [line(2, 9001), line(3, 9002)]
    take(town, lines)
    report = take(town, lines)
    assert (len(report.new), len(report.matched), len(report.changed)) == (0, 2, 0)


def test_trial_run_writes_nothing(town: Town) -> None:
    report = take(town, [line(2, 9001)], dry_run=True)
    assert len(report.new) == 1
    assert find_firm_by_code(town.session, credit_code(9001)) is None


def test_firms_on_the_list_of_a_round_wait_there_as_not_started(town: Town) -> None:
    report = take(town, [line(2, 9001), line(3, 9002)], round_key=town.round.key)
    assert report.added == 2
    assert take(town, [line(2, 9001)], round_key=town.round.key).added == 0
    progress = list_progress(town.services, town.session, town.round.key, by=town.officer)
    assert progress.by_stage == {"not_started": 3}


def test_officer_of_a_city_takes_in_that_city_only(town: Town) -> None:
    officer = as_person(town.session, make_login(town.session, Role.OFFICER, city="Wuxi"))
    report = take(town, [line(2, 9001, city="Suzhou"), line(3, 9002)], by=officer)
    assert [row.code for row in report.refused] == ["city_not_yours"]
    found = find_firm_by_code(town.session, credit_code(9002))
    assert found is not None
    assert found.city == "Wuxi"
    report = take(town, [FirmLine(2, {"credit_code": town.firm.credit_code, "name": "Mine now"})], by=officer)
    assert [row.code for row in report.refused] == ["firm_elsewhere"]


def test_progress_counts_by_stage_city_and_trade(town: Town) -> None:
    another_firm(town)
    fill(town)
    submit(town)
    progress = list_progress(town.services, town.session, town.round.key, by=town.officer)
    assert (progress.total, progress.by_stage) == (2, {"submitted": 1, "not_started": 1})
    assert progress.by_city == {"Suzhou": {"submitted": 1, "not_started": 1}}
    assert progress.by_sub_sector == {"": {"not_started": 1}, "BREAD": {"submitted": 1}}


def test_progress_takes_the_same_queries_for_many_firms(town: Town, database: Database) -> None:
    def count() -> int:
        seen: list[str] = []

        def note(_c: object, _u: object, statement: str, *_: object) -> None:
            seen.append(statement)

        sa.event.listen(database.engine, "before_cursor_execute", note)
        list_progress(town.services, town.session, town.round.key, by=town.officer)
        build_ranking(town.services, town.session, town.round.key, by=town.officer)
        sa.event.remove(database.engine, "before_cursor_execute", note)
        return len(seen)

    few = count()
    take(town, [line(row, 9000 + row) for row in range(2, 40)], round_key=town.round.key)
    town.session.expire_all()
    assert count() <= few + 2


def test_verified_and_declared_firms_are_never_in_one_list(town: Town) -> None:
    _, other, key = another_firm(town)
    fill(town)
    submit(town)
    confirm_all(town)
    sign(town)
    fill(town, key=key, by=other)
    submit(town, key=key, by=other)
    found = rank(town)
    assert [(entry.place, entry.firm.id) for entry in found.verified] == [(1, town.firm.id)]
    assert [(entry.place, entry.quartile, entry.assessment.key) for entry in found.declared] == [(0, 1, key)]
    assert found.left_out == ()


def test_equal_firms_share_a_place_in_order_of_their_codes(town: Town) -> None:
    cards = []
    for index in (50.0, 70.0, 50.00001, 40.0):
        _, other, key = another_firm(town)
        fill(town, key=key, by=other)
        submit(town, key=key, by=other)
        cards.append((key, index))
    for key, index in cards:
        found = next(entry for entry in rank(town).declared if entry.assessment.key == key)
        found.assessment.state = "verified"
        card = town.session.scalars(
            sa.select(ScorecardRow).where(ScorecardRow.assessment_id == found.assessment.id)
        ).one()
        card.basis, card.index = "verified", index
        town.session.flush()
    verified = rank(town).verified
    assert [(entry.place, entry.tied, entry.index) for entry in verified] == [
        (1, False, 70.0),
        (2, True, 50.0),
        (2, True, 50.0),
        (4, False, 40.0),
    ]
    assert verified[1].firm.credit_code < verified[2].firm.credit_code
    assert [entry.peers[-1].place for entry in verified] == [1, 2, 2, 4]


def test_two_firms_are_too_few_for_a_peer_group(town: Town) -> None:
    for _ in range(2):
        _, other, key = another_firm(town)
        fill(town, key=key, by=other)
        submit(town, key=key, by=other)
    assert [entry.peers for entry in rank(town).declared] == [(), ()]


def test_firm_on_hold_is_left_out_with_the_reason(town: Town) -> None:
    fill(town, OVEN__3={"value": False})
    submit(town)
    (out,) = rank(town).left_out
    assert out.causes == ("hold",)
    assert [(reason.kind, reason.subject) for reason in out.reasons] == [("hold", "OVEN.3")]


def test_firm_with_gaps_is_left_out_as_a_draft(town: Town) -> None:
    fill(town, DOUGH__1={}, DOUGH__2={})
    submit(town)
    assert [entry.causes for entry in rank(town).left_out] == [("draft",)]


def test_firm_whose_first_statement_is_false_is_scored_and_left_out(town: Town) -> None:
    fill(town)
    save_statements(
        town.services, town.session, town.key, {"OPEN": False, "CLEAN": True, "TRUE": True},
        base={"@statements": 2}, client_id="s", by=town.owner, at=NOON,
    )  # fmt: skip
    submit(town)
    (out,) = rank(town).left_out
    assert (out.causes, out.reasons[0].kind) == (("unranked",), "statement_unranked")
    assert out.index is not None


def test_unconfirmed_firm_is_left_out_until_the_office_agrees(town: Town) -> None:
    town.firm.confirmed_at = None
    fill(town)
    submit(town)
    assert [entry.causes for entry in rank(town).left_out] == [("unconfirmed",)]
    confirm_firm(town.services, town.session, town.firm.key, by=town.officer, at=NOON)
    assert len(rank(town).declared) == 1


def test_returned_assessment_is_left_out(town: Town) -> None:
    fill(town)
    submit(town)
    return_assessment(town.services, town.session, town.key, reason="dough", by=town.officer, at=NOON)
    assert [entry.causes for entry in rank(town).left_out] == [("returned",)]


def test_firm_that_never_submitted_is_in_no_list(town: Town) -> None:
    found = rank(town)
    assert (found.verified, found.declared, found.left_out) == ((), (), ())


def test_officer_of_another_city_ranks_nobody_here(town: Town) -> None:
    fill(town)
    submit(town)
    officer = as_person(town.session, make_login(town.session, Role.OFFICER, city="Wuxi"))
    found = build_ranking(town.services, town.session, town.round.key, by=officer)
    assert (found.declared, found.left_out) == ((), ())


def test_second_click_on_the_report_asks_for_no_second_job(town: Town) -> None:
    fill(town)
    submit(town)
    keys = {
        request_report(town.services, town.session, town.key, "en", by=town.owner, at=NOON) for _ in range(3)
    }
    (key,) = keys
    assert get_report(town.services, town.session, key, by=town.owner).state == "queued"
    with pytest.raises(NotFoundError):
        get_report(town.services, town.session, key, by=town.officer)


def test_report_in_a_language_we_do_not_have_is_refused(town: Town) -> None:
    save(town, {})
    with pytest.raises(InputError, match="language_unknown"):
        request_report(town.services, town.session, town.key, "xx", by=town.owner, at=NOON)
