"""`readiness rank` with firms that are all alike, that have answered nothing, or that are not there."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from tests.cli.tables_of_firms import Row, firms, rank, saved

OPTIONS = ([], ["--draws", "30"])
QUESTION = re.compile(r"[A-Z]{2}\d\.\d|verification")


def answered_nothing(row: Row) -> Row:
    """The same firm with its profile and processes, and no answer to any question."""
    return {name: "" if QUESTION.match(name) else value for name, value in row.items()}


def strict(text: str) -> object:
    """JSON that holds only numbers that are some."""

    def refuse(word: str) -> None:
        raise AssertionError(word)

    return json.loads(text, parse_constant=refuse)


@pytest.mark.parametrize("options", OPTIONS)
def test_firms_that_are_all_alike_share_the_first_place(tmp_path: Path, options: list[str]) -> None:
    path = saved(tmp_path / "firms.csv", firms(18)[1::3])
    answer = rank(path, *options)
    assert answer.exit_code == 0
    lines = list(csv.DictReader(io.StringIO(answer.stdout)))
    assert [line["place"] for line in lines] == ["1"] * 6
    assert len({line["index"] for line in lines}) == 1
    strict(rank(path, "--json", *options).stdout)


@pytest.mark.parametrize("options", OPTIONS)
def test_firms_that_have_answered_nothing_are_not_ranked_and_told_why(
    tmp_path: Path, options: list[str]
) -> None:
    rows = firms(9)
    silent = [answered_nothing(row) for row in rows[:3]]
    path = saved(tmp_path / "firms.csv", [*silent, *rows[4::3], *rows[3::3]])
    answer = rank(path, "--json", *options)
    found = strict(answer.stdout)
    lines = found["firms"] if isinstance(found, dict) else found
    assert isinstance(lines, list)
    told = {line["credit_code"]: line for line in lines}
    for row in silent:
        assert told[row["credit_code"]]["list"] == "not ranked"
        assert told[row["credit_code"]]["reason"]


def test_a_file_in_which_nobody_has_answered_anything_gives_no_drawn_ranking(tmp_path: Path) -> None:
    path = saved(tmp_path / "firms.csv", [answered_nothing(row) for row in firms(4)])
    answer = rank(path, "--draws", "30")
    assert answer.exit_code == 1
    assert "a ranking needs at least 2 official firms of the same basis; there is 0" in answer.output


@pytest.mark.parametrize("options", [*OPTIONS, ["--group", "SP"]])
def test_a_table_without_firms_is_told_of(tmp_path: Path, options: list[str]) -> None:
    path = saved(tmp_path / "firms.csv", firms(1))
    head = path.read_text(encoding="utf-8").splitlines()[0]
    path.write_text(head + "\n", encoding="utf-8")
    answer = rank(path, *options)
    assert (answer.exit_code, answer.output.strip()) == (1, f"no firms in {path}")
