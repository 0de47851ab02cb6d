"""Take a list of firms in: new ones are made, known ones matched, and every refused row says why."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from readiness.assessment.permissions import Action, Person, require
from readiness.errors import InputError
from readiness.services.areas import Areas
from readiness.services.clean_input import FIRM_NAME_LENGTH, clean_credit_code, clean_line
from readiness.services.context import Services
from readiness.services.editing import questionnaire_of, require_open
from readiness.services.read_firm_file import FirmLine
from readiness.store.assessments import add_assessments
from readiness.store.events import record_event
from readiness.store.firms import find_firms_by_code
from readiness.store.progress import firms_in_round
from readiness.store.rounds import get_round
from readiness.store.rows import Firm, Round

FIELDS = ("name", "name_en", "city", "district")


@dataclass(frozen=True)
class ImportedRow:
    """One good row; `changes` maps a field to (before, after) for firms that were known otherwise."""

    row: int
    credit_code: str
    name: str
    changes: Mapping[str, tuple[str, str]] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class RefusedRow:
    """One row that was not taken: which field, which message, with its values."""

    row: int
    credit_code: str
    name: str
    field: str
    code: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class ImportReport:
    """What became of each row. `matched` were known and equal; `added` counts firms newly put into the round."""

    new: tuple[ImportedRow, ...]
    matched: tuple[ImportedRow, ...]
    changed: tuple[ImportedRow, ...]
    refused: tuple[RefusedRow, ...]
    added: int


def import_firms(
    services: Services,
    session: Session,
    rows: Sequence[FirmLine],
    *,
    by: Person,
    at: dt.datetime,
    round_key: str = "",
    dry_run: bool = False,
) -> ImportReport:
    """Good rows are kept whatever the others are; with `round_key` each firm gets a draft in that round.

    What the office imports is confirmed. Empty cells change nothing. `dry_run` tells what would happen and writes
    nothing. City and district may be codes or their names in any language of the questionnaire.
    """
    require(by, Action.IMPORT_FIRMS)
    round_ = get_round(session, round_key, person=by, lock=not dry_run) if round_key else None
    if round_ is not None:
        require_open(round_)
        questionnaire = questionnaire_of(services, round_)
    else:
        questionnaire = services.catalogue.get(services.settings.questionnaire)
    good, refused = _read(rows, Areas.of(questionnaire), by=by)
    known = find_firms_by_code(session, [cells["credit_code"] for _, cells in good])
    sorted_ = _Sorted()
    for line, cells in good:
        _sort(line, cells, known.get(cells["credit_code"]), sorted_, refused, by=by)
    added = 0
    if not dry_run:
        firms = _write(session, sorted_, at=at)
        added = _add_to_round(session, firms, round_, at=at) if round_ else 0
        counts = {"new": len(sorted_.new), "changed": len(sorted_.changed), "refused": len(refused)}
        where = f"round:{round_.key}" if round_ else "firms"
        record_event(session, "import_firms", where, by_id=by.id, at=at, detail={**counts, "added": added})
    return ImportReport(
        new=tuple(row for row, _ in sorted_.new),
        matched=tuple(row for row, _ in sorted_.matched),
        changed=tuple(row for row, _ in sorted_.changed),
        refused=tuple(sorted(refused, key=lambda entry: entry.row)),
        added=added,
    )


@dataclass
class _Sorted:
    """Good rows by what is to be done: with the cells of a new firm, or with the firm that is known."""

    new: list[tuple[ImportedRow, dict[str, str]]] = dataclasses.field(default_factory=list)
    matched: list[tuple[ImportedRow, Firm]] = dataclasses.field(default_factory=list)
    changed: list[tuple[ImportedRow, Firm]] = dataclasses.field(default_factory=list)


def _read(
    rows: Sequence[FirmLine], areas: Areas, *, by: Person
) -> tuple[list[tuple[FirmLine, dict[str, str]]], list[RefusedRow]]:
    good: list[tuple[FirmLine, dict[str, str]]] = []
    refused: list[RefusedRow] = []
    seen: dict[str, int] = {}
    for line in rows:
        try:
            cells = _clean(line.cells, areas)
            if cells["credit_code"] in seen:
                raise InputError("credit_code", "row_repeated", row=seen[cells["credit_code"]])
            if by.city and cells["city"] and cells["city"] != by.city:
                raise InputError("city", "city_not_yours", city=cells["city"])
        except InputError as error:
            refused.append(_refusal(line, error))
            continue
        seen[cells["credit_code"]] = line.row
        good.append((line, cells))
    return good, refused


def _clean(cells: Mapping[str, str], areas: Areas) -> dict[str, str]:
    city = areas.city(cells.get("city", ""))
    place = areas.district(city, cells.get("district", ""))
    return {
        "credit_code": clean_credit_code(cells.get("credit_code", "")),
        "name": clean_line(cells.get("name", ""), "name", FIRM_NAME_LENGTH),
        "name_en": clean_line(cells.get("name_en", ""), "name_en", FIRM_NAME_LENGTH, required=False),
        "city": city,
        "district": place,
    }


def _refusal(line: FirmLine, error: InputError) -> RefusedRow:
    code, name = line.cells.get("credit_code", ""), line.cells.get("name", "")
    return RefusedRow(line.row, code, name, error.field, error.code, error.values)


def _sort(
    line: FirmLine,
    cells: dict[str, str],
    firm: Firm | None,
    sorted_: _Sorted,
    refused: list[RefusedRow],
    *,
    by: Person,
) -> None:
    row = ImportedRow(line.row, cells["credit_code"], cells["name"])
    if firm is None:
        cells["city"] = cells["city"] or by.city or ""
        sorted_.new.append((row, cells))
        return
    if by.city and firm.city and firm.city != by.city:
        refused.append(_refusal(line, InputError("credit_code", "firm_elsewhere")))
        return
    changes = {
        name: (getattr(firm, name), cells[name])
        for name in FIELDS
        if cells[name] and cells[name] != getattr(firm, name)
    }
    if changes:
        sorted_.changed.append((ImportedRow(row.row, row.credit_code, row.name, changes), firm))
    else:
        sorted_.matched.append((row, firm))


def _write(session: Session, sorted_: _Sorted, *, at: dt.datetime) -> list[Firm]:
    """Make and change firms; returns all firms of the good rows."""
    made = [Firm(**cells, confirmed_at=at, created_at=at) for _, cells in sorted_.new]
    session.add_all(made)
    for row, firm in sorted_.changed:
        for name, (_, after) in row.changes.items():
            setattr(firm, name, after)
    known = [firm for _, firm in (*sorted_.matched, *sorted_.changed)]
    for firm in known:
        firm.confirmed_at = firm.confirmed_at or at
    session.flush()
    return [*made, *known]


def _add_to_round(session: Session, firms: Sequence[Firm], round_: Round, *, at: dt.datetime) -> int:
    """A draft for each firm that has none in the round; how many were made."""
    inside = firms_in_round(session, round_)
    missing = [firm for firm in firms if firm.id not in inside]
    add_assessments(session, missing, round_, at=at)
    return len(missing)
