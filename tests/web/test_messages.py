"""Every refusal has a sentence, and people read it in their own language."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask_babel import force_locale

from readiness.errors import InputError
from readiness.questionnaire import answer_checks
from readiness.questionnaire.expected import UnfitError
from readiness.questionnaire.values import read_value
from readiness.web.messages import MESSAGES, message_for
from tests.questionnaire.bakers import bakery
from tests.web.conftest import Site

CODE = Path(__file__).resolve().parents[2] / "readiness"


def raised(folder: str, name: str, place: int) -> Iterator[tuple[str, str]]:
    """Where → the code that stands at `place` among the arguments of each call of `name`."""
    for file in sorted((CODE / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name and len(node.args) > place:
                code = node.args[place]
                if isinstance(code, ast.Constant):
                    yield f"{file.relative_to(CODE)}:{node.lineno}", str(code.value)


@pytest.mark.parametrize("folder", ["services", "assessment", "questionnaire", "store", "web"])
def test_every_code_that_is_raised_has_a_sentence(folder: str) -> None:
    known = MESSAGES | dict(answer_checks.MESSAGES)
    assert [(where, code) for where, code in raised(folder, "InputError", 1) if code not in known] == []


def test_search_for_codes_finds_them() -> None:
    found = {code for _, code in raised("services", "InputError", 1)}
    assert {"field_unknown", "process_unknown", "statement_unknown", "language_unknown"} <= found


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "This is no answer to the question: expected a whole number from 0 to 4."),
        ("zh_Hans", "这不是该题的有效答案：应为 0 至 4 的整数。"),
        ("vi", "Đây không phải là câu trả lời hợp lệ: cần một số nguyên từ 0 đến 4."),
    ],
)
def test_firm_reads_in_its_language_what_was_expected(site: Site, language: str, sentence: str) -> None:
    with pytest.raises(UnfitError) as refused:
        read_value(bakery().question["DOUGH.1"], 9)
    assert str(refused.value) == "expected a whole number from 0 to 4"
    with site.app.test_request_context(), force_locale(language):
        assert message_for(InputError("DOUGH.1", "answer_invalid", expected=refused.value)) == sentence
