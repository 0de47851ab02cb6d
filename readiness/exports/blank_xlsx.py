"""The blank questionnaire as a workbook: figures to gather on the first sheet, then questions with room to write."""

from __future__ import annotations

from readiness.document.blank_model import BlankModel, BlankQuestion
from readiness.exports.ranking_xlsx import Column, Sheet, ranking_xlsx

MARKS = {"one": "○", "many": "□", "graded": "□"}


def blank_xlsx(model: BlankModel) -> bytes:
    """The workbook; texts are the model's own, cells for answers and notes are empty."""
    return ranking_xlsx([_figures(model), _people(model), _questions(model)])


def _figures(model: BlankModel) -> Sheet:
    word = model.words
    columns = [
        Column(word["Questions"], width=16), Column(word["Figure"], width=52), Column(word["Unit"], width=18),
        Column(word["Who usually knows"], width=20), Column(word["Value"], width=16), Column(word["Notes"], width=36),
    ]  # fmt: skip
    figures = [*(figure for _, group in model.profile for figure in group), *model.figures]
    rows = [[f.code, f.text, f.unit, f.known_by, None, None] for f in figures]
    return Sheet(word["What to have ready"], columns, rows)


def _people(model: BlankModel) -> Sheet:
    word = model.words
    columns = [Column(word["Who usually knows"], width=26), Column(word["Questions"], width=80)]
    return Sheet(word["Who to ask for what"], columns, [[who, codes] for who, codes in model.people])


def _questions(model: BlankModel) -> Sheet:
    word = model.words
    names = list(dict.fromkeys(name for question in model.questions for name, _ in question.help if name))
    columns = [
        Column(word["Code"], width=9), Column(word["Question"], width=44), Column(word["How to answer"], width=52),
        Column(word["Answer"], width=18), Column(word["Notes"], width=30), Column(word["Help"], width=44),
        *(Column(name, width=36) for name in names),
    ]  # fmt: skip
    rows = [
        [
            question.code,
            question.text,
            _way(question),
            None,
            None,
            _help(question, ""),
            *(_help(question, name) for name in names),
        ]
        for question in model.questions
    ]
    return Sheet(word["Questions"], columns, rows)


def _help(question: BlankQuestion, name: str) -> str | None:
    return "\n".join(words for own, words in question.help if own == name) or None


def _way(question: BlankQuestion) -> str:
    """Instruction, choices and spaces, one a line."""
    lines = [*question.marks, question.instruction]
    lines += [f"{mark or MARKS.get(question.way, '')} {words}".strip() for mark, words in question.choices]
    lines += [" / ".join(question.grades)] if question.grades else []
    lines += [" ".join(part for part in (space.label, "……", space.unit) if part) for space in question.spaces]
    return "\n".join(line for line in lines if line)
