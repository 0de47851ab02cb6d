"""Every character that a report needs is drawn by its own fonts, and what is not drawn is said."""

from __future__ import annotations

import io
import itertools
import unicodedata
from pathlib import Path

import pytest
from pypdf import PdfReader

from readiness.questionnaire.loader import load
from readiness.reports.glyphs import lacking
from readiness.reports.pdf import printer, write_pdf
from tests.document.bakery_reports import ROOT, WORDS, model

RARE = "镕喆珺璟烎㙍䶮𬭚𬱖纺织有限公司"
VIETNAMESE = "Công ty Cổ phần Dệt nhuộm Nguyễn Thượng Ẵng"
UNDRAWN = "𠀁\U000323af\ue000织造"


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text().replace("\u200b", "") for page in PdfReader(io.BytesIO(pdf)).pages]


def test_firm_with_rare_characters_reads_its_name_as_it_is_registered() -> None:
    html = printer().html(model("zh_Hans", name=RARE))
    assert RARE in html
    assert lacking(html) == ()
    pdf = PdfReader(io.BytesIO(printer().pdf(html)))
    fonts = {str(font["/BaseFont"]) for font in _fonts(pdf)}
    assert any("Rare" in name for name in fonts)
    assert RARE in pdf.pages[0].extract_text()


def _fonts(pdf: PdfReader) -> list[dict[str, object]]:
    return [font.get_object() for page in pdf.pages for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]


def test_firm_with_a_vietnamese_name_reads_it_with_all_its_marks() -> None:
    pdf = write_pdf(model("vi", name_en=VIETNAMESE))
    assert VIETNAMESE in " ".join(pages_of(pdf)[0].split())


def test_every_letter_of_vietnamese_is_drawn_however_it_was_typed() -> None:
    bases, tones = "aăâeêioôơuưy", ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    letters = "".join(base + tone for base, tone in itertools.product(bases + bases.upper(), tones)) + "đĐ"
    assert lacking(unicodedata.normalize("NFC", letters)) == ()
    taken_apart = unicodedata.normalize("NFD", letters)
    assert "〓" not in printer().html(model("vi", name_en=taken_apart))


def test_every_chinese_character_of_gbk_is_drawn() -> None:
    signs = "".join(chr(code) for code in range(0x4E00, 0x9FA6))
    assert lacking(signs) == ()


@pytest.mark.parametrize("folder", sorted((ROOT / "questionnaires").glob("*/*")), ids=lambda f: f.name)
def test_all_words_of_a_questionnaire_are_drawn(folder: Path) -> None:
    found = load(folder)
    assert {
        sign for words in found.texts.words.values() for sign in lacking("".join(words.values()))
    } == set()
    assert lacking(WORDS.read_text(encoding="utf-8")) == ()


def test_character_that_no_font_draws_is_replaced_and_named_on_the_cover() -> None:
    pages = pages_of(write_pdf(model("zh_Hans", name=UNDRAWN)))
    assert "〓〓〓织造" in pages[0]
    assert "U+E000、U+20001、U+323AF" in pages[0]
    assert all("𠀁" not in page for page in pages)


def test_report_whose_characters_are_all_drawn_speaks_of_none() -> None:
    assert "〓" not in printer().html(model("zh_Hans"))


def test_signs_without_a_picture_are_no_gap() -> None:
    assert lacking("a\u200bb\n\t\u3000c\u202e") == ()
