"""The command on the quality of a round: of its questionnaire, its audits and its sheets."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import click

from readiness.cli.common import LANGUAGES, catalogue_texts
from readiness.cli.work import open_services
from readiness.document.quality_findings import quality_findings
from readiness.document.quality_tables import Table, quality_tables
from readiness.document.words import Reader
from readiness.services.get_quality import RoundQuality, judge_round


@click.command()
@click.argument("round_name", metavar="ROUND")
@click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of the words."
)
@click.option("--json", "as_json", is_flag=True, help="Print all numbers as JSON, unrounded.")
def quality(round_name: str, language: str, as_json: bool) -> None:
    """Judge the questionnaire, the audits and the sheets of ROUND (its name, or the key in its addresses).

    By dimension Cronbach's alpha and weight against actual importance; by question item-rest correlation, shares at the
    ends and what does not apply; agreement of declared and audited; sheets that look careless.
    """
    with open_services() as (services, session):
        found = judge_round(services, session, round_name)
        if as_json:
            click.echo(json.dumps(_document(found), ensure_ascii=False, indent=1, allow_nan=False))
            return
        translate = catalogue_texts(language)
        reader = Reader(found.questionnaire, language, translate)
        click.echo(
            translate(
                "%(round)s: %(firms)s firms, %(audited)s of them audited",
                round=found.round.name, firms=found.quality.firms, audited=found.quality.audited,
            )
        )  # fmt: skip
        for sentence in quality_findings(reader, found.quality):
            click.echo(sentence)
        for table in quality_tables(reader, found.quality, found.consultants):
            click.echo(_text(table))
        click.echo(_text(_conspicuous(found, translate)))


def _document(found: RoundQuality) -> dict[str, Any]:
    quality = asdict(found.quality)
    quality.pop("uniform")
    sheets = [
        {
            "credit_code": line.firm.credit_code,
            "name": line.firm.name,
            "uniform_percent": line.uniform,
            "minutes": line.minutes,
        }
        for line in found.conspicuous
    ]
    head = {"round": found.round.name, "questionnaire": found.round.questionnaire}
    return {**head, **quality, "consultants": dict(found.consultants), "conspicuous": sheets}


def _conspicuous(found: RoundQuality, translate: Callable[..., str]) -> Table:
    rows = [
        (
            f"{line.firm.name} {line.firm.credit_code}",
            "" if line.uniform is None else f"{line.uniform:.0f}",
            "" if line.minutes is None else f"{line.minutes:.0f}",
        )
        for line in found.conspicuous
    ]
    columns = (
        (translate("Firm"), "text"),
        (translate("Ladders at one step, %"), "number"),
        (translate("Minutes from first to last save"), "number"),
    )
    return Table(translate("Sheets to look at"), columns, tuple(rows))


def _text(table: Table) -> str:
    """The table as lines of tabs, which every spreadsheet takes, with its notes."""
    lines = ["\t".join(words for words, _ in table.columns), *("\t".join(row) for row in table.rows)]
    return "\n".join(["", f"# {table.title}", *lines, *table.notes])
