"""Commands for authors of questionnaires: compare versions, freeze one, exchange words with translators."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from readiness.cli.common import LANGUAGES
from readiness.cli.method import preview, write_method
from readiness.errors import Problem, QuestionnaireError
from readiness.exports.cells import written
from readiness.exports.wordbook_xlsx import PLACE, wordbook_xlsx
from readiness.questionnaire.differences import differences
from readiness.questionnaire.loader import load
from readiness.questionnaire.published import lock_of, publish
from readiness.questionnaire.word_edits import changed_words
from readiness.questionnaire.workbook import BROKEN, Limit, TooLargeError, read_rows

LARGEST = Limit(unpacked=50_000_000, cells=500_000)

version_argument = click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))


@click.group()
def questionnaire() -> None:
    """For authors of questionnaires: compare two versions, freeze one, exchange words with translators."""


questionnaire.add_command(write_method)
questionnaire.add_command(preview)


@questionnaire.command("diff")
@click.argument("before", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("after", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--scoring", is_flag=True, help="Only what can change a score.")
def diff(before: Path, after: Path, *, scoring: bool) -> None:
    """Say in words what changed from the version in folder BEFORE to the one in AFTER."""
    found = differences(load(before), load(after))
    if scoring:
        found = [difference for difference in found if difference.kind == "scoring"]
    for kind in dict.fromkeys(difference.kind for difference in found):
        own = [difference for difference in found if difference.kind == kind]
        click.echo(f"{kind} ({len(own)})")
        for difference in own:
            click.echo(f"  {difference}")
    if not found:
        click.echo("no difference")


@questionnaire.command("publish")
@version_argument
def publish_version(folder: Path) -> None:
    """Freeze the scores of the version in FOLDER: from now on a change that moves a score is refused.

    Words, advice and public figures may still be put right. Needs a version that `readiness check` finds in order.
    """
    found = load(folder)
    root = folder.resolve().parent.parent
    done = publish(root, found)
    what = "is published now" if done else "was published before, unchanged"
    click.echo(f"{found.code} {found.version} {what}: digest {found.digest[:12]} in {lock_of(root).name}")


@questionnaire.command("export")
@version_argument
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The workbook to write, ending in .xlsx.",
)
@click.option(
    "--language",
    "languages",
    multiple=True,
    type=click.Choice(LANGUAGES),
    help="A language to write, more than once for several; without it all of them.",
)
def export_words(folder: Path, out: Path, languages: tuple[str, ...]) -> None:
    """Write all words of the version in FOLDER into a workbook for translators: one place a row, one language a column.

    Change words there and bring them back with `readiness questionnaire import`.
    """
    found = load(folder)
    out.write_bytes(wordbook_xlsx(found, languages or found.languages))
    click.echo(f"words of {found.code} {found.version} in {out}")


@questionnaire.command("import")
@version_argument
@click.argument("workbook", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_words(folder: Path, workbook: Path) -> None:
    """Bring the words of WORKBOOK back into the files of FOLDER. Only changed sentences are rewritten.

    Empty cells leave the words as they are. Nothing is written when a row cannot be placed or the result breaks a rule.
    """
    words = _words(workbook)
    try:
        changed = changed_words(folder, words)
    except ValueError as error:
        raise QuestionnaireError([Problem(workbook, 0, "", str(error))]) from error
    before = {file: file.read_bytes() for file in changed}
    for file, text in changed.items():
        file.write_text(text, encoding="utf-8")
    try:
        load(folder)
    except QuestionnaireError:
        for file, content in before.items():
            file.write_bytes(content)
        raise
    for file in changed:
        click.echo(f"changed: {file.relative_to(folder)}")
    if not changed:
        click.echo("nothing to change")


def _words(workbook: Path) -> dict[str, dict[str, str]]:
    """Language → path → words of the first sheet; empty cells are left out."""
    try:
        rows = read_rows(workbook.read_bytes(), LARGEST)
    except (*BROKEN, TooLargeError) as error:
        raise QuestionnaireError(
            [Problem(workbook, 0, "", f"is not a workbook that can be read: {error}")]
        ) from error
    heading = [str(cell).strip() for cell in rows[0]] if rows else []
    unknown = [cell for cell in heading[1:] if cell not in LANGUAGES]
    if not heading or heading[0] != PLACE or unknown:
        expected = f"{PLACE}, then languages out of {', '.join(LANGUAGES)}"
        raise QuestionnaireError([Problem(workbook, 1, "", f"the first row must hold: {expected}")])
    _no_place_twice(workbook, [str(row[0]) for row in rows[1:]])
    return {
        language: {str(row[0]): words for row in rows[1:] if (words := _words_of(row[i]))}
        for i, language in enumerate(heading)
        if i
    }


def _no_place_twice(workbook: Path, places: Sequence[str]) -> None:
    """QuestionnaireError where two rows would give words to one place: which of them counts?"""
    seen: set[str] = set()
    for row, place in enumerate(places, start=2):
        if place and place in seen:
            raise QuestionnaireError(
                [Problem(workbook, row, "", f"{place!r} stands in two rows; keep one of them")]
            )
        seen.add(place)


def _words_of(cell: object) -> str:
    """What a cell says; the reader makes every number a float, but 42 was typed. '' for a blank cell."""
    text = f"{cell:.15g}" if isinstance(cell, float) else str(cell)
    return written(text) if text.strip() else ""
