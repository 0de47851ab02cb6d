"""A cell of a table as a plain value and back: full-width signs, thousands commas, lists with semicolons."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from readiness.questionnaire.columns import Column
from readiness.questionnaire.expected import UnfitError
from readiness.questionnaire.model import Kind, Question
from readiness.questionnaire.question_checks import NOT_MEASURED

NOTHING = "[]"
TRUE = {"true", "yes", "y", "1", "是", "有", "có"}
FALSE = {"false", "no", "n", "0", "否", "无", "không"}
NOT_MEASURED_WORDS = {NOT_MEASURED, "not measured", "未测量", "未计量", "không đo"}
_THOUSANDS = re.compile(r"[-+]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
_INTEGER = re.compile(r"[-+]?[0-9]+")
_ESCAPED = re.compile(r"'(?=[\s\u3000]*[=+\-@])")


def plain(text: str) -> str:
    """The text with full-width digits, letters and signs made narrow, and every minus the same."""
    return unicodedata.normalize("NFKC", text).replace("\u2212", "-").replace("\u2013", "-").strip()


def own_words(text: str) -> str:
    """Names and reasons as written, without the apostrophe that keeps a spreadsheet from computing them."""
    return _ESCAPED.sub("", text.strip(), count=1)


def read_cell(column: Column, text: str) -> Any:
    """The cell as the answer document would hold it; what cannot be read stays text, for the reader to refuse."""
    if column.form in _OWN_WORDS:
        return _OWN_WORDS[column.form](own_words(text))
    narrow = plain(text)
    if column.question is None or column.form != "value":
        return _PLAIN.get(column.form, str)(narrow)
    if narrow.casefold() in NOT_MEASURED_WORDS:
        return NOT_MEASURED
    return _VALUES[column.question.kind](narrow, column.question)


def write_value(value: Any) -> str:
    """A document's value as one cell that `read_cell` reads back."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return ";".join(f"{key}={write_value(entry)}" for key, entry in value.items())
    if isinstance(value, list | tuple):
        return ";".join(str(entry) for entry in value) or NOTHING
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _number(text: str) -> Any:
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    if _INTEGER.fullmatch(text) and len(text) < 20:
        return int(text)
    return float(text) if _NUMBER.fullmatch(text) else text


def _truth(text: str) -> Any:
    word = text.casefold()
    return True if word in TRUE else False if word in FALSE else text


def _documents(text: str) -> list[str]:
    """Names between semicolons, or a bare count, which becomes so many numbered documents."""
    narrow = plain(text)
    if narrow.isdigit() and len(narrow) < 3:
        return [f"document {number}" for number in range(1, int(narrow) + 1)]
    return [name.strip() for name in re.split("[;；]", text) if name.strip()]


def _list(text: str) -> list[str]:
    return [] if text in (NOTHING, "-") else [part.strip() for part in text.split(";") if part.strip()]


def _pairs(text: str, read: Callable[[str], Any]) -> Any:
    """'a=1;b=2' as a block; anything else stays text."""
    pairs = [part.partition("=") for part in _list(text)]
    if text != NOTHING and not all(sign for _, sign, _ in pairs):
        return text
    return {key.strip(): read(value.strip()) for key, _, value in pairs}


def _figure(text: str, question: Question) -> Any:
    if "=" in text:
        return _pairs(text, _number)
    if text.endswith("%") and all(variant.unit == "%" for variant in question.variants):
        text = text[:-1].rstrip()
    return _number(text)


_VALUES: Mapping[Kind, Callable[[str, Question], Any]] = {
    Kind.LADDER: lambda text, _: int(found) if (found := _number(text)) in range(100) else found,
    Kind.SINGLE: lambda text, _: text,
    Kind.MULTIPLE: lambda text, _: _list(text),
    Kind.GRADED_MULTIPLE: lambda text, _: _pairs(text, str),
    Kind.NUMBER: _figure,
    Kind.YES_NO: lambda text, _: _truth(text),
}
_OWN_WORDS: Mapping[str, Callable[[str], Any]] = {"text": str, "documents": _documents}
_PLAIN: Mapping[str, Callable[[str], Any]] = {"truth": _truth, "number": _number}


def read_figure(text: str, unit: str = "") -> float:
    """A number as people type it: full-width digits, thousands commas or blanks, a unit behind; or UnfitError."""
    narrow = plain(text)
    if unit and narrow.casefold().endswith(plain(unit).casefold()):
        narrow = narrow[: -len(plain(unit))]
    found = _number("".join(narrow.split()))
    if not isinstance(found, int | float) or not math.isfinite(found):
        raise UnfitError("number")
    return float(found)
