"""Translators change sentences in a workbook; nothing else in the files moves."""

from __future__ import annotations

import io
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner, Result

from readiness.cli import main
from readiness.questionnaire.loader import load
from readiness.questionnaire.word_edits import Edit, edited
from tests.questionnaire.bakers import BAKERY

TEXTILE = Path(__file__).resolve().parents[2] / "questionnaires" / "textile" / "2026.1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BAKERY, tmp_path / "bakery" / "1"))


def run(*words: object) -> Result:
    return CliRunner().invoke(main, ["questionnaire", *(str(word) for word in words)])


def bytes_of(folder: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in sorted(folder.rglob("*.yaml"))}


def workbook(path: Path, *rows: Sequence[object]) -> Path:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    path.write_bytes(target.getvalue())
    return path


@pytest.mark.parametrize("source", [BAKERY, TEXTILE], ids=["bakery", "textile"])
def test_words_sent_out_and_taken_back_unchanged_leave_every_byte(source: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(source, tmp_path / "q" / "1"))
    before = bytes_of(copy)
    assert run("export", copy, "--out", tmp_path / "words.xlsx").exit_code == 0
    told = run("import", copy, tmp_path / "words.xlsx")
    assert told.output == "nothing to change\n"
    assert bytes_of(copy) == before


def test_one_changed_sentence_changes_one_line(folder: Path, tmp_path: Path) -> None:
    before = (folder / "texts" / "en.yaml").read_text(encoding="utf-8").splitlines()
    book = workbook(tmp_path / "w.xlsx", ["place", "en"], ["questions.DOUGH_1.text", 'Where: "in" a book?'])
    assert run("import", folder, book).output == "changed: texts/en.yaml\n"
    after = (folder / "texts" / "en.yaml").read_text(encoding="utf-8").splitlines()
    assert [line for line in after if line not in before] == ['    text: "Where: \\"in\\" a book?"']
    assert load(folder).texts.get("questions.DOUGH_1.text", "en").value == 'Where: "in" a book?'


def test_number_typed_in_a_cell_stays_as_it_was_typed(folder: Path, tmp_path: Path) -> None:
    book = workbook(tmp_path / "w.xlsx", ["place", "en"], ["questions.DOUGH_1.evidence", 42])
    assert run("import", folder, book).exit_code == 0
    assert load(folder).texts.get("questions.DOUGH_1.evidence", "en").value == "42"


def test_language_gets_the_words_it_lacked(folder: Path, tmp_path: Path) -> None:
    book = workbook(
        tmp_path / "w.xlsx",
        ["place", "vi"],
        ["questions.DOUGH_1.text", "Công thức được giữ thế nào?"],
        ["questions.DOUGH_1.evidence", "sổ công thức"],
        ["questions.PEOPLE_2.text", "Có người học việc không?"],
    )
    assert run("import", folder, book).exit_code == 0
    texts = load(folder).texts
    assert texts.get("questions.DOUGH_1.text", "vi").value == "Công thức được giữ thế nào?"
    assert texts.get("questions.PEOPLE_2.text", "vi").language == "vi"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["place", "en"], ["questions.NOBODY.text", "x"]], "'questions.NOBODY.text' is no place"),
        ([["place", "fr"], ["questionnaire.name", "x"]], "the first row must hold"),
        ([["en"], ["x"]], "the first row must hold"),
        ([["place", "en"], ["questions.DOUGH_1", "x"]], "no place"),
        (
            [["place", "en"], ["questions.DOUGH_1.text", "x?"], ["questions.DOUGH_1.text", "y?"]],
            "w.xlsx:3: 'questions.DOUGH_1.text' stands in two rows",
        ),
    ],
)
def test_workbook_that_cannot_be_placed_changes_nothing(
    folder: Path, tmp_path: Path, rows: list[list[object]], told: str
) -> None:
    before = bytes_of(folder)
    result = run("import", folder, workbook(tmp_path / "w.xlsx", *rows))
    assert result.exit_code == 1
    assert told in result.output
    assert bytes_of(folder) == before


def test_file_that_is_no_workbook_is_named(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "w.xlsx").write_text("no", encoding="utf-8")
    assert "is not a workbook" in run("import", folder, tmp_path / "w.xlsx").output


def test_block_sentence_keeps_what_follows_it() -> None:
    text = "a:\n  long: >\n    one\n    two\n  next: 1   # stays\n# end\n"
    assert edited(text, [Edit(("a", "long"), "new")]) == 'a:\n  long: "new"\n  next: 1   # stays\n# end\n'


def test_missing_words_stand_at_the_end_of_their_block() -> None:
    text = "a:\n  b: 1\n\n# of c\nc:\n  - x\n"
    assert edited(text, [Edit(("a", "n", "m"), "w"), Edit(("c", 1), "y"), Edit(("d", "e"), "z")]) == (
        'a:\n  b: 1\n  n:\n    m: "w"\n\n# of c\nc:\n  - x\n  - "y"\nd:\n  e: "z"\n'
    )


def test_words_never_land_inside_a_line_block() -> None:
    with pytest.raises(ValueError, match="written in one line"):
        edited("a: {b: 1}\n", [Edit(("a", "c"), "x")])
