"""Tables of the sample firms, as somebody would save them from a spreadsheet."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from click.testing import CliRunner, Result

from readiness.cli import main
from readiness.questionnaire.codec import columns, read_file, table_row
from readiness.questionnaire.loader import load
from readiness.questionnaire.model import Questionnaire
from tests.architecture.source import ROOT

ON = "2026-10-01"
MILLS = ("wujiang-dyeing-mill", "nantong-spinning-mill", "changshu-garment-maker")
Row = dict[str, str]


@cache
def asked() -> Questionnaire:
    return load(ROOT / "questionnaires" / "textile" / "2026.1")


@cache
def _samples() -> tuple[Row, ...]:
    found = [read_file(asked(), ROOT / "samples" / f"{mill}.yaml").firms[0] for mill in MILLS]
    names = columns(asked(), verification=True)
    return tuple(
        dict(zip(names, table_row(asked(), firm.identity, firm.answers, names), strict=True))
        for firm in found
    )


def firms(count: int) -> list[Row]:
    """The three samples again and again (declared, verified, a draft), each row with a credit code of its own."""
    return [_samples()[i % 3] | {"credit_code": f"X{i:08d}"} for i in range(count)]


def saved(path: Path, rows: list[Row], *, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, rows[0], delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def score(*arguments: str | Path) -> Result:
    return _run("score", *arguments, "--on", ON)


def rank(*arguments: str | Path) -> Result:
    return _run("rank", *arguments, "--on", ON)


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def lines(path: Path) -> list[Row]:
    """The rows of a CSV that a command wrote."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))
