"""The checklist of figures: what a firm of one sub-sector gathers, whom it asks, and that it fits on one sheet."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache

import pytest
from pypdf import PdfReader

from readiness.document.checklist import CHECKLIST_WORDS, checklist_model, has_checklist
from readiness.document.checklist_model import ChecklistModel
from readiness.errors import NotFoundError
from readiness.exports.checklist_xlsx import checklist_xlsx
from readiness.questionnaire.loader import load
from readiness.questionnaire.model import Questionnaire
from readiness.questionnaire.workbook import Limit, read_rows
from readiness.reports.pdf import write_pdf
from readiness.services.translator import translator
from tests.questionnaire.bakers import BAKERY, bakery

TEXTILE = BAKERY.parents[3] / "questionnaires" / "textile" / "2026.1"


@cache
def textile() -> Questionnaire:
    return load(TEXTILE)


def checklist(
    sub_sector: str = "BREAD", language: str = "en", asked: Questionnaire | None = None
) -> ChecklistModel:
    return checklist_model(asked or bakery(), sub_sector, language, translator(language))


def test_each_person_of_a_bakery_reads_what_to_bring_and_where_it_stands() -> None:
    found = {
        part.who: [(f.code, f.name, f.unit, f.found) for f in part.figures] for part in checklist().parts
    }
    assert found["owner"] == [("", "Employees", "persons", "wage book")]
    assert ("DOUGH.2", "Hours of rest of the dough", "h", "day book") in found["baker"]
    assert ("OVEN.2", "Burnt and baked pieces", "", "day book") in found["baker"]


def test_cake_shop_gathers_nothing_that_concerns_bread() -> None:
    assert {f.code for part in checklist("CAKE").parts for f in part.figures} == {"", "PEOPLE.3"}


def test_mill_without_wet_processes_brings_no_figures_of_water_reuse() -> None:
    def names(sub_sector: str) -> set[str]:
        parts = checklist(sub_sector, asked=textile()).parts
        return {figure.name for part in parts for figure in part.figures}

    assert "Water reused in the year" in names("DF")
    assert "Water reused in the year" not in names("SP")


@pytest.mark.parametrize("language", ["zh_Hans", "en", "vi"])
def test_every_figure_of_every_sub_sector_has_name_place_and_person(language: str) -> None:
    for sub_sector in textile().sub_sectors:
        model = checklist(sub_sector, language, textile())
        figures = [figure for part in model.parts for figure in part.figures]
        assert model.count == len(figures) > 25
        assert all(figure.name and figure.found for figure in figures)
        asked = {f.code for f in figures} - {""}
        processes = {p.code for p in textile().processes if p.sub_sector == sub_sector}
        numbers = {q.code for q in textile().questions if q.kind == "number" and not q.computed}
        assert asked == {
            q.code for q in textile().questions if q.code in numbers and processes & q.weights.keys()
        }


@pytest.mark.parametrize(
    ("language", "sub_sector"), [("zh_Hans", "DF"), ("en", "DF"), ("vi", "CF"), ("vi", "TT")]
)
def test_checklist_fits_on_one_sheet_of_paper(language: str, sub_sector: str) -> None:
    model = checklist(sub_sector, language, textile())
    [page] = PdfReader(io.BytesIO(write_pdf(model))).pages
    text = page.extract_text()
    assert model.parts[-1].figures[-1].name.split()[0] in text


def test_workbook_has_a_line_for_each_figure_and_room_for_its_value() -> None:
    model = checklist("SP", "zh_Hans", textile())
    head, *rows = read_rows(checklist_xlsx(model), Limit(unpacked=10**7, cells=10**5))
    assert head[:5] == [
        model.words[word] for word in ("Who usually knows", "Figure", "Unit", "Value", "Usually found in")
    ]
    assert len(rows) == model.count
    assert {row[3] for row in rows} <= {"", None}


def test_fixed_words_stand_in_every_language() -> None:
    assert set(checklist(language="zh_Hans").words) == set(CHECKLIST_WORDS)


def test_unknown_sub_sector_and_questionnaire_that_names_nobody_have_no_checklist() -> None:
    with pytest.raises(NotFoundError, match="STONE"):
        checklist("STONE")
    guidance = bakery().guidance
    assert guidance is not None
    silent = replace(bakery(), guidance=replace(guidance, figures={}))
    assert has_checklist(bakery())
    assert not has_checklist(silent)
    with pytest.raises(NotFoundError, match="checklist"):
        checklist(asked=silent)
