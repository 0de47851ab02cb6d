"""`readiness rank --draws`: ranges of places, and what is no ranking."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.tables_of_firms import Row, firms, rank, saved


def drawn(path: Path, *options: str) -> list[Row]:
    result = rank(path, "--draws", "60", *options)
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


@pytest.fixture
def nine(tmp_path: Path) -> Path:
    return saved(tmp_path / "firms.csv", firms(9))


def test_verified_firm_has_a_range_of_places_and_a_tier(nine: Path) -> None:
    first = drawn(nine)[0]
    assert (first["list"], first["place"], first["index"], first["tier"]) == ("verified", "1", "79.6967", "A")
    assert int(first["low"]) <= float(first["median"]) <= int(first["high"])
    assert first["level_2_percent"] == "100"


def test_declared_firm_has_quartiles_only(nine: Path) -> None:
    line = next(line for line in drawn(nine) if line["list"] == "declared")
    assert (line["place"], line["low"], line["median"], line["tier"]) == ("", "", "", "")
    assert line["quartile_low"] <= line["quartile"] <= line["quartile_high"]


def test_firms_that_are_not_ranked_follow_with_the_reason(nine: Path) -> None:
    reasons = [line["reason"] for line in drawn(nine) if line["list"] == "not ranked"]
    assert [reason.split("; ")[0] for reason in reasons] == ["draft"] * 3


def test_the_same_seed_makes_the_same_file_and_another_one_does_not(nine: Path) -> None:
    assert drawn(nine, "--seed", "4") == drawn(nine, "--seed", "4")
    assert drawn(nine, "--seed", "4") != drawn(nine, "--seed", "5")


def test_json_says_what_the_ranking_was_made_of(nine: Path, tmp_path: Path) -> None:
    out = tmp_path / "ranking.json"
    assert rank(nine, "--draws", "60", "--seed", "4", "--out", out).exit_code == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    run = found["runs"]["verified"]
    assert (run["draws"], run["seed"], run["settings"]["range_percent"]) == (60, 4, 90)
    assert len(run["questionnaire_digest"]) == len(run["input_digest"]) == len(run["result_digest"]) == 64
    assert [line["list"] for line in found["firms"]].count("verified") == 3


def test_without_draws_json_holds_the_plain_ranking(nine: Path) -> None:
    found = json.loads(rank(nine, "--json").stdout)
    assert found[0] | {"name": ""} == {
        "list": "verified",
        "place": 1,
        "credit_code": "X00000001",
        "name": "",
        "index": 79.6967,
        "level": 4,
    }


def test_a_firm_alone_in_its_list_is_no_ranking(tmp_path: Path) -> None:
    result = rank(saved(tmp_path / "firms.csv", firms(3)), "--draws", "60")
    assert result.exit_code == 1
    assert result.output.strip() == (
        "firms: a ranking needs at least 2 official firms of the same basis; there is 1"
    )


def test_without_an_official_firm_there_is_no_ranking(tmp_path: Path) -> None:
    result = rank(saved(tmp_path / "firms.csv", firms(9)[2::3]), "--draws", "60")
    assert (result.exit_code, "there is 0" in result.output) == (1, True)


def test_a_firm_alone_beside_a_list_is_told_of(tmp_path: Path) -> None:
    rows = firms(9)
    result = rank(saved(tmp_path / "firms.csv", [rows[0], rows[1], rows[4]]), "--draws", "60")
    assert result.exit_code == 0
    assert "one firm alone in the declared list" in result.stderr
    assert "alone in its list" in result.stdout


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--draws", "-3"], "draws: expected a whole number from 2 to 100000"),
        (["--draws", "0"], "draws: expected a whole number from 2 to 100000"),
        (["--draws", "60", "--seed", "-1"], "seed: expected a whole number from 0 to 9223372036854775807"),
        (
            ["--draws", "60", "--seed", str(2**63)],
            "seed: expected a whole number from 0 to 9223372036854775807",
        ),
    ],
)
def test_impossible_options_are_told_in_one_sentence(nine: Path, options: list[str], message: str) -> None:
    result = rank(nine, *options)
    assert (result.exit_code, result.output.strip()) == (1, message)


def test_drawn_list_tells_the_same_reasons_as_the_plain_one(nine: Path) -> None:
    told = []
    for options in ((), ("--draws", "60")):
        lines = csv.DictReader(io.StringIO(rank(nine, *options).stdout))
        told.append({line["credit_code"]: line["reason"] for line in lines if line["list"] == "not ranked"})
    assert told[0]
    assert told[0] == told[1]


def test_seed_without_draws_is_refused(nine: Path) -> None:
    result = rank(nine, "--seed", "3")
    assert result.exit_code == 2
    assert "--seed needs --draws" in result.stderr


def test_only_firm_of_a_list_is_told_that_its_place_says_nothing(tmp_path: Path) -> None:
    result = rank(saved(tmp_path / "firms.csv", firms(9)[:1]))
    assert result.exit_code == 0
    assert "only one official firm is" in result.stderr
