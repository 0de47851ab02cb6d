"""Walks an answer document once and keeps every finding with its place."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from typing import Any

from readiness.questionnaire.answers import Answer, FirmAnswers, State, Verdict, VerdictEntry, Verification
from readiness.questionnaire.expected import UnfitError
from readiness.questionnaire.model import ProfileField, Question, Questionnaire
from readiness.questionnaire.question_checks import NOT_MEASURED
from readiness.questionnaire.values import number, read_value
from readiness.questionnaire.yaml_reader import Place

IDENTITY = ("name", "name_en", "credit_code", "city", "district")
PARTS = ("questionnaire", "firm", "statements", "answers", "verification")
ANSWER_KEYS = ("value", "not_applicable", "documents", "na_refused")
VERDICT_KEYS = ("verdict", "value", "grade", "reason")


class Reader:
    """Reads one document; `findings` holds (place, what was expected) for all that does not fit."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.findings: list[tuple[Place, str]] = []

    def read(self, document: Any) -> FirmAnswers:
        """The answers, without the parts that findings name."""
        parts = self._block(document, (), PARTS)
        name = f"{self.questionnaire.code}/{self.questionnaire.version}"
        if parts.get("questionnaire", name) != name:
            self._note(("questionnaire",), f"{parts['questionnaire']!r}: expected {name}")
        firm = self._block(
            parts.get("firm"),
            ("firm",),
            [*IDENTITY, "processes", *(f.code for f in self.questionnaire.profile)],
        )
        for key in IDENTITY:
            if key in firm and not isinstance(firm[key], str):
                self._note(("firm", key), f"{firm[key]!r}: expected text; put it in quotes")
        return FirmAnswers(
            profile=self._profile(firm),
            shares=self._shares(firm.get("processes")),
            statements=self._statements(parts.get("statements")),
            answers=self._answers(parts.get("answers")),
            verification=self._verification(parts["verification"]) if parts.get("verification") else None,
        )

    def _note(self, place: Place, message: str) -> None:
        self.findings.append((place, message))

    def _block(self, data: Any, place: Place, known: Iterable[str]) -> dict[str, Any]:
        """The known keys of a block; anything else is noted."""
        if data is None:
            return {}
        if not isinstance(data, Mapping):
            self._note(place, f"{data!r}: expected a block of keys")
            return {}
        names = list(known)
        for key in data:
            if key not in names:
                self._note((*place, key), f"unknown key {key!r}; expected one of: {', '.join(names)}")
        return {key: data[key] for key in names if key in data}

    def _profile(self, firm: Mapping[str, Any]) -> dict[str, object]:
        found: dict[str, object] = {}
        for entry in self.questionnaire.profile:
            value = firm.get(entry.code)
            if value is not None:
                try:
                    found[entry.code] = profile_value(entry, value)
                except UnfitError as error:
                    self._note(("firm", entry.code), f"{value!r}: {error}")
        return found

    def _shares(self, data: Any) -> dict[str, float]:
        found: dict[str, float] = {}
        place: Place = ("firm", "processes")
        for code, value in self._block(data, place, self.questionnaire.process).items():
            good = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
            if not good or not 0 <= value <= 100:
                self._note((*place, code), f"{value!r}: expected a percent from 0 to 100")
            elif value > 0:  # a table often says 0 where a document says nothing
                found[code] = value / 100
        return found

    def _statements(self, data: Any) -> dict[str, bool]:
        found: dict[str, bool] = {}
        for code, value in self._block(
            data, ("statements",), [s.code for s in self.questionnaire.statements]
        ).items():
            if isinstance(value, bool):
                found[code] = value
            elif value is not None:
                self._note(("statements", code), f"{value!r}: expected true or false")
        return found

    def _answers(self, data: Any) -> dict[str, Answer]:
        found: dict[str, Answer] = {}
        for code, entry in self._block(data, ("answers",), self.questionnaire.question).items():
            answer = self._answer(self.questionnaire.question[code], entry, ("answers", code))
            if answer is not None and answer != Answer():
                found[code] = answer
        return found

    def _answer(self, question: Question, data: Any, place: Place) -> Answer | None:
        entry = self._block(data, place, ANSWER_KEYS)
        documents = self._documents(entry.get("documents"), place)
        value = entry.get("value")
        if entry.get("not_applicable") is not None:
            if value is not None:
                self._note(place, "expected either a value or not_applicable")
            reason = self._reason(entry["not_applicable"], (*place, "not_applicable"))
            return Answer(State.NOT_APPLICABLE, None, reason, documents, entry.get("na_refused") is True)
        if value == NOT_MEASURED:
            return Answer(State.NOT_MEASURED, None, "", documents)
        if question.computed and value is None:
            return Answer(State.ANSWERED, None, "", documents)
        if value is None:
            return Answer(State.UNANSWERED, None, "", documents)
        return self._answered(question, value, documents, (*place, "value"))

    def _answered(
        self, question: Question, value: Any, documents: tuple[str, ...], place: Place
    ) -> Answer | None:
        try:
            if question.computed:
                raise UnfitError("nothing_computed")
            return Answer(State.ANSWERED, read_value(question, value), "", documents)
        except UnfitError as error:
            self._note(place, f"{value!r}: {error}")
            return None

    def _reason(self, data: Any, place: Place) -> str:
        if isinstance(data, str) and data.strip():
            return data.strip()
        self._note(place, f"{data!r}: expected the reason in words")
        return ""

    def _documents(self, data: Any, place: Place) -> tuple[str, ...]:
        names = [] if data is None else data
        if not isinstance(names, list) or not all(isinstance(name, str) and name.strip() for name in names):
            self._note((*place, "documents"), f"{data!r}: expected a list of document names")
            return ()
        return tuple(names)

    def _verification(self, data: Any) -> Verification:
        place: Place = ("verification",)
        parts = self._block(data, place, ("signed_on", "verdicts"))
        verdicts: dict[str, VerdictEntry] = {}
        where = (*place, "verdicts")
        for code, entry in self._block(parts.get("verdicts"), where, self.questionnaire.question).items():
            verdict = self._verdict(self.questionnaire.question[code], entry, (*where, code))
            if verdict is not None:
                verdicts[code] = verdict
        return Verification(verdicts, self._day(parts.get("signed_on"), (*place, "signed_on")))

    def _day(self, data: Any, place: Place) -> dt.date | None:
        if data is None:
            return None
        try:
            return dt.date.fromisoformat(str(data))
        except ValueError:
            self._note(place, f"{data!r}: expected a day such as 2026-09-18")
            return None

    def _verdict(self, question: Question, data: Any, place: Place) -> VerdictEntry | None:
        entry = self._block(data, place, VERDICT_KEYS)
        if entry.get("verdict") not in list(Verdict):
            self._note(
                (*place, "verdict"), f"{entry.get('verdict')!r}: expected one of: {', '.join(Verdict)}"
            )
            return None
        verdict = Verdict(entry["verdict"])
        value, reason = entry.get("value"), entry.get("reason") or ""
        changed = verdict in (Verdict.LOWERED, Verdict.RAISED)
        if changed is not (value is not None):
            wanted = "the value found" if changed else "no value"
            self._note((*place, "value"), f"{value!r}: expected {wanted} with the verdict {verdict}")
            return None
        grade = self._grade(verdict, entry.get("grade"), (*place, "grade"))
        if not isinstance(reason, str):
            self._note((*place, "reason"), f"{reason!r}: expected text")
            return None
        try:
            found = None if value is None else read_value(question, value)
        except UnfitError as error:
            self._note((*place, "value"), f"{value!r}: {error}")
            return None
        return VerdictEntry(verdict, grade, found, reason)

    def _grade(self, verdict: Verdict, data: Any, place: Place) -> str:
        """A consultant's grade; what could not be verified falls to the lowest."""
        grades = self.questionnaire.grades
        if verdict is Verdict.NOT_VERIFIABLE:
            known, default = [grade.code for grade in grades], grades[0].code
        else:
            known, default = [grade.code for grade in grades if grade.by_consultant], None
        found = data if data is not None else default
        if found not in known:
            self._note(place, f"{data!r}: expected one of: {', '.join(known)}")
        return str(found)


def profile_value(entry: ProfileField, raw: Any) -> object:
    """A profile field's value; UnfitError when the type does not fit (bounds are checked later)."""
    if entry.kind in ("number", "integer"):
        found = number(raw)
        if entry.kind == "integer" and not found.is_integer():
            raise UnfitError("whole_number")
        return int(found) if entry.kind == "integer" else found
    if not isinstance(raw, str):
        raise UnfitError("text")
    if entry.kind == "choice" and raw not in entry.choices:
        raise UnfitError("one_of", codes=", ".join(entry.choices))
    return raw
