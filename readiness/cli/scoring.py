"""Commands on answer files: score, rank, report. They need no database."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

import click

from readiness.cli import tables
from readiness.cli.common import LANGUAGES, catalogue_texts, load_questionnaire
from readiness.document.build import FirmHead, RoundHead, report_model
from readiness.errors import AnswerError, Problem
from readiness.exports.scorecard_json import scorecard_document
from readiness.questionnaire.codec import FirmRow, read_file
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.engine import scorecard
from readiness.scoring.scorecard import Basis, Scorecard

questionnaire_option = click.option(
    "--questionnaire",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of a questionnaire version; without it the service's own.",
)
on_option = click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Closing day of the round, for the age of an audit; without it today.",
)


@click.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@questionnaire_option
@on_option
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="Language of the sentences.",
)
@click.option("--json", "as_json", is_flag=True, help="Print full results as JSON, one object a firm.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file (.json or .csv)."
)
def score(
    files: Sequence[Path],
    folder: Path | None,
    on: dt.datetime | None,
    language: str,
    as_json: bool,
    out: Path | None,
) -> None:
    """Score answer FILES: YAML or JSON with one firm, CSV or XLSX with one firm a row.

    Rows that cannot be read are named; the others are scored all the same.
    """
    found = load_questionnaire(folder)
    if len(files) == 1 and tables.is_large(files[0]):
        tables.score_table(found, files[0], out, _day(on))
        return
    rows, refused = _read(found, files)
    cards = [(row, _card(found, row, _day(on))) for row in rows]
    if as_json or (out and out.suffix == ".json"):
        text = json.dumps(
            [scorecard_document(card, row.identity) for row, card in cards], ensure_ascii=False, indent=1
        )
        _put(text + "\n", out)
    elif out:
        tables.write_csv(found, cards, out)
    else:
        for row, card in cards:
            click.echo(tables.readable(found, row, card, language, catalogue_texts(language)))
    _finish(refused)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@questionnaire_option
@on_option
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write a CSV instead of printing."
)
def rank(file: Path, folder: Path | None, on: dt.datetime | None, out: Path | None) -> None:
    """Rank the firms of FILE (CSV or XLSX): places for verified results, quartiles for self-declared ones.

    Firms that are not ranked follow with the reason.
    """
    found = load_questionnaire(folder)
    rows, refused = _read(found, [file])
    cards = [(row, _card(found, row, _day(on))) for row in rows]
    _put(tables.ranking(cards), out)
    _finish(refused)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="zh_Hans",
    show_default=True,
    help="Language of the report.",
)
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The PDF to write."
)
@questionnaire_option
@on_option
def report(file: Path, language: str, out: Path, folder: Path | None, on: dt.datetime | None) -> None:
    """Write the PDF report of the one firm in FILE."""
    from readiness.reports.worker import render_pdf  # loads the PDF engine, which only this command needs

    found = load_questionnaire(folder)
    rows, refused = _read(found, [file])
    _finish(refused)
    if len(rows) != 1:
        raise click.UsageError(f"{file}: a report is for one firm; the file holds {len(rows)}")
    row = rows[0]
    bases = [Basis.DECLARED] + ([Basis.VERIFIED] if row.answers.verification else [])
    cards = {basis: scorecard(found, row.answers, basis=basis, on=_day(on)) for basis in bases}
    identity = row.identity
    firm = FirmHead(
        name=identity.get("name", file.stem),
        name_en=identity.get("name_en", ""),
        credit_code=identity.get("credit_code", ""),
        city=identity.get("city", ""),
        district=identity.get("district", ""),
    )
    model = report_model(
        found,
        cards,
        firm=firm,
        round_head=RoundHead(),
        on=_signed(row) or _day(on),
        language=language,
        translate=catalogue_texts(language),
        answers=row.answers,
    )
    out.write_bytes(render_pdf(model))
    click.echo(f"{out}: {out.stat().st_size // 1024} KB")


def _signed(row: FirmRow) -> dt.date | None:
    return row.answers.verification.signed_on if row.answers.verification else None


def _day(on: dt.datetime | None) -> dt.date:
    return on.date() if on else dt.date.today()


def _card(found: Questionnaire, row: FirmRow, on: dt.date) -> Scorecard:
    basis = Basis.VERIFIED if row.answers.verification else Basis.DECLARED
    return scorecard(found, row.answers, basis=basis, on=on)


def _read(found: Questionnaire, files: Sequence[Path]) -> tuple[list[FirmRow], list[Problem]]:
    """Every row that can be read, and every problem; a file set without one good row is an error."""
    found_tables = [read_file(found, file) for file in files]
    rows = [row for table in found_tables for row in table.firms]
    refused = [problem for table in found_tables for problem in table.problems]
    if not rows and refused:
        raise AnswerError(refused)
    return rows, refused


def _put(text: str, out: Path | None) -> None:
    if out:
        out.write_text(text, encoding="utf-8")
    else:
        click.echo(text, nl=False)


def _finish(refused: list[Problem]) -> None:
    for problem in refused:
        click.echo(str(problem), err=True)
    if refused:
        raise SystemExit(1)
