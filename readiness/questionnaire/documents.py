"""A firm's answers as a plain document (YAML, JSON, the store, the API) and back, without loss."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping
from typing import Any

from readiness.errors import AnswerError, Problem
from readiness.questionnaire.answers import Answer, FirmAnswers, State, Verification
from readiness.questionnaire.document_reader import IDENTITY, Reader
from readiness.questionnaire.model import Questionnaire
from readiness.questionnaire.question_checks import NOT_MEASURED
from readiness.questionnaire.yaml_reader import Place

__all__ = ["IDENTITY", "canonical", "digest", "from_document", "identity_of", "to_document"]

_BLOCKS = {"firm", "processes", "statements", "answers", "verification", "verdicts"}


def from_document(
    questionnaire: Questionnaire,
    document: Mapping[str, Any],
    *,
    place: str,
    line_of: Callable[[Place], int] | None = None,
) -> FirmAnswers:
    """The answers in a document; AnswerError with every problem, each naming `place`, line, code and what was
    expected."""
    reader = Reader(questionnaire)
    found = reader.read(document)
    if reader.findings:
        raise AnswerError(
            [
                Problem(place, line_of(where) if line_of else 0, code_at(where), message)
                for where, message in reader.findings
            ]
        )
    return found


def code_at(place: Place) -> str:
    """The question, field or statement a place in a document is about."""
    steps = [str(step) for step in place if step not in _BLOCKS]
    return steps[0] if steps else ""


def identity_of(document: Mapping[str, Any]) -> dict[str, str]:
    """Name, credit code and place of the firm in a document."""
    firm = document.get("firm")
    found = firm if isinstance(firm, Mapping) else {}
    return {key: str(found[key]) for key in IDENTITY if found.get(key) not in (None, "")}


def to_document(
    questionnaire: Questionnaire, firm_answers: FirmAnswers, identity: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The document that `from_document` reads back to the same answers; empty parts are left out."""
    firm: dict[str, Any] = {**(identity or {}), **firm_answers.profile}
    if firm_answers.shares:
        firm["processes"] = {code: percent(share) for code, share in firm_answers.shares.items()}
    answers = {
        code: entry
        for code, answer in firm_answers.answers.items()
        if (entry := _answer(answer)) or questionnaire.question[code].computed
    }
    document: dict[str, Any] = {"firm": firm, "statements": dict(firm_answers.statements), "answers": answers}
    if firm_answers.verification is not None:
        document["verification"] = _verification(questionnaire, firm_answers.verification)
    return document


def percent(share: float) -> float:
    """A share (0–1) in percent, in the shortest form that reads back to the same share."""
    exact = share * 100
    for guess in (round(exact, 6), exact, math.nextafter(exact, 0), math.nextafter(exact, 101)):
        if guess / 100 == share:
            return _short(guess)
    return exact


def digest(document: Mapping[str, Any]) -> str:
    """SHA-256 of a document, the same whatever the order of its keys and whether 3 or 3.0 is written."""
    return hashlib.sha256(canonical(document).encode()).hexdigest()


def canonical(document: Mapping[str, Any]) -> str:
    """The one JSON text of a document, of which its digest is the SHA-256."""
    return json.dumps(_canonical(document), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _canonical(data: Any) -> Any:
    if isinstance(data, float):
        return _short(data)
    if data is None or isinstance(data, str | int):  # most are; asking for Mapping first is slow
        return data
    if isinstance(data, Mapping):
        return {str(key): _canonical(value) for key, value in data.items()}
    return [_canonical(value) for value in data] if isinstance(data, list | tuple) else data


def _short(value: float) -> float:
    return int(value) if value.is_integer() else value


def _answer(answer: Answer) -> dict[str, Any]:
    entry: dict[str, Any] = {}
    if answer.state is State.NOT_MEASURED:
        entry["value"] = NOT_MEASURED
    elif answer.state is State.NOT_APPLICABLE:
        entry["not_applicable"] = answer.reason
    elif answer.state is State.ANSWERED and answer.value is not None:
        entry["value"] = answer.value
    if answer.documents:
        entry["documents"] = list(answer.documents)
    if answer.na_refused:
        entry["na_refused"] = True
    return entry


def _verification(questionnaire: Questionnaire, found: Verification) -> dict[str, Any]:
    verdicts: dict[str, dict[str, Any]] = {}
    for code, entry in found.verdicts.items():
        verdicts[code] = {"verdict": str(entry.verdict)}
        for key, value in (("value", entry.value), ("grade", entry.grade), ("reason", entry.reason)):
            if value not in (None, ""):
                verdicts[code][key] = value
    document: dict[str, Any] = {"verdicts": verdicts}
    if found.signed_on is not None:
        document["signed_on"] = found.signed_on.isoformat()
    return document
