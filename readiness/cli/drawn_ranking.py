"""`readiness rank --draws`: the ranking of a file with ranges, as CSV or JSON."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TextIO

import click

from readiness.cli.answer_files import AnswerFiles, Brief, briefs_of
from readiness.cli.peer_groups import narrowed
from readiness.errors import InputError
from readiness.exports.cells import safe
from readiness.questionnaire.codec import FirmRow
from readiness.questionnaire.documents import digest, to_document
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.cohorts import Path
from readiness.scoring.drawn import DrawnLine, DrawnList, digest_of_inputs, draw_list
from readiness.scoring.field import LEAST_FIRMS, ranking_rules
from readiness.scoring.rank_ranges import quarter_of, tier_name
from readiness.scoring.scorecard import Basis
from readiness.scoring.sheet import sheet_of


@dataclass(frozen=True)
class DrawnFile:
    """The lists that hold two firms or more, by basis; identity and result of the firms to tell by code; answers'
    digests; the peer group that is told, () for all firms."""

    questionnaire: Questionnaire
    lists: Mapping[Basis, DrawnList]
    briefs: Mapping[str, Brief]
    inputs: dict[Basis, str] = field(default_factory=dict)
    group: Path = ()


def draw_file(read: AnswerFiles, on: dt.date, *, draws: int | None, seed: int, group: Path = ()) -> DrawnFile:
    """Rank both lists of a file; InputError when neither has two official firms. A list of one is told of.

    Of a `group` only its firms are told, ranked inside it; the draws are those of the whole lists all the same.
    """
    asked = read.questionnaire
    ranking_rules(asked)
    rows = {_code(row, number): row for number, row in enumerate(_all_rows(read), start=1)}
    briefs = _briefs(asked, rows, on)
    told = narrowed(asked, list(briefs.values()), group)
    found, inputs, alone = dict[Basis, DrawnList](), dict[Basis, str](), list[Basis]()
    for basis in (Basis.VERIFIED, Basis.DECLARED):
        codes = [code for code, one in briefs.items() if one.basis is basis and not one.causes]
        if len(codes) < LEAST_FIRMS:
            alone += [basis] * len(codes)
            continue
        answers = [rows[code].answers for code in codes]
        sheet = sheet_of(asked, answers)
        paths = [briefs[code].path for code in codes]
        found[basis] = draw_list(asked, sheet, codes, basis=basis, on=on, draws=draws, seed=seed, paths=paths)
        inputs[basis] = digest_of_inputs(
            {c: digest(to_document(asked, a)) for c, a in zip(codes, answers, strict=True)}
        )
    if not found:
        raise InputError("firms", "ranking_of_too_few", firms=min(len(alone), 1), least=LEAST_FIRMS)
    for basis in alone:
        click.echo(f"warning: one firm alone in the {basis} list: it has no range", err=True)
    kept = {code: one for code, one in briefs.items() if any(one is other for other in told)}
    return DrawnFile(asked, found, kept, inputs, group)


def _all_rows(read: AnswerFiles) -> list[FirmRow]:
    return [row for portion in read.portions() for row in portion]


def _code(row: FirmRow, number: int) -> str:
    """What names a firm and its chance: the credit code, else its place in the file."""
    return str(row.identity.get("credit_code") or f"row {number}")


def _briefs(asked: Questionnaire, rows: Mapping[str, FirmRow], on: dt.date) -> dict[str, Brief]:
    """Code → result, in the order of the file."""
    return dict(zip(rows, briefs_of(asked, [*rows.values()], on, why=True), strict=True))


def lines_of(found: DrawnFile) -> list[dict[str, Any]]:
    """Every line as plain values, best first. In the declared list place, median, low and high are left out and
    quartiles stand in their stead: nobody has verified those results."""
    lines: list[dict[str, Any]] = []
    for basis, drawn in found.lists.items():
        told = [(line, numbers) for line in drawn.lines if (numbers := _numbers(found, line, drawn))]
        told.sort(key=lambda pair: (pair[1]["place"], pair[0].range.code))
        lines += [_line(found, basis, line, numbers) for line, numbers in told]
    for code, one in found.briefs.items():
        if one.causes:
            head = {"list": "not ranked", "credit_code": code, "name": one.identity.get("name", "")}
            lines.append(head | {"index": one.index, "level": one.level, "reason": "; ".join(one.why)})
        elif one.basis not in found.lists:
            head = {"list": one.basis.value, "credit_code": code, "name": one.identity.get("name", "")}
            lines.append(head | {"index": one.index, "level": one.level, "reason": "alone in its list"})
    return lines


def _numbers(found: DrawnFile, line: DrawnLine, drawn: DrawnList) -> dict[str, Any] | None:
    """Place and range in the list, or in the group that is told; None for a firm that is not told."""
    if line.range.code not in found.briefs:
        return None
    if not found.group:
        return vars(line.range) | {"firms": len(drawn.lines)}
    return next((vars(one) for one in line.groups if one.group == found.group), None)


def _line(found: DrawnFile, basis: Basis, line: DrawnLine, numbers: Mapping[str, Any]) -> dict[str, Any]:
    one, brief_ = line.range, found.briefs[line.range.code]
    levels = [level.number for level in found.questionnaire.levels if level.number > 0]
    head = {"list": basis.value, "credit_code": one.code, "name": brief_.identity.get("name", "")}
    chances = {f"level_{n}_percent": p for n, p in zip(levels, one.levels, strict=True)}
    adjusted: dict[str, Any] = {"adjusted": line.adjusted}
    if basis is Basis.VERIFIED:
        adjusted["adjusted_place"] = line.adjusted_place
    own = {"index": one.score, "level": brief_.level, "top_percent": numbers["top"]}
    return head | _where(basis, numbers) | own | chances | adjusted


def _where(basis: Basis, numbers: Mapping[str, Any]) -> dict[str, Any]:
    """Place, range and tier of a verified firm; quartiles of a declared one."""
    if basis is Basis.VERIFIED:
        told = {name: numbers[name] for name in ("place", "median", "low", "high")}
        return told | {"tier": tier_name(numbers["tier"])}
    firms = numbers["firms"]
    quarter = [quarter_of(numbers[name], firms) for name in ("place", "low", "high")]
    return dict(zip(("quartile", "quartile_low", "quartile_high"), quarter, strict=True))


def _groups(basis: Basis, line: DrawnLine) -> dict[str, Any]:
    """Where the firm stands in each of its groups that is ranked, by the group's name."""
    return {"/".join(one.group): {"firms": one.firms} | _where(basis, vars(one)) for one in line.groups}


