"""Commands that explain: why one result, and what changed between two. They need no database."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from readiness.cli.answer_files import AnswerFiles
from readiness.cli.common import LANGUAGES, catalogue_texts, load_questionnaire, named_questionnaire
from readiness.cli.scoring import on_option, questionnaire_option
from readiness.document.changes import ChangeReport, change_report
from readiness.document.explanation import WhyPart, why_part
from readiness.document.sentences import basis_word, result_sentences
from readiness.document.words import Reader
from readiness.exports.explanation_json import change_document, explanation_document
from readiness.questionnaire.codec import FirmRow
from readiness.questionnaire.model import Questionnaire
from readiness.scoring.change import Side, change
from readiness.scoring.engine import scorecard
from readiness.scoring.explain import explain
from readiness.scoring.scorecard import Basis

file_type = click.Path(exists=True, dir_okay=False, path_type=Path)
folder_type = click.Path(exists=True, file_okay=False, path_type=Path)
language_option = click.option(
    "--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of the words."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print all numbers as JSON, unrounded.")
declared_option = click.option("--declared", is_flag=True, help="Leave a consultant's side out of account.")


@click.command()
@click.argument("file", type=file_type)
@questionnaire_option
@on_option
@language_option
@json_option
@declared_option
def why(
    file: Path, folder: Path | None, on: dt.datetime | None, language: str, as_json: bool, declared: bool
) -> None:
    """Explain the result of the one firm in FILE.

    Points lost by every answer, split into real gap, evidence and over-claim; weights as stated and as used; what each
    gate of the next level lacks and which answers lift it. All parts sum up to the index and to 100 minus the index.
    """
    asked = _asked(file, folder)
    row = _one(asked, file)
    basis = Basis.DECLARED if declared or row.answers.verification is None else Basis.VERIFIED
    card = scorecard(asked, row.answers, basis=basis, on=_day(on))
    found = explain(asked, card, row.answers.shares)
    if as_json:
        click.echo(json.dumps(explanation_document(found, row.identity), ensure_ascii=False, indent=1))
        return
    translate = catalogue_texts(language)
    click.echo(f"{_name(row, file)} ({basis_word(basis, translate)})")
    for line in result_sentences(asked, card, language, translate):
        click.echo(line)
    for line in _why_lines(why_part(Reader(asked, language, translate), found), translate):
        click.echo(line)


@click.command()
@click.argument("before", type=file_type)
@click.argument("after", type=file_type, required=False)
@questionnaire_option
@click.option(
    "--after-questionnaire", "after_folder", type=folder_type,
    help="Folder of the version that AFTER answers, where it is another one and the file does not name it.",
)  # fmt: skip
@on_option
@click.option(
    "--after-on", type=click.DateTime(["%Y-%m-%d"]), help="Closing day of AFTER's round; without it the same day.",
)  # fmt: skip
@language_option
@json_option
def compare(
    before: Path,
    after: Path | None,
    folder: Path | None,
    after_folder: Path | None,
    on: dt.datetime | None,
    after_on: dt.datetime | None,
    language: str,
    as_json: bool,
) -> None:
    """Tell what changed from the result in BEFORE to that in AFTER, each with one firm.

    Without AFTER: from the declared to the verified result of BEFORE. Six causes (answers, evidence, verification,
    applicability, weights and thresholds, aggregation), each by question; the parts sum up to the difference. Files
    that answer two versions of the questionnaire are told by unchanged, changed, replaced, new and dropped questions.
    """
    asked = _asked(before, folder)
    old = _one(asked, before)
    if after is None:
        if old.answers.verification is None:
            raise click.UsageError(f"{before}: holds no verification; name a second file to compare with")
        sides = [Side(asked, old.answers, basis, _day(on)) for basis in Basis]
        names = ["", ""]
    else:
        newer = load_questionnaire(after_folder) if after_folder else named_questionnaire(after) or asked
        newer = asked if newer.digest == asked.digest else newer
        new = _one(newer, after)
        sides = [
            Side(asked, old.answers, _basis(old), _day(on)),
            Side(newer, new.answers, _basis(new), _day(after_on or on)),
        ]
        names = [_label(before, after, old, new), _label(after, before, new, old)]
    found = change(*sides)
    if as_json:
        click.echo(json.dumps(change_document(found), ensure_ascii=False, indent=1))
        return
    translate = catalogue_texts(language)
    first, second = (
        name or basis_word(side.basis, translate) for name, side in zip(names, sides, strict=True)
    )
    readers = [Reader(side.questionnaire, language, translate) for side in sides]
    for line in _change_lines(change_report(readers[0], readers[1], found, (first, second)), translate):
        click.echo(line)


def _asked(file: Path, folder: Path | None) -> Questionnaire:
    """The version in `folder`, else the one that the file names, else the service's own."""
    return (None if folder else named_questionnaire(file)) or load_questionnaire(folder)


