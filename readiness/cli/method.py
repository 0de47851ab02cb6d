"""Commands that write a version for readers: its method, and the blank questionnaire of a sub-sector."""

from __future__ import annotations

from pathlib import Path

import click

from readiness.cli.common import LANGUAGES, catalogue_texts
from readiness.document.blank import blank_model
from readiness.errors import NotFoundError
from readiness.exports.blank_xlsx import blank_xlsx
from readiness.exports.method_markdown import method_markdown
from readiness.questionnaire.checked_copy import load_remembered
from readiness.services.get_method import make_method

folder_argument = click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
language_option = click.option(
    "--language", type=click.Choice(LANGUAGES), required=True, help="Language of the document."
)


@click.command("method")
@folder_argument
@language_option
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The Markdown file to write.",
)
def write_method(folder: Path, language: str, out: Path) -> None:
    """Write the method of the version in FOLDER: every weight, value, source, level and formula.

    Where FOLDER holds example.yaml, an answer file, that firm is worked through down to its index.
    """
    found = load_remembered(folder)
    out.write_text(method_markdown(make_method(found, folder, language)), encoding="utf-8")
    click.echo(f"method of {found.code} {found.version} in {out}")


@click.command("preview")
@folder_argument
@click.option("--sub-sector", required=True, help="Code of the sub-sector whose questions are written.")
@language_option
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write, ending in .pdf or .xlsx.",
)
def preview(folder: Path, sub_sector: str, language: str, out: Path) -> None:
    """Write the blank questionnaire of the version in FOLDER for one sub-sector: what a firm needs before it starts."""
    if out.suffix not in (".pdf", ".xlsx"):
        raise click.UsageError(f"{out}: a name ending in .pdf or .xlsx is expected")
    try:
        model = blank_model(load_remembered(folder), sub_sector, language, catalogue_texts(language))
    except NotFoundError as error:
        raise click.UsageError(str(error)) from error
    if out.suffix == ".xlsx":
        out.write_bytes(blank_xlsx(model))
    else:
        from readiness.reports.worker import render_pdf  # loads the PDF engine, which only this needs

        out.write_bytes(render_pdf(model))
    click.echo(f"{out}: {out.stat().st_size // 1024} KB")
