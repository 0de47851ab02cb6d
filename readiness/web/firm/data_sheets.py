"""Everything of a firm as sheets of a workbook, named and headed in the reader's language."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from readiness.document.answer_sheet import answer_lines
from readiness.document.sentences import basis_word, standing_word
from readiness.document.stated import stated_parts
from readiness.document.words import Reader
from readiness.exports.answers_xlsx import answers_sheet, fitting, sheet_name
from readiness.exports.ranking_xlsx import Cell, Column, Sheet
from readiness.scoring.scorecard import Basis, Standing
from readiness.services.append_changes import PROCESSES, PROFILE, STATEMENTS
from readiness.services.export_firm import FilledIn, FirmData
from readiness.web.event_words import GROUPS, KINDS, details_in, sentence
from readiness.web.filters import zone
from readiness.web.firm.action_words import STATES
from readiness.web.firm.pages import state_tag
from readiness.web.i18n import language, mark, translate
from readiness.web.navigation import role_name

Rows = Iterable[Sequence[Any]]
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")
PARTS = {PROFILE: mark("Profile"), PROCESSES: mark("Processes"), STATEMENTS: mark("Statements")}
WIDE, TEXT, DAY, SHORT = 48, 24, 20, 12


def firm_sheets(data: FirmData) -> list[Sheet]:
    """The firm first, then what can be filled in and sent back, then the rest."""
    document, found = data.document, list[Sheet]()
    found += [_firm(document), _people(document), _assessments(document)]
    for filled in data.filled:
        round_name = filled.held.assessment.round.name
        name = sheet_name(f"{translate('Answers')} {round_name}", [sheet.name for sheet in found])
        lines = answer_lines(_reader(filled), filled.held.answers, filled.saved)
        found.append(answers_sheet(filled.held.assessment.key, lines, name, translate))
    found += [
        _stated(data), _history(document), _evidence(document), _notes(document), _results(data), _receipts(document),
        _verdicts(document), _links(document), _actions(document),
        _scenarios(document), _events(document),
    ]  # fmt: skip
    return found


def _reader(filled: FilledIn) -> Reader:
    return Reader(filled.held.questionnaire, language(), translate)


def _sheet(name: str, columns: Sequence[tuple[str, int]], rows: Rows) -> Sheet:
    return Sheet(
        sheet_name(name, ()),
        [Column(words, width=width) for words, width in columns],
        [_cells(row) for row in rows],
    )


def _cells(row: Sequence[Any]) -> list[Cell]:
    return [_cell(value) for value in row]


def _cell(value: Any) -> Cell:
    """Numbers stay numbers; lists and blocks become JSON."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return translate("Yes") if value else translate("No")
    if isinstance(value, int | float):
        return value
    if isinstance(value, str) and MOMENT.fullmatch(value):
        return dt.datetime.fromisoformat(value).astimezone(zone()).strftime("%Y-%m-%d %H:%M")
    return fitting(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _of_rounds(document: Mapping[str, Any], part: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Name of the round and entry, for every entry of this part of every assessment."""
    for assessment in document["assessments"]:
        for entry in assessment[part] or ():
            yield assessment["round"]["name"], entry


def _firm(document: Mapping[str, Any]) -> Sheet:
    firm = document["firm"]
    rows = [
        (translate("Name of the firm"), firm["name"]),
        (translate("Name of the firm in English"), firm["name_en"]),
        (translate("Unified social credit code"), firm["credit_code"]),
        (translate("City"), firm["city"]),
        (translate("District"), firm["district"]),
        (translate("Sub-sector"), firm["sub_sector"]),
        (translate("Size"), firm["size"]),
        (translate("Registered at"), firm["created_at"]),
        (translate("Confirmed at"), firm["confirmed_at"]),
        (translate("This file was made at"), document["made_at"]),
        (translate("Times in this file"), zone().key),
        *((translate("Site"), f"{site['name']} {site['address']}".strip()) for site in document["sites"]),
    ]
    return _sheet(translate("Firm"), [(translate("Part"), 28), (translate("Value"), WIDE)], rows)


def _people(document: Mapping[str, Any]) -> Sheet:
    columns = [
        (translate("Name"), TEXT), (translate("Mail address"), 30), (translate("Role"), TEXT),
        (translate("Dimensions"), TEXT), (translate("To be finished by"), DAY), (translate("Last sign-in"), DAY),
        (translate("Status"), 40),
    ]  # fmt: skip
    member = translate("Member")
    rows = [
        (
            p["name"],
            p["email"],
            _kind(p["kind"]),
            _list(p["dimensions"]),
            p["due_on"],
            p["last_login_at"],
            member,
        )
        for p in document["people"]
    ]
    rows += [
        (
            None, i["email"], _kind(i["kind"]), _list(i["dimensions"]), None, None,
            translate("Invited at %(time)s", time=i["created_at"]),
        )
        for i in document["invitations"]
    ]  # fmt: skip
    return _sheet(translate("People of the firm"), columns, rows)


def _assessments(document: Mapping[str, Any]) -> Sheet:
    columns = [
        (translate("Round"), TEXT), (translate("Questionnaire"), TEXT), (translate("Status"), TEXT),
        (translate("Revision"), SHORT), (translate("Declared by"), TEXT), (translate("Declared at"), DAY),
        (translate("Submitted at"), DAY), (translate("Agreed to share"), TEXT), (translate("Consultant"), TEXT),
        (translate("Signed by"), TEXT), (translate("Signed at"), DAY), (translate("Number of the assessment"), 28),
    ]  # fmt: skip
    rows = [
        (
            a["round"]["name"], a["questionnaire"], state_tag(a["state"])[0], a["revision"], a["declared_by"],
            a["declared_at"], a["submitted_at"], _groups(a["consent"]), _list(a["consultants"]),
            (a["audit"] or {}).get("signed_by"), (a["audit"] or {}).get("signed_on"), a["key"],
        )
        for a in document["assessments"]
    ]  # fmt: skip
    return _sheet(translate("Assessments"), columns, rows)


def _stated(data: FirmData) -> Sheet:
    columns = [
        (translate("Round"), TEXT), (translate("Part"), TEXT), (translate("Code"), SHORT),
        (translate("What was asked"), WIDE), (translate("Answer"), WIDE), (translate("Why it does not apply"), TEXT),
    ]  # fmt: skip
    rows = [
        (filled.held.assessment.round.name, part.title, row.code, row.text, row.answer, row.reason)
        for filled in data.filled
        for part in stated_parts(_reader(filled), filled.held.answers, {})
        for row in part.rows
    ]
    return _sheet(translate("All that was stated"), columns, rows)


def _history(document: Mapping[str, Any]) -> Sheet:
    columns = [
        (translate("Round"), TEXT), (translate("Code"), SHORT), (translate("Revision"), SHORT),
        (translate("Status"), TEXT), (translate("Value"), WIDE), (translate("Why it does not apply"), TEXT),
        (translate("Saved by"), TEXT), (translate("Saved at"), DAY),
    ]  # fmt: skip
    states = {
        "answered": translate("Answered"), "not_measured": translate("Not measured"),
        "not_applicable": translate("Not applicable"), "unanswered": translate("Unanswered"),
    }  # fmt: skip
    rows = (
        (name, _code(e["code"]), e["revision"], states[e["state"]], e["value"], e["reason"], e["by"], e["at"])
        for name, e in _of_rounds(document, "history")
    )
    return _sheet(translate("History of the answers"), columns, rows)


def _evidence(document: Mapping[str, Any]) -> Sheet:
    columns = [
        (translate("Round"), TEXT), (translate("Question"), SHORT), (translate("File"), 36),
        (translate("Bytes"), SHORT), (translate("SHA-256"), 66), (translate("Date of the document"), DAY),
        (translate("Last good day"), DAY), (translate("Note"), 36), (translate("Sent by"), TEXT),
        (translate("Sent at"), DAY), (translate("Removed at"), DAY), (translate("Deleted at"), DAY),
    ]  # fmt: skip
    names = (
        "question", "name", "size", "sha256", "issued_on", "valid_until", "note", "by", "at", "removed_at",
        "deleted_at",
    )  # fmt: skip
    return _sheet(translate("Evidence"), columns, _named(document, "evidence", names))


def _notes(document: Mapping[str, Any]) -> Sheet:
    columns = [
        (translate("Round"), TEXT), (translate("Question"), SHORT), (translate("Note"), 72),
        (translate("Written by"), TEXT), (translate("Written at"), DAY),
    ]  # fmt: skip
    return _sheet(translate("Notes"), columns, _named(document, "notes", ("question", "text", "by", "at")))


def _results(data: FirmData) -> Sheet:
    columns = [
        (translate("Round"), TEXT), (translate("Basis"), TEXT), (translate("Index"), SHORT),
        (translate("Level"), SHORT), (translate("Status"), TEXT), (translate("Pillars"), WIDE),
        (translate("Dimensions"), WIDE), (translate("Computed at"), DAY), (translate("Seal"), 66),
    ]  # fmt: skip
    readers = {filled.held.assessment.key: _reader(filled) for filled in data.filled}
    rows = [
        (
            a["round"]["name"], basis_word(Basis(card["basis"]), translate), card["index"], card["level"],
            _standing(readers.get(a["key"]), card["standing"]), card["pillars"], card["dimensions"], card["at"],
            card["seal"],
        )
        for a in data.document["assessments"]
        for card in a["results"]
    ]  # fmt: skip
    return _sheet(translate("Results"), columns, rows)


def _receipts(document: Mapping[str, Any]) -> Sheet:
    columns = [
        (translate("Round"), TEXT), (translate("Receipt number"), TEXT), (translate("Digest (SHA-256)"), 66),
        (translate("Basis"), TEXT), (translate("Index"), SHORT), (translate("Level"), SHORT),
        (translate("Declared by"), TEXT), (translate("Issued at"), DAY),
    ]  # fmt: skip
    rows = (
        (
            name, e["number"], e["digest"], basis_word(Basis(e["basis"]), translate), e["index"], e["level"],
            e["declared_by"], e["at"],
        )
        for name, e in _of_rounds(document, "receipts")
    )  # fmt: skip
    return _sheet(translate("Receipts"), columns, rows)


def _verdicts(document: Mapping[str, Any]) -> Sheet:
    columns = [
        (translate("Round"), TEXT), (translate("Question"), SHORT), (translate("Revision"), SHORT),
        (translate("Verdict"), TEXT), (translate("Grade of evidence"), TEXT), (translate("Value"), TEXT),
        (translate("Why"), WIDE), (translate("Consultant"), TEXT), (translate("Saved at"), DAY),
    ]  # fmt: skip
    names = ("question", "revision", "verdict", "grade", "value", "reason", "by", "at")
    return _sheet(translate("Verdicts"), columns, _named(document, "verdicts", names))


def _links(document: Mapping[str, Any]) -> Sheet:
    columns = [
        (translate("Round"), TEXT), (translate("For whom"), WIDE), (translate("Last day"), DAY),
        (translate("Made by"), TEXT), (translate("Made at"), DAY), (translate("Revoked at"), DAY),
        (translate("Last opened"), DAY),
    ]  # fmt: skip
    names = ("label", "until", "by", "at", "revoked_at", "opened_at")
    return _sheet(translate("All links"), columns, _named(document, "links", names))


def _actions(document: Mapping[str, Any]) -> Sheet:
    columns = [
        (translate("Question"), SHORT), (translate("Code"), TEXT), (translate("Action"), WIDE),
        (translate("Status"), TEXT), (translate("Answer to reach"), TEXT), (translate("Points planned"), SHORT),
        (translate("Cost planned"), SHORT), (translate("Cost so far"), SHORT), (translate("Who does it"), TEXT),
        (translate("To be done by"), DAY), (translate("Saved by"), TEXT), (translate("Saved at"), DAY),
    ]  # fmt: skip
    names = ("points_planned", "yuan_planned", "yuan_spent", "owner", "due_on", "by", "changed_at")
    rows = (
        (
            a["question"],
            a["code"],
            a["title"],
            translate(STATES[a["state"]][0]),
            a["target"],
            *(a[n] for n in names),
        )
        for a in document["actions"]
    )
    return _sheet(translate("Action plan"), columns, rows)


def _scenarios(document: Mapping[str, Any]) -> Sheet:
    columns = [
        (translate("Round"), TEXT), (translate("Name"), WIDE), (translate("Index"), SHORT), (translate("Level"), SHORT),
        (translate("Answers"), WIDE), (translate("Saved by"), TEXT), (translate("Saved at"), DAY),
    ]  # fmt: skip
    rows = (
        (
            name, e["name"], e["trial"].get("index"), e["trial"].get("level"), e["trial"].get("answers"), e["by"],
            e["changed_at"],
        )
        for name, e in _of_rounds(document, "scenarios")
    )  # fmt: skip
    return _sheet(translate("Saved scenarios"), columns, rows)


def _events(document: Mapping[str, Any]) -> Sheet:
    columns = [
        (translate("When"), DAY), (translate("Who"), TEXT), (translate("Role"), TEXT), (translate("What"), WIDE),
        (translate("Round"), TEXT), (translate("Details"), WIDE),
    ]  # fmt: skip
    rows = (
        (
            e["at"], e["by"], translate("the service") if e["role"] == "service" else role_name(e["role"]),
            sentence(e["action"]), e["of"] if e["about"] == "assessment" else None,
            translate("; ").join(details_in(e["detail"])),
        )
        for e in document["events"]
    )  # fmt: skip
    return _sheet(translate("What happened"), columns, rows)


def _named(document: Mapping[str, Any], part: str, names: Sequence[str]) -> Rows:
    return (
        (round_name, *(entry[name] for name in names)) for round_name, entry in _of_rounds(document, part)
    )


def _standing(reader: Reader | None, standing: str) -> str:
    return standing_word(reader.questionnaire, Standing(standing), translate) if reader else standing


def _code(code: str) -> str:
    return translate(PARTS[code]) if code in PARTS else code


def _kind(kind: str) -> str:
    return translate(KINDS[kind])


def _list(found: Sequence[str] | None) -> str:
    return translate(", ").join(found or ())


def _groups(consent: Mapping[str, Any] | None) -> str:
    agreed = consent or {}
    return _list([translate(words) for group, words in GROUPS.items() if agreed.get(group)])
