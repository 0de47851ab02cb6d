"""The PDF itself: its words, its safety, its sameness."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader

from readiness.document.model import ReportModel
from readiness.document.proof import make_proof
from readiness.errors import ReportError
from readiness.reports.pdf import printer, write_pdf
from readiness.scoring.scorecard import Basis
from tests.document.bakery_reports import cards, model
from tests.questionnaire.bakers import baker


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).replace("\u200b", "")


@pytest.fixture(scope="module")
def english() -> bytes:
    return write_pdf(model("en"))


@pytest.fixture(scope="module")
def chinese() -> bytes:
    return write_pdf(model("zh_Hans"))


def test_english_report_holds_its_parts_and_the_numbers_of_the_scorecard(english: bytes) -> None:
    text = text_of(english)
    for words in (
        "Sample Bakery",
        "Result on one page",
        "Points lost by question",
        "What blocks the next level",
        "Self-declared and verified",
        "Numeric indicators",
        "Method in brief",
        "not a CMMM, SIRI or Higg",
    ):
        assert words in text
    card = cards()[Basis.VERIFIED]
    for score in (card.index, *(pillar.score for pillar in card.pillars)):
        assert f"{score:.1f}" in text


def test_chinese_text_is_copied_as_it_was_written(chinese: bytes) -> None:
    text = text_of(chinese)
    for words in ("示例面包房", "一页看结果", "各题失分", "阻碍升级的条件", "仅供参考"):
        assert words in text


def test_vietnamese_report_is_written_in_our_font() -> None:
    pdf = write_pdf(model("vi"))
    assert "Điều cản trở cấp tiếp theo" in text_of(pdf)
    fonts = {
        str(page["/Resources"]["/Font"][name].get_object()["/BaseFont"])  # type: ignore[index]
        for page in PdfReader(io.BytesIO(pdf)).pages
        for name in page["/Resources"]["/Font"]
    }  # type: ignore[index]
    assert all("Noto-Sans-SC" in font or "NotoSansSC" in font for font in fonts)


def test_pages_are_numbered_and_parts_are_bookmarks(english: bytes) -> None:
    reader = PdfReader(io.BytesIO(english))
    last = len(reader.pages)
    assert f"Page {last} of {last}" in reader.pages[-1].extract_text()
    assert "Method in brief" in [str(item.title) for item in reader.outline if not isinstance(item, list)]


def test_pdf_is_tagged_and_says_its_language_and_title(chinese: bytes) -> None:
    reader = PdfReader(io.BytesIO(chinese))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "zh-Hans"  # type: ignore[index]
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert "示例面包房" in str(reader.metadata.title if reader.metadata else "")


def test_same_model_gives_the_same_bytes(english: bytes) -> None:
    assert write_pdf(model("en")) == english


HOSTILE = (
    '<img src="http://127.0.0.1:9/x.png">',
    '<link rel=attachment href="file:///etc/passwd">',
    '"><style>@import url(http://127.0.0.1:9/x.css)</style>',
    "{{ 7 * 7 }} {% include 'x' %}",
    "x" * 2000,
    "W" * 20000,
    "苏" * 20000,
    "e\u0301" * 3000 + "\u202e\u2066" + "\x00\x07",
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_stays_text(text: str) -> None:
    pdf = write_pdf(model("en", name=text, name_en=text, credit_code=text))
    found = text_of(pdf)
    assert "root:" not in found
    assert "49" not in re.sub(r"\d*\.\d+|\d{3,}", "", found) or "7 * 7" in found


def hostile_page(markup: str) -> str:
    return f'<!doctype html><html lang="en"><head><title>x</title></head><body>{markup}</body></html>'


@pytest.mark.parametrize(
    "markup",
    [
        '<img alt="x" src="http://127.0.0.1:9/x.png">',
        '<img alt="x" src="file:///etc/passwd">',
        '<img alt="x" src="report:../pdf.py">',
        '<img alt="x" src="data:image/png;base64,AAAA">',
        '<link rel="stylesheet" href="https://localhost:9/x.css">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<div style="background: url(file:///etc/passwd)">x</div>',
        '<svg width="9" height="9"><image href="file:///etc/passwd" width="9" height="9"/></svg>',
        '<object data="file:///etc/passwd"></object>',
        "<style>@font-face{font-family:x;src:url(http://127.0.0.1:9/f.ttf)} p{font-family:x}</style><p>x</p>",
    ],
)
def test_every_address_but_the_packaged_fonts_stops_the_report(markup: str) -> None:
    with pytest.raises(ReportError, match="may not fetch"):
        printer().pdf(hostile_page(markup))


def test_page_word_without_translation_stops_the_report() -> None:
    broken: ReportModel = replace(model("en"), words={})
    with pytest.raises(KeyError):
        write_pdf(broken)


def test_declared_draft_is_said_on_cover_and_result() -> None:
    document = baker()
    document["answers"] = {"DOUGH.1": {"value": 3}}
    reader = PdfReader(io.BytesIO(write_pdf(model("en", document, (Basis.DECLARED,)))))
    assert "Draft result" in reader.pages[0].extract_text()
    assert "Draft: " in reader.pages[1].extract_text()


@pytest.mark.parametrize("language", ["zh_Hans", "en", "vi"])
def test_cover_with_a_proof_holds_all_it_says_on_one_page(language: str) -> None:
    long_name = "江苏省苏州市吴江区盛泽镇高端纺织集群示例化纤织造印染整理有限责任公司（第一分公司）"
    found = model(language, name=long_name, name_en=long_name)
    proof = make_proof("9FWA-4EJZ-QJEN", "56e700ad" * 8, page="https://readiness.example/verify")
    pdf = write_pdf(replace(found, cover=replace(found.cover, proof=proof)))
    cover = PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    said = "".join(cover.replace("\u200b", "").split())
    for words in (proof.number, proof.digest, proof.address, found.method.notice):
        assert "".join(words.split()) in said