def write_csv(found: DrawnFile, stream: TextIO) -> None:
    """One firm a line under every column that a line has; empty where it has none."""
    lines = lines_of(found)
    names = list(dict.fromkeys(name for line in lines for name in line))
    writer = csv.DictWriter(stream, names, restval="")
    writer.writeheader()
    for line in lines:
        writer.writerow({name: safe(v) if isinstance(v, str) else _number(v) for name, v in line.items()})


def write_json(found: DrawnFile, stream: TextIO) -> None:
    """Settings and digests of each list, and the lines."""
    runs = {
        basis.value: {
            "draws": drawn.draws,
            "seed": drawn.seed,
            "engine": drawn.engine,
            "questionnaire_digest": drawn.questionnaire_digest,
            "input_digest": found.inputs[basis],
            "result_digest": drawn.result_digest,
            "settings": drawn.settings,
        }
        for basis, drawn in found.lists.items()
    }
    groups = {
        line.range.code: _groups(basis, line) for basis, drawn in found.lists.items() for line in drawn.lines
    }
    lines = [line | {"groups": groups.get(line["credit_code"], {})} for line in lines_of(found)]
    told = {"group": "/".join(found.group)} if found.group else {}
    json.dump(
        told | {"runs": runs, "firms": lines},
        stream,
        ensure_ascii=False,
        indent=1,
        default=str,
        allow_nan=False,
    )
    stream.write("\n")


def _number(value: float | None) -> str:
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return "" if value is None else str(value)
