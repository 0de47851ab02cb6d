"""Files come from many programs; good rows are read, and each bad cell is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import xlsxwriter

from readiness.questionnaire.codec import (
    FirmRow,
    Table,
    columns,
    from_document,
    identity_of,
    read_file,
    read_table,
    table_row,
)
from tests.questionnaire.bakers import baker, bakery

HEAD = (
    "credit_code,name,employees,process.loaf,process.steamed,DOUGH.1,DOUGH.2@steamed,OVEN.1,PEOPLE.1,PEOPLE.2"
)
GOOD = "91A,示例面包房,12,70,30,3,2.5,probe,breakfast;guild_local,是"


def written(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def read(path: Path) -> Table:
    return read_file(bakery(), path)


def the_firm(table: Table) -> FirmRow:
    assert table.problems == []
    (firm,) = table.firms
    return firm


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_csv_is_read_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    firm = the_firm(read(written(tmp_path / "firms.csv", HEAD, GOOD, encoding=encoding)))
    assert firm.row_number == 2
    assert firm.identity == {"name": "示例面包房", "credit_code": "91A"}
    assert firm.answers.shares == {"loaf": 0.7, "steamed": 0.3}
    assert firm.answers.answers["PEOPLE.1"].value == ["breakfast", "guild_local"]
    assert firm.answers.answers["PEOPLE.2"].value is True


def test_full_width_digits_and_signs_are_read(tmp_path: Path) -> None:
    line = "91A,示例,１２,７０,３０,３,２．５,ｐｒｏｂｅ,breakfast；guild_local,否"
    firm = the_firm(read(written(tmp_path / "firms.csv", HEAD, line)))
    assert firm.answers.profile["employees"] == 12
    assert firm.answers.answers["DOUGH.2"].value == {"steamed": 2.5}


def test_semicolons_between_cells_and_thousands_commas_are_read(tmp_path: Path) -> None:
    path = written(tmp_path / "firms.csv", "name;employees;process.loaf;flour_t", 'Sample;12;100;"1,200.5"')
    assert the_firm(read(path)).answers.profile["flour_t"] == 1200.5


def test_good_rows_stay_and_each_bad_cell_is_named(tmp_path: Path) -> None:
    path = written(
        tmp_path / "firms.csv",
        HEAD,
        GOOD,
        "91B,Second,many,70,30,9,2.5,probe,,",
        "",
        "91C,Third,5,60,30,3,0,probe,,",
        "91A,First again,12,100,,3,,,,",
    )
    table = read(path)
    assert [firm.identity["credit_code"] for firm in table.firms] == ["91A"]
    assert [(problem.line, problem.code, problem.message) for problem in table.problems] == [
        (3, "employees", "'many': expected a number"),
        (3, "DOUGH.1", "9: expected a whole number from 0 to 4"),
        (5, "processes", "the shares of the processes add up to 90 %; expected 100 %"),
        (5, "DOUGH.2@steamed", "0 is not possible here; if it is not measured, say so"),
        (6, "credit_code", "'91A': stands already in row 2; expected each firm once"),
    ]


def test_misspelt_column_is_named_with_the_likely_one(tmp_path: Path) -> None:
    path = written(tmp_path / "firms.csv", "name,employees,process.loaf,DOUGH1,name", "Sample,12,100,3,again")
    table = read(path)
    assert [problem.message for problem in table.problems] == [
        "unknown column; did you mean 'DOUGH.1'?",
        "column stands twice; keep one",
    ]
    assert len(table.firms) == 1


def test_file_without_a_heading_says_what_the_first_row_must_hold(tmp_path: Path) -> None:
    table = read(written(tmp_path / "firms.csv", "1,2,3"))
    assert "expected a first row with column names" in table.problems[-1].message
    assert read(written(tmp_path / "empty.csv", "")).firms == []


def test_one_answer_in_two_columns_is_refused() -> None:
    table = read_table(bakery(), [["name", "DOUGH.2", "DOUGH.2@loaf"], ["Sample", "3", "4"]], name="t")
    assert "stands in another column" in table.problems[0].message


def test_states_are_written_with_words() -> None:
    rows = [
        [
            "name",
            "employees",
            "process.loaf",
            "PEOPLE.3",
            "PEOPLE.2.na",
            "PEOPLE.1",
            "OVEN.1.evidence",
            "DOUGH.1.evidence",
        ],
        ["Sample", "3", "100", "未测量", "no contracts", "[]", "2", "book.pdf; wall.jpg"],
    ]
    answers = the_firm(read_table(bakery(), rows, name="t")).answers.answers
    assert answers["PEOPLE.3"].state == "not_measured"
    assert answers["PEOPLE.2"].reason == "no contracts"
    assert answers["PEOPLE.1"].value == []
    assert answers["OVEN.1"].documents == ("document 1", "document 2")
    assert answers["DOUGH.1"].documents == ("book.pdf", "wall.jpg")


def test_name_that_a_spreadsheet_would_compute_comes_back_without_its_apostrophe() -> None:
    firm = the_firm(
        read_table(bakery(), [["name", "employees", "process.loaf"], ["'=Sample", "3", "100"]], name="t")
    )
    assert firm.identity["name"] == "=Sample"


def test_verified_firm_goes_through_a_table_unchanged() -> None:
    answers = from_document(bakery(), baker(), place="baker.yaml")
    names = columns(bakery(), verification=True)
    row = table_row(bakery(), identity_of(baker()), answers, names)
    firm = the_firm(read_table(bakery(), [names, row], name="t"))
    assert (firm.answers, firm.identity) == (answers, identity_of(baker()))


def test_workbook_gives_the_same_firm_as_the_csv(tmp_path: Path) -> None:
    path = tmp_path / "firms.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for place, (title, cell) in enumerate(zip(HEAD.split(","), GOOD.split(","), strict=True)):
            sheet.write(0, place, title)
            sheet.write(1, place, float(cell) if cell.replace(".", "").isdigit() else cell)
    csv_firm = the_firm(read(written(tmp_path / "firms.csv", HEAD, GOOD)))
    assert the_firm(read(path)) == csv_firm


def test_yaml_and_json_give_the_same_firm(tmp_path: Path) -> None:
    text = json.dumps(baker(), ensure_ascii=False)
    (tmp_path / "baker.json").write_text(text, encoding="utf-8")
    (tmp_path / "baker.yaml").write_text(text, encoding="utf-8")  # JSON is YAML
    assert the_firm(read(tmp_path / "baker.yaml")) == the_firm(read(tmp_path / "baker.json"))


def test_list_of_firms_keeps_the_good_ones_and_names_the_line(tmp_path: Path) -> None:
    path = written(
        tmp_path / "firms.yaml",
        "- firm: {name: First, employees: 3, processes: {loaf: 100}}",
        "- firm: {name: Second, employees: 3, processes: {loaf: 100}}",
        "  answers:",
        "    OVEN.1: {value: feel}",
    )
    table = read(path)
    assert [firm.identity["name"] for firm in table.firms] == ["First"]
    assert str(table.problems[0]) == f"{path}:4: OVEN.1: 'feel': expected one of: guess, dial, probe"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("firms.xls", b"\xd0\xcf\x11\xe0", "save it as .xlsx"),
        ("firms.ods", b"PK", "save it as .xlsx or .csv"),
        ("firms.pdf", b"%PDF", "expected one of: .yaml, .yml, .json, .csv, .xlsx"),
        ("firms.xlsx", b"not a workbook", "is not a workbook"),
        ("firms.csv", b"name\n\xff\xff\xff", "is neither UTF-8 nor GB 18030"),
        ("firms.csv", b'name\n"open', "is not a table"),
        ("firm.json", b'{"firm": {}, "firm": {}}', "key 'firm' stands twice"),
        ("firm.json", b'{"firm": NaN}', "NaN is no number"),
        ("firm.json", b"{", "is not JSON"),
        ("firm.yaml", b"firm: [", "is not YAML"),
        ("firm.yaml", b"firm: {}\nfirm: {}", "key 'firm' stands twice"),
    ],
)
def test_file_that_cannot_be_read_says_why_and_what_next(
    tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    (tmp_path / name).write_bytes(data)
    table = read(tmp_path / name)
    assert table.firms == []
    assert message in str(table.problems[0])


def test_missing_file_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    assert "cannot be read" in str(read(tmp_path / "nowhere.csv").problems[0])
