"""Commands on answer files: score, rank, report. They need no database."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TextIO

import click

from readiness.cli import tables
from readiness.cli.answer_files import AnswerFiles
from readiness.cli.common import LANGUAGES, catalogue_texts, load_questionnaire
from readiness.cli.peer_groups import group_named, narrowed
from readiness.document.build import FirmHead, RoundHead, report_model
from readiness.questionnaire.codec import FirmRow
from readiness.questionnaire.trade import sub_sector_of
from readiness.scoring.draws import checked
from readiness.scoring.engine import scorecard
from readiness.scoring.scorecard import Basis

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

    Rows that cannot be read are named; the others are scored all the same. What is possible but odd gives a warning.
    """
    found = load_questionnaire(folder)
    read = AnswerFiles(found, files)
    if as_json or (out and out.suffix == ".json"):
        with _stream(out) as stream:
            tables.write_json(read.scored(_day(on)), stream)
    elif out:
        with tables.written_to(out, "utf-8-sig") as stream:
            tables.write_csv(found, read.summed_up(_day(on)), stream)
    else:
        translate = catalogue_texts(language)
        for row, card in read.scored(_day(on)):
            click.echo(tables.readable(found, row, card, language, translate))
    read.finish()


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@questionnaire_option
@on_option
@click.option(
    "--draws",
    type=int,
    help="Draw the ranking so many times and add ranges, chances, tiers; 1000 are enough.",
)
@click.option("--seed", type=int, help="The same seed draws the same again; 1 if none is given.")
@click.option(
    "--group",
    default="",
    help="Only this peer group, ranked inside it: a sub-sector, or with a size (GM/small).",
)
@click.option("--json", "as_json", is_flag=True, help="JSON instead of CSV; with --draws also what made it.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write a file instead of printing."
)
def rank(
    file: Path,
    folder: Path | None,
    on: dt.datetime | None,
    draws: int | None,
    seed: int | None,
    group: str,
    as_json: bool,
    out: Path | None,
) -> None:
    """Rank the firms of FILE (CSV or XLSX): places for verified results, quartiles for self-declared ones.

    Firms that are not ranked follow with the reason. With --draws every place has the range in which it lies. A peer
    group needs 5 verified firms, or 8 declared ones, to be a list (the questionnaire's own numbers).
    """
    read = AnswerFiles(load_questionnaire(folder), [file])
    if seed is not None and draws is None:
        raise click.UsageError("--seed needs --draws: without draws nothing is left to chance.")
    as_json = as_json or bool(out and out.suffix == ".json")
    path = group_named(read.questionnaire, group) if group else ()
    if draws is not None:
        from readiness.cli import drawn_ranking

        seed = 1 if seed is None else seed
        checked(draws, seed)
        found = drawn_ranking.draw_file(read, _day(on), draws=draws, seed=seed, group=path)
        with _stream(out) as stream:
            (drawn_ranking.write_json if as_json else drawn_ranking.write_csv)(found, stream)
    else:
        briefs = narrowed(read.questionnaire, list(read.summed_up(_day(on), why=True)), path)
        with _stream(out) as stream:
            (tables.write_ranking_json if as_json else tables.write_ranking)(briefs, stream)
        for basis in Basis:
            if sum(1 for one in briefs if one.basis is basis and not one.causes) == 1:
                click.echo(
                    f"only one official firm is {basis.value}: its place or quartile says nothing", err=True
                )
    read.finish()


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
    read = AnswerFiles(found, [file])
    rows = [row for portion in read.portions() for row in portion]
    read.finish()
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
        sub_sector=sub_sector_of(found, row.answers.shares),
    )
    out.write_bytes(render_pdf(model))
    click.echo(f"{out}: {out.stat().st_size // 1024} KB")


def _signed(row: FirmRow) -> dt.date | None:
    return row.answers.verification.signed_on if row.answers.verification else None


def _day(on: dt.datetime | None) -> dt.date:
    return on.date() if on else dt.date.today()


def _stream(out: Path | None) -> AbstractContextManager[TextIO]:
    """The file to write, else the standard output, which stays open."""
    if out:
        return tables.written_to(out)
    return nullcontext(sys.stdout)
