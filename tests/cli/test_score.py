"""`readiness score`: a firm's result does not depend on how large, or how written, the file around it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.architecture.source import ROOT
from tests.cli.tables_of_firms import firms, lines, saved, score

BEYOND = 1002  # more firms than are read at a time
FIVE_MEGABYTES = 5_000_000


def scored(path: Path, *options: str) -> list[dict[str, str]]:
    out = path.with_suffix(".out.csv")
    result = score(path, "--out", out, *options)
    assert (result.exit_code, result.output) == (0, "")
    return lines(out)


def test_verified_firm_is_scored_with_its_verdicts_in_a_small_file(tmp_path: Path) -> None:
    found = scored(saved(tmp_path / "small.csv", firms(3)))
    assert [row["basis"] for row in found] == ["declared", "verified", "declared"]
    assert [row["standing"] for row in found] == ["official", "official", "draft"]
    assert (found[1]["index"], found[1]["level"]) == ("79.6967", "4")


def test_same_firms_in_a_file_of_more_than_five_megabytes_have_the_same_lines(tmp_path: Path) -> None:
    rows = firms(60)
    padded = [row | {"name_en": "long " * 20_000} for row in rows]
    large = saved(tmp_path / "large.csv", padded)
    assert large.stat().st_size > FIVE_MEGABYTES
    assert scored(large) == scored(saved(tmp_path / "small.csv", rows))


def test_firm_in_the_second_portion_has_the_line_it_has_in_the_first(tmp_path: Path) -> None:
    few = scored(saved(tmp_path / "few.csv", firms(3)))
    many = scored(saved(tmp_path / "many.csv", firms(BEYOND)))
    assert [row["credit_code"] for row in many] == [f"X{i:08d}" for i in range(BEYOND)]
    assert [row | {"credit_code": ""} for row in many[-3:]] == [row | {"credit_code": ""} for row in few]


@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "utf-8"), ("\t", "gb18030"), (",", "utf-16")])
def test_firms_parted_or_written_otherwise_have_the_same_lines(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    other = saved(tmp_path / "other.csv", firms(6), delimiter=delimiter, encoding=encoding)
    assert scored(other) == scored(saved(tmp_path / "usual.csv", firms(6)))


@pytest.mark.parametrize("count", [4, BEYOND])
def test_row_with_a_bad_cell_is_left_out_and_named_in_a_table_of_any_length(
    tmp_path: Path, count: int
) -> None:
    rows = firms(count)
    rows[0] |= {"HE1.3": "99"}
    rows[-1] |= {"credit_code": "X00000001"}
    path = saved(tmp_path / "firms.csv", rows)
    out = tmp_path / "out.csv"
    result = score(path, "--out", out)
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        f"{path}:2: HE1.3: 99: expected a whole number from 0 to 5",
        f"{path}:{count + 1}: credit_code: 'X00000001': stands already in row 3; expected each firm once",
    ]
    assert [row["credit_code"] for row in lines(out)] == [f"X{i:08d}" for i in range(1, count - 1)]


def test_row_after_an_empty_line_is_named_as_a_spreadsheet_numbers_it(tmp_path: Path) -> None:
    rows = firms(2)
    rows[1] |= {"HE1.3": "99"}
    path = saved(tmp_path / "firms.csv", rows)
    heading, first, second = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(heading + first + b"\r\n" + second)
    assert f"{path}:4: HE1.3" in score(path).output


@pytest.mark.parametrize("out", ["results.json", "results.csv", ""])
def test_full_results_are_a_list_of_firms_wherever_they_are_written(tmp_path: Path, out: str) -> None:
    path = saved(tmp_path / "firms.csv", firms(3))
    result = score(path, "--json", *(["--out", str(tmp_path / out)] if out else []))
    text = (tmp_path / out).read_text(encoding="utf-8") if out else result.output
    found = json.loads(text)
    assert [one["firm"]["credit_code"] for one in found] == ["X00000000", "X00000001", "X00000002"]
    assert round(found[1]["index"], 4) == 79.6967
    assert text == json.dumps(found, ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("end", [b'"open, and never closed', b"x" * 200_000])
def test_table_that_breaks_off_is_refused_as_a_whole_in_one_line(tmp_path: Path, end: bytes) -> None:
    path = saved(tmp_path / "firms.csv", firms(3))
    path.write_bytes(path.read_bytes() + end)
    result = score(path, "--out", tmp_path / "out.csv")
    assert result.exit_code == 1
    assert result.output.startswith(f"{path}:5: is not a table: ")
    assert len(result.output.splitlines()) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["firms.csv"]


def test_cell_with_a_nul_is_named_and_the_other_firms_are_scored(tmp_path: Path) -> None:
    rows = firms(3)
    rows[2] |= {"HE1.3": "\0"}
    result = score(saved(tmp_path / "firms.csv", rows))
    assert result.exit_code == 1
    assert ":4: HE1.3: '\\x00': expected a whole number" in result.output


@pytest.mark.parametrize(
    ("name", "text"), [("firms.json", "[]"), ("firms.yaml", "[]"), ("firms.csv", "name,credit_code\r\n")]
)
def test_file_without_a_firm_says_so(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    for result in (score(tmp_path / name), score(tmp_path / name, "--json")):
        assert (result.exit_code, result.output) == (1, f"no firms in {tmp_path / name}\n")


def test_table_for_another_questionnaire_is_refused_in_few_lines(tmp_path: Path) -> None:
    rows = [{"credit_code": f"X{i}"} | {f"ZZ{n}.1": "1" for n in range(500)} for i in range(3)]
    result = score(saved(tmp_path / "firms.csv", rows))
    assert result.exit_code == 1
    assert len(result.output.splitlines()) == 6
    assert "and 495 more unknown columns; is this a table for another questionnaire" in result.output


def test_figure_of_a_wrong_magnitude_is_warned_of_and_the_firm_is_scored(tmp_path: Path) -> None:
    text = (ROOT / "samples" / "wujiang-dyeing-mill.yaml").read_text(encoding="utf-8")
    (tmp_path / "mill.yaml").write_text(text.replace("DF.woven: 28.4", "DF.woven: 2.84"), encoding="utf-8")
    out = tmp_path / "out.csv"
    result = score(tmp_path / "mill.yaml", "--out", out)
    assert result.exit_code == 0
    (line,) = result.output.splitlines()
    assert line.startswith(f"warning: {tmp_path / 'mill.yaml'}:")
    assert "GR1.1@DF.woven: 2.84 is far from the usual range" in line
    assert len(lines(out)) == 1


def test_row_that_is_refused_gets_no_warning_too(tmp_path: Path) -> None:
    odd = firms(1)[0] | {"GR1.1@DF.woven": "2.84"}
    rows = [odd, dict(odd)]
    told = score(saved(tmp_path / "firms.csv", rows)).stderr.splitlines()
    assert [line.startswith("warning: ") for line in told] == [True, False]
    assert ":2: GR1.1@DF.woven" in told[0]
    assert ":3: credit_code" in told[1]