def _one(asked: Questionnaire, file: Path) -> FirmRow:
    read = AnswerFiles(asked, [file])
    rows = [row for portion in read.portions() for row in portion]
    read.finish()
    if len(rows) != 1:
        raise click.UsageError(f"{file}: one firm is explained at a time; the file holds {len(rows)}")
    return rows[0]


def _basis(row: FirmRow) -> Basis:
    return Basis.DECLARED if row.answers.verification is None else Basis.VERIFIED


def _day(on: dt.datetime | None) -> dt.date:
    return on.date() if on else dt.date.today()


def _name(row: FirmRow, file: Path) -> str:
    return row.identity.get("name") or file.stem


def _label(file: Path, other: Path, row: FirmRow, other_row: FirmRow) -> str:
    """The firm's name, or the file's where both files hold the same firm."""
    return file.name if _name(row, file) == _name(other_row, other) else _name(row, file)


def _why_lines(part: WhyPart, translate: Callable[..., str]) -> Iterator[str]:
    for gate in part.gates:
        yield f"- {gate.sentence} {gate.how_many}".rstrip()
        yield from (f"    {lift.code} {lift.text}: {lift.sentence}" for lift in gate.lifts)
    yield ""
    for node in part.nodes:
        indent = "" if node.kind == "pillar" else "  "
        weights = f"{translate('Weight')} {node.nominal} → {node.used}"
        lost = f"{translate('Points lost')} {node.lost}"
        yield f"{indent}{node.name}: {node.score}  {weights}  {lost}  {node.note}".rstrip()
    yield ""
    heads = ("Contribution", "Points lost", "Gap", "Evidence", "Over-claim")
    yield "  ".join(f"{translate(head)}" for head in heads)
    for answer in part.answers:
        numbers = (answer.contribution, answer.lost, answer.gap, answer.evidence, answer.over_claim)
        yield f"{_columns(numbers)}  {answer.code} {answer.text} ({answer.score}, {answer.state})"
        yield from (f"{'':42}{sentence}" for sentence in answer.waits)
    yield f"{_columns(part.totals)}  {translate('Total')}"
    yield from part.memos


def _columns(numbers: Sequence[str]) -> str:
    return "".join(f"{number:>8}" for number in numbers)


def _change_lines(report: ChangeReport, translate: Callable[..., str]) -> Iterator[str]:
    yield from report.sentences
    yield from (f"{step.shown:>8}  {step.name}" for step in report.chart.rows)
    yield f"{report.total:>8}  {translate('Total')}"
    if report.versions:
        yield from ("", report.versions.sentence)
        for way in report.versions.rows:
            yield f"{way.points:>8}  {way.name}{translate(': ')}{way.count} ({way.meaning.rstrip('.。')})"
            for question in way.questions:
                yield f"{'':10}{question.code} {question.text}"
                if question.earlier:
                    yield f"{'':10}{translate('Before')}{translate(': ')}{question.earlier}"
    if report.rows:
        yield ""
    for row in report.rows:
        match = f", {row.match}" if row.match else ""
        yield f"{row.points:>8}  {row.code} {row.text} ({row.cause}{match})"
    if report.more:
        yield translate("Parts below 0.01 points: %(count)s", count=report.more)
