"""`readiness rank`: who stands where, and who is left out and why."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from readiness.questionnaire.model import Kind
from tests.cli.tables_of_firms import Row, asked, firms, rank, saved


def ranked(path: Path) -> list[Row]:
    result = rank(path)
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def found_far_lower(row: Row) -> Row:
    """The firm with every ladder it claims set to nothing by its consultant."""
    ladders = [q.code for q in asked().questions if q.kind is Kind.LADDER and row[q.code] not in ("", "0")]
    changed = dict(row)
    for code in ladders:
        changed |= {
            f"{code}.verdict": "lowered",
            f"{code}.verdict_value": "0",
            f"{code}.verdict_grade": "site",
            f"{code}.verdict_reason": "nothing of it is there",
        }
    return changed


def test_verified_firm_has_a_place_declared_one_a_quartile_and_a_draft_its_reasons(tmp_path: Path) -> None:
    first, second, third = ranked(saved(tmp_path / "firms.csv", firms(3)))
    assert (first["list"], first["place"], first["quartile"], first["index"]) == (
        "verified",
        "1",
        "",
        "79.6967",
    )
    assert (second["list"], second["place"], second["quartile"]) == ("declared", "", "1")
    assert third["list"] == "not ranked"
    assert third["reason"].startswith("draft; hold_open GR3.5; coverage; dimension_coverage IM5")


def test_firm_that_claimed_far_too_much_is_left_out_as_in_the_service(tmp_path: Path) -> None:
    rows = firms(3)
    rows[1] = found_far_lower(rows[1])
    found = {row["credit_code"]: row for row in ranked(saved(tmp_path / "firms.csv", rows))}
    assert found["X00000001"]["list"] == "not ranked"
    assert found["X00000001"]["reason"].split("; ")[0] == "integrity"
    assert [row for row in found.values() if row["list"] == "verified"] == []


@pytest.mark.parametrize("count", [6, 1200])
def test_firms_that_score_the_same_share_a_place_in_order_of_credit_code(tmp_path: Path, count: int) -> None:
    found = [
        row for row in ranked(saved(tmp_path / "firms.csv", firms(count)[::-1])) if row["list"] == "verified"
    ]
    assert [row["credit_code"] for row in found] == [f"X{i:08d}" for i in range(1, count, 3)]
    assert {row["place"] for row in found} == {"1"}


def test_figure_of_a_wrong_magnitude_is_warned_of_and_the_firm_is_ranked(tmp_path: Path) -> None:
    rows = firms(1)
    rows[0] |= {"GR1.1@DF.woven": "2.84"}
    path = saved(tmp_path / "firms.csv", rows)
    result = rank(path)
    assert result.exit_code == 0
    assert result.stderr.startswith(f"warning: {path}:2: GR1.1@DF.woven: 2.84 is far from the usual range")
    assert "declared,,1,X00000000" in result.stdout
