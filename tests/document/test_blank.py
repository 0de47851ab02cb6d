"""The blank questionnaire: what a firm of one sub-sector is asked, and nothing else."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from readiness.document.blank import BLANK_WORDS, blank_model
from readiness.document.blank_model import BlankModel
from readiness.document.help_words import help_pairs
from readiness.document.words import Reader
from readiness.errors import NotFoundError
from readiness.exports.blank_xlsx import blank_xlsx
from readiness.questionnaire.checked_copy import load_remembered as load
from readiness.questionnaire.workbook import Limit, read_rows
from readiness.reports.pdf import write_pdf
from readiness.services.translator import translator
from tests.questionnaire.bakers import BAKERY, bakery

ROOT = BAKERY.parents[3]
TEXTILE = ROOT / "questionnaires" / "textile" / "2026.1"


def blank(sub_sector: str = "BREAD", language: str = "en") -> BlankModel:
    return blank_model(bakery(), sub_sector, language, translator(language))


def test_cake_shop_is_not_asked_what_concerns_bread() -> None:
    bread, cake = ({q.code for q in blank(code).questions} for code in ("BREAD", "CAKE"))
    assert bread - cake == {"DOUGH.2", "OVEN.2", "OVEN.3"}
    options = {
        code: [words for q in blank(code).questions for _, words in q.choices] for code in ("BREAD", "CAKE")
    }
    assert "Steam test" in options["BREAD"]
    assert "Steam test" not in options["CAKE"]
    assert "masks at the steamer" not in options["CAKE"]


def test_firm_reads_first_what_to_have_ready_and_whom_to_ask() -> None:
    model = blank()
    [(_, figures)] = model.profile
    assert ("DOUGH.3", "Rye flour a year", "t") in [(f.code, f.text, f.unit) for f in figures]
    assert [f.code for f in model.figures] == ["DOUGH.2", "OVEN.2", "PEOPLE.3"]
    assert dict(model.people)["baker"].startswith("DOUGH.1")


def test_firm_with_one_process_of_two_reads_the_example_of_its_own_variant() -> None:
    model = blank()
    resting = next(q for q in model.questions if q.code == "DOUGH.2")
    assert len([words for name, words in resting.help if name == "Example"]) == 2
    assert [space.label for space in resting.spaces] == ["loaves", "steamed buns"]


def test_unknown_sub_sector_is_not_found() -> None:
    with pytest.raises(NotFoundError, match="STONE"):
        blank("STONE")


@pytest.mark.parametrize("language", ["zh_Hans", "en", "vi"])
def test_paper_holds_every_question_in_each_language(language: str) -> None:
    model = blank("BREAD", language)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(write_pdf(model))).pages)
    assert all(question.code in text for question in model.questions)
    assert model.words["What to have ready"] in text.replace("\n", "")


def test_workbook_holds_figures_first_and_room_for_answers() -> None:
    model = blank()
    rows = read_rows(blank_xlsx(model), Limit(unpacked=5_000_000, cells=50_000))
    assert rows[0][:3] == ["Questions", "Figure", "Unit"]
    assert len(rows) == 1 + len(model.profile[0][1]) + len(model.figures)
    assert all(row[4] == "" for row in rows[1:])


def test_words_of_the_paper_are_those_of_its_template_and_workbook() -> None:
    text = (ROOT / "templates" / "report" / "blank.html").read_text(encoding="utf-8")
    used = set(re.findall(r'_\("([^"]+)"\)', text))
    book = (ROOT / "readiness" / "exports" / "blank_xlsx.py").read_text(encoding="utf-8")
    used |= set(re.findall(r'word\["([^"]+)"\]', book))
    assert used == set(BLANK_WORDS)


def test_dyeing_mill_reads_the_high_end_list_of_dyeing_and_the_note() -> None:
    model = blank_model(load(TEXTILE), "DF", "en", translator("en"))
    help_words = dict(next(q for q in model.questions if q.code == "HE2.2").help)
    texts = load(TEXTILE).texts
    [name] = [name for name in help_words if name.startswith("List for")]
    assert help_words[name] == texts.get("questions.HE2_2.list.DF", "en").value
    assert help_words["Note"] == texts.get("questions.HE2_2.note", "en").value


def test_firm_of_two_trades_reads_the_list_of_its_largest_process() -> None:
    reader = Reader(load(TEXTILE), "en", translator("en"))
    pairs = help_pairs(reader, reader.questionnaire.question["HE2.2"], {"DF.woven": 0.3, "WV.rapier": 0.7})
    lists = [words for name, words in pairs if name.startswith("List for")]
    assert lists == [reader.text("questions", "HE2.2", ".list.WV")]


def test_mill_reads_an_example_of_its_own_trade_where_there_is_one() -> None:
    reader = Reader(load(TEXTILE), "en", translator("en"))
    asked = reader.questionnaire.question

    def told(code: str, *processes: str) -> list[str]:
        return [w for name, w in help_pairs(reader, asked[code], processes) if name == "Example"]

    assert told("HE2.2", "DF.woven", "DF.knit") == [reader.text("questions", "HE2.2", ".examples.DF")]
    assert told("HE2.2", "KN.flat") == [reader.text("questions", "HE2.2", ".examples.KN")]
    both = told("HE1.1", "GM.sewing", "CF.viscose")
    assert [words.split(":")[0] for words in both] == [
        reader.name("sub_sectors", "GM"),
        reader.text("questions", "HE1.1", ".variants.fibre"),
    ]


def test_water_jet_mill_keeps_its_own_example_beside_that_of_weaving() -> None:
    reader = Reader(load(TEXTILE), "en", translator("en"))
    water = reader.questionnaire.question["GR2.1"]

    def told(*processes: str) -> list[str]:
        return [words for name, words in help_pairs(reader, water, processes) if name == "Example"]

    assert told("WV.water_jet") == [reader.text("questions", "GR2.1", ".examples.water_jet")]
    assert told("WV.rapier") == [reader.text("questions", "GR2.1", ".examples.WV")]
    both = told("WV.water_jet", "WV.rapier")
    assert [words.split(":")[0] for words in both] == ["Water-jet weaving", reader.name("sub_sectors", "WV")]


def test_firm_of_two_trades_reads_the_examples_of_both() -> None:
    reader = Reader(load(TEXTILE), "en", translator("en"))
    power = reader.questionnaire.question["GR1.3"]
    pairs = help_pairs(reader, power, ["WV.rapier", "KN.circular"])
    examples = [words for name, words in pairs if name == "Example"]
    assert examples == [
        f"{reader.name('sub_sectors', trade)}: {reader.text('questions', 'GR1.3', f'.examples.{trade}')}"
        for trade in ("WV", "KN")
    ]
