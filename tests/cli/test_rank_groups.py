"""`readiness rank --group`: one peer group, ranked inside it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.tables_of_firms import Row, firms, rank, saved


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Six verified spinners, eight declared dyers, and five drafts."""
    rows = firms(24)
    return saved(tmp_path / "firms.csv", [*rows[1:18:3], *rows[0:24:3], *rows[2:17:3]])


def told(path: Path, *options: str) -> list[Row]:
    result = rank(path, *options)
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def listed(lines: list[Row]) -> dict[str, int]:
    names = [line["list"] for line in lines]
    return {name: names.count(name) for name in dict.fromkeys(names)}


def test_a_group_holds_its_firms_only_with_places_inside_it(table: Path) -> None:
    group = group_of(table, "verified")
    lines = told(table, "--group", group)
    assert listed(lines) == {"verified": 6}
    assert {line["place"] for line in lines} == {"1"}


def group_of(path: Path, basis: str) -> str:
    """The smallest group of a list, as the whole ranking tells it."""
    found = json.loads(rank(path, "--draws", "20", "--json").stdout)
    return list(next(line for line in found["firms"] if line["list"] == basis)["groups"])[-1]


def test_a_sub_sector_is_a_group_as_well(table: Path) -> None:
    sector = group_of(table, "declared").split("/")[0]
    assert listed(told(table, "--group", sector)) == {"declared": 8}


def test_with_draws_ranges_count_inside_the_group_and_the_run_is_that_of_the_whole_list(table: Path) -> None:
    group = group_of(table, "verified")
    whole, part = (
        json.loads(rank(table, "--draws", "40", "--json", *options).stdout)
        for options in ([], ["--group", group])
    )
    assert part["group"] == group
    assert part["runs"] == whole["runs"]
    assert len(part["firms"]) == 6
    inside = {
        line["credit_code"]: line["groups"][group] for line in whole["firms"] if group in line["groups"]
    }
    for line in part["firms"]:
        found = inside[line["credit_code"]]
        assert found["firms"] == 6
        assert [line[name] for name in ("place", "low", "high")] == [
            found[n] for n in ("place", "low", "high")
        ]
        assert 1 <= line["low"] <= line["high"] <= 6


@pytest.mark.parametrize("options", [[], ["--draws", "20"]])
def test_a_group_too_small_is_refused_with_the_next_larger_one(tmp_path: Path, options: list[str]) -> None:
    path = saved(tmp_path / "firms.csv", firms(24)[1:10:3] + firms(24)[0:24:3])
    group = group_of(path, "declared")
    answer = rank(path, "--group", "SP", *options)
    assert answer.exit_code == 1
    assert answer.output.strip().startswith(
        "group: SP has 3 verified and 0 declared firms; a list takes 5 verified"
    )
    assert "all firms" in answer.output
    assert rank(path, "--group", group, *options).exit_code == 0


@pytest.mark.parametrize(
    ("group", "words"),
    [
        ("ZZ", "group: there is no ZZ; expected one of: "),
        ("SP/giant", "group: there is no giant; expected one of: "),
        ("SP/small/wet", "group: expected sub_sector/size or its beginning"),
        ("/", "group: there is no ; expected one of: "),
    ],
)
def test_a_group_that_is_none_names_those_there_are(table: Path, group: str, words: str) -> None:
    answer = rank(table, "--group", group)
    assert (answer.exit_code, answer.output.startswith(words)) == (1, True)


@pytest.mark.parametrize("options", [[], ["--draws", "20"]])
def test_a_list_too_small_beside_one_that_is_not_is_told_of_and_left_out(
    tmp_path: Path, options: list[str]
) -> None:
    rows = firms(24)
    unverified = [
        {name: "" if "verdict" in name or "verification" in name else value for name, value in row.items()}
        for row in rows[19:23:3]
    ]
    path = saved(tmp_path / "firms.csv", [*rows[1:18:3], *unverified])
    answer = rank(path, "--group", "SP", *options)
    assert answer.exit_code == 0, answer.output
    assert "SP: 2 declared firms are too few for a list; it takes 8" in answer.stderr
    assert not {row["credit_code"] for row in unverified} & set(answer.stdout.replace("\n", ",").split(","))
    assert "verified" in answer.stdout
